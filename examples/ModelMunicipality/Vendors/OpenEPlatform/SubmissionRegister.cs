using ModelMunicipality.Vendors.ByggR;

namespace ModelMunicipality.Vendors.OpenEPlatform;

/// <summary>A submission as it stands at one moment.</summary>
/// <param name="Index">From 0; the number that people see is <see cref="Permit.FirstFlowNumber"/> higher.</param>
/// <param name="Standing">Where it stands.</param>
/// <param name="ChangedAt">Since when, in local time.</param>
/// <param name="TouchedAt">When anything last happened, in local time.</param>
readonly record struct SubmissionState(int Index, Standing Standing, DateTime ChangedAt, DateTime TouchedAt);

/// <summary>Which submissions there are, when they came in and where they stand, worked out from numbers: no list of them is ever kept.</summary>
/// <remarks>
/// Submission <c>n</c> came in just before permit <c>n</c>; it is the permit's own when the permit came through the e-service, and one of another e-service otherwise.
/// After the base, every tick touches one of them, as in <see cref="PermitRegister"/>, and new ones come in behind the last.
/// </remarks>
sealed class SubmissionRegister
{
    // What is archived is purged after about two and a half years.
    static readonly TimeSpan Kept = TimeSpan.FromDays(913);

    readonly Town.Town town;
    readonly OpenEPlatformOptions options;
    readonly DateTimeOffset start;

