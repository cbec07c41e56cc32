using System.Globalization;

namespace ModelMunicipality.Vendors.ByggR;

/// <summary>A case as it stands at one moment: which of its happenings have taken place.</summary>
/// <param name="Number">0 to the number of cases − 1.</param>
/// <param name="Steps">How many steps of its course it has taken.</param>
/// <param name="FirstTick">The number of its first change after the base; only meaningful when <paramref name="Ticks"/> is not 0.</param>
/// <param name="Ticks">How many changes it has seen after the base.</param>
/// <param name="ChangedAt">When it last changed, in local time.</param>
readonly record struct PermitState(int Number, int Steps, long FirstTick, long Ticks, DateTime ChangedAt);

/// <summary>Which cases there are and in which order they changed, worked out from numbers: no list of cases is ever kept.</summary>
/// <remarks>
/// Cases come in evenly over the working time of three years. Cases with the same course and the same number of steps taken are neighbours, and changed in the order
/// of their numbers; so the order of all is a merge of some hundred rows whose beginnings are found by halving. After the base, every tick changes one case, in the order of
/// <see cref="Town.Turns"/>.
/// </remarks>
sealed class PermitRegister
{
    const long Span = 3 * 261 * WorkingTime.Day;

    readonly ByggROptions options;
    readonly DateTimeOffset start;
    readonly long startSecond;
    readonly Town.Turns turns;

    public PermitRegister(ByggROptions options, DateTimeOffset start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Cases, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Cases, 1_000_000);
        this.options = options;
        this.start = new DateTimeOffset(start.UtcTicks - start.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        startSecond = WorkingTime.FromLocal(Local(this.start));
        turns = new Town.Turns(options.Cases);
        StoryNumber = FindStory();
    }

    public int Count => options.Cases;

    /// <summary>The local time of an instant.</summary>
    public DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, options.Zone).DateTime;

    /// <summary>When the case came in, in local time.</summary>
    public DateTime ArrivedAt(int number) => WorkingTime.ToLocal(Arrival(number));

    /// <summary>When a step of the case's course takes place, in local time.</summary>
    public DateTime StepAt(int number, int step) => WorkingTime.ToLocal(At(number, step));

    /// <summary>When a change after the base takes place, in local time.</summary>
    public DateTime TickAt(long tick) => Local(start + options.ChangeEvery * (tick + 1));

    /// <summary>A local time with its offset, as xs:dateTime.</summary>
    public string WithOffset(DateTime local) =>
        new DateTimeOffset(local, options.Zone.GetUtcOffset(local)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>The latest case that still waits for its applicant; the newest of all in a town that has none.</summary>
    public int StoryNumber { get; }

    /// <summary>Whether the case belongs to the person who is shown to visitors.</summary>
    public bool IsStory(int number) => number == 0 || number == StoryNumber;

    /// <summary>The number that a citizen's letter shows.</summary>
    public string NumberOnLetter(int number) => string.Create(CultureInfo.InvariantCulture, $"BYGG {ArrivedAt(number):yyyy}-{number:000000}");

    /// <summary>The case with this number on its letters; null when there is none.</summary>
    public int? Find(string numberOnLetter)
    {
        var dash = numberOnLetter.LastIndexOf('-');
        return dash >= 0
            && int.TryParse(numberOnLetter.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < Count
            && NumberOnLetter(number) == numberOnLetter
            ? number
            : null;
    }

    /// <summary>The case as it stands now.</summary>
    public PermitState State(int number, DateTimeOffset now)
    {
        var steps = StepsTaken(number);
        var first = FirstTick(number);
        var ticks = TicksUntil(now);
        if (first >= ticks) return new PermitState(number, steps, first, 0, StepAt(number, steps - 1));

        var met = 1 + (ticks - 1 - first) / Count;
        return new PermitState(number, steps, first, met, TickAt(first + (met - 1) * Count));
    }

    /// <summary>The cases that changed after a local time, in the order in which they changed.</summary>
    public IEnumerable<PermitState> ChangedAfter(DateTime lowerExclusive, DateTimeOffset now)
    {
        var ticks = TicksUntil(now);
        if (ticks < Count)
        {
            foreach (var (number, step) in SteppedAfter(WorkingTime.FromLocal(lowerExclusive)))
            {
                if (FirstTick(number) >= ticks) yield return new PermitState(number, step + 1, 0, 0, StepAt(number, step));
            }
        }

        for (var tick = FirstTickAfter(lowerExclusive, ticks); tick < ticks; tick++)
        {
            var number = turns.At(tick);
            if (TickAt(tick) > lowerExclusive) yield return new PermitState(number, StepsTaken(number), FirstTick(number), 1 + tick / Count, TickAt(tick));
        }
    }

    // Each case's latest step, those after a second on the line of working time, in order: a merge of rows.
    IEnumerable<(int Number, int Step)> SteppedAfter(long second)
    {
        var rows = new PriorityQueue<(int Number, int Step, int End), (long At, int Number)>();
        for (var turn = 0; turn < Math.Min(Course.Count, Count); turn++)
        {
            var course = Course.Of(turn);
            for (var step = 0; step < course.Count; step++)
            {
                // In this row stand the cases that have taken this step and not the next; the lower their number, the earlier they came in.
                var begin = step + 1 < course.Count ? FirstArrivedAfter(startSecond - course[step + 1].Day * WorkingTime.Day) : 0;
                var end = FirstArrivedAfter(startSecond - course[step].Day * WorkingTime.Day);
                begin = Math.Max(begin, FirstArrivedAfter(second - course[step].Day * WorkingTime.Day));
                begin += (turn - begin % Course.Count + Course.Count) % Course.Count;
                if (begin < end) rows.Enqueue((begin, step, end), (At(begin, step), begin));
            }
        }

        while (rows.TryDequeue(out var head, out _))
        {
            yield return (head.Number, head.Step);
            var next = head.Number + Course.Count;
            if (next < head.End) rows.Enqueue((next, head.Step, head.End), (At(next, head.Step), next));
        }
    }

    int StepsTaken(int number)
    {
        var course = Course.Of(number);
        var arrival = Arrival(number);
        var taken = 1;
        while (taken < course.Count && arrival + course[taken].Day * WorkingTime.Day <= startSecond) taken++;
        return taken;
    }

    long Arrival(int number) => startSecond - Span + number * Span / Count;

    long At(int number, int step) => Arrival(number) + Course.Of(number)[step].Day * WorkingTime.Day;

    int FindStory()
    {
        // Fifteen working days old: asked for a supplement a week ago, far from sending one.
        var number = FirstArrivedAfter(startSecond - 15 * WorkingTime.Day) - 1;
        while (number > 0 && number % Course.Count != Course.WaitsForApplicant) number--;
        return number > 0 ? number : Count - 1;
    }

    int FirstArrivedAfter(long second)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (Arrival(middle) > second) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    long TicksUntil(DateTimeOffset now) => options.Frozen || now <= start ? 0 : (now - start).Ticks / options.ChangeEvery.Ticks;

    long FirstTick(int number) => turns.FirstOf(number);

    // Of an older change of a case that has changed again nothing is told. An ambiguous label is read as winter time.
    long FirstTickAfter(DateTime lowerExclusive, long ticks)
    {
        var instant = new DateTimeOffset(lowerExclusive, options.Zone.GetUtcOffset(lowerExclusive));
        var passed = instant <= start ? 0 : (instant - start).Ticks / options.ChangeEvery.Ticks - 1;
        return Math.Max(Math.Max(0, passed), ticks - Count);
    }
}