    public SubmissionRegister(Town.Town town, OpenEPlatformOptions options, DateTimeOffset start)
    {
        this.town = town;
        this.options = options;
        this.start = new DateTimeOffset(start.UtcTicks - start.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        Permits = new PermitRegister(options.Permits with { ChangeEvery = options.ChangeEvery }, this.start);

        var free = Enumerable.Range(0, Permits.Count).Reverse().Where(i => PermitOf(i).FlowNumber is null).Take(2).ToList();
        StoryMultiSign = free.Count > 0 ? free[0] : null;
        StoryFault = free.Count > 1 && options.FaultReport is not null ? free[1] : null;
    }

    /// <summary>The permits, with the ticks of this platform.</summary>
    public PermitRegister Permits { get; }

    /// <summary>The latest submission that waits for somebody else's signature, of the resident who is shown to visitors.</summary>
    public int? StoryMultiSign { get; }

    /// <summary>The same resident's report of a fault.</summary>
    public int? StoryFault { get; }

    public TimeZoneInfo Zone => options.Permits.Zone;

    /// <summary>How many submissions have come in.</summary>
    public int CountAt(DateTimeOffset now) => Permits.Count + (options.Permits.Frozen || now <= start ? 0 : (int)((now - start).Ticks / options.ArriveEvery.Ticks));

    /// <summary>The permit with the same index, whether there is one or not.</summary>
    public Permit PermitOf(int index) => new(town, Permits, index);

    /// <summary>Whether it is one of those that visitors are shown: what is printed of them stays true.</summary>
    public bool IsStory(int index) => Permits.IsStory(index) || index == StoryMultiSign || index == StoryFault;

    public EService ServiceOf(int index) =>
        index == StoryMultiSign ? EService.Nursery
        : index == StoryFault ? EService.Fault
        : PermitOf(index).FlowNumber is not null ? EService.Permit
        : EService.WithoutPermit[(int)(town.Draw(index, 60) % (uint)EService.WithoutPermit.Count)];

    public IReadOnlyList<Move> CourseOf(int index) =>
        index == StoryMultiSign ? SubmissionCourse.OfStoryMultiSign
        : index == StoryFault ? SubmissionCourse.OfStoryFault
        : ServiceOf(index) is var service && service == EService.Permit ? SubmissionCourse.OfPermit
        : SubmissionCourse.Of(service, town.Draw(index, 62));

    /// <summary>When it came in, in local time: somewhat before the permit with its index.</summary>
    public DateTime ArrivedAt(int index) => index < Permits.Count
        ? Permits.ArrivedAt(index).AddMinutes(-5 - (int)(town.Draw(index, 63) % 50))
        : Permits.Local(start + options.ArriveEvery * (index - Permits.Count + 1));

    /// <summary>When it makes a move of its course, in local time.</summary>
    public DateTime MovedAt(int index, Move move) => move.Day == 0
        ? ArrivedAt(index)
        : WorkingTime.ToLocal(WorkingTime.FromLocal(index < Permits.Count ? Permits.ArrivedAt(index) : ArrivedAt(index)) + move.Day * WorkingTime.Day);

    /// <summary>The moves of its course that it has made.</summary>
    public IEnumerable<Move> MovesOf(int index, DateTimeOffset now)
    {
        // What was there at the base moves by ticks from then on.
        var until = Permits.Local(index < Permits.Count ? start : now);
        return CourseOf(index).TakeWhile((move, i) => i == 0 || MovedAt(index, move) <= until);
    }

    /// <summary>The ticks that touched it, from the first to the last, each with where it stands behind it.</summary>
    public IEnumerable<(long Tick, DateTime At, Standing Standing, bool Moves)> TicksOf(int index, DateTimeOffset now)
    {
        if (index >= Permits.Count) yield break;

        var permit = Permits.State(index, now);
        if (permit.Ticks == 0) yield break;

        var standing = MovesOf(index, now).Last().Standing;
        var goesOn = standing is not (Standing.New or Standing.Archived or Standing.TakenBack) && !IsStory(index);
        for (var met = 0L; met < permit.Ticks; met++)
        {
            var tick = permit.FirstTick + met * Permits.Count;
            if (goesOn) standing = standing == Standing.InProgress ? Standing.WaitingForCompletion : Standing.InProgress;
            yield return (tick, Permits.TickAt(tick), standing, goesOn);
        }
    }

    /// <summary>Where it stands; null when it was purged or never was.</summary>
    public SubmissionState? Find(int index, DateTimeOffset now)
    {
        if (index < 0 || index >= CountAt(now)) return null;

        var move = MovesOf(index, now).Last();
        var (standing, changed) = (move.Standing, MovedAt(index, move));
        var touched = changed;
        foreach (var (_, at, becomes, moves) in TicksOf(index, now))
        {
            touched = at;
            if (moves) (standing, changed) = (becomes, at);
        }

        var purged = standing is Standing.Archived or Standing.TakenBack && !IsStory(index) && ArrivedAt(index) < Permits.Local(start) - Kept;
        return purged ? null : new SubmissionState(index, standing, changed, touched);
    }

    /// <summary>The submissions of a family that came in on these local days, both included.</summary>
    public IEnumerable<SubmissionState> CameIn(int family, DateOnly from, DateOnly to, DateTimeOffset now)
    {
        var count = CountAt(now);
        // An hour before its permit, at most: so the permits' order, which is that of time, tells where to begin and to end.
        var first = FirstAfter(from.ToDateTime(default).AddDays(-1), count);
        for (var index = first; index < count; index++)
        {
            var day = DateOnly.FromDateTime(ArrivedAt(index));
            if (day > to.AddDays(1)) yield break;
            if (day < from || day > to || ServiceOf(index).Family != family) continue;
            if (Find(index, now) is { } state) yield return state;
        }
    }

    /// <summary>The submissions of a family about which something may have been written on these local days, both included.</summary>
    public IEnumerable<int> MayHaveMessages(int family, DateOnly from, DateOnly to, DateTimeOffset now)
    {
        var count = CountAt(now);
        // The longest course takes less than a year and a half; ticks may touch any. Nothing is written before it came in.
        var first = FirstAfter(from.ToDateTime(default).AddDays(-550), count);
        var last = FirstAfter(to.ToDateTime(default).AddDays(2), count);
        for (var index = options.Permits.Frozen ? first : 0; index < last; index++)
        {
            if (ServiceOf(index).Family != family || index < first && !TouchedSince(index, from, now)) continue;
            if (Find(index, now) is not null) yield return index;
        }
    }

    bool TouchedSince(int index, DateOnly from, DateTimeOffset now) => Permits.State(index, now) is { Ticks: > 0 } state && DateOnly.FromDateTime(state.ChangedAt) >= from;

    int FirstAfter(DateTime local, int count)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var came = middle < Permits.Count ? Permits.ArrivedAt(middle) : ArrivedAt(middle);
            if (came > local) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
