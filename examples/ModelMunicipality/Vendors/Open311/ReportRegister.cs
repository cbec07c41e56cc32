using System.Globalization;

namespace ModelMunicipality.Vendors.Open311;

/// <summary>Something that happened to a report.</summary>
/// <param name="Number">The report, 0 to the number of reports − 1.</param>
/// <param name="Id">Unique among the report's updates.</param>
/// <param name="At">When.</param>
/// <param name="Step">What.</param>
readonly record struct ReportUpdate(int Number, int Id, DateTimeOffset At, ReportStep Step);

/// <summary>A report as it stands at one moment.</summary>
/// <param name="Number">0 to the number of reports − 1.</param>
/// <param name="Status">The extended status.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="Notes">The words of the latest update that had some.</param>
readonly record struct ReportState(int Number, string Status, DateTimeOffset UpdatedAt, string? Notes);

/// <summary>Which reports there are and what happened to them, worked out from numbers: no list is ever kept.</summary>
/// <remarks>
/// Reports come in evenly over the year before the base, and each goes through its course. After the base something happens every tick: each tenth tick a report
/// comes in; the others update the reports of the year before, one after the other in <see cref="Town.Turns"/>.
/// </remarks>
sealed class ReportRegister
{
    const int TicksToNew = 10;
    const int LaterIds = 100;
    static readonly TimeSpan Year = TimeSpan.FromDays(365);
    static readonly TimeSpan HiddenAfter = TimeSpan.FromDays(45);

    readonly Open311Options options;
    readonly DateTimeOffset start;
    readonly Town.Turns turns;

    public ReportRegister(Open311Options options, DateTimeOffset start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Cases, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Cases, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ChangeEvery, TimeSpan.FromSeconds(1));
        this.options = options;
        this.start = WholeSecond(start);
        turns = new Town.Turns(options.Cases);
        StoryNumber = FindStory();
    }

    /// <summary>The latest report that waits for work which is ordered; the newest of all in a town that has none.</summary>
    public int StoryNumber { get; }

    /// <summary>Whether the report belongs to the person who is shown to visitors.</summary>
    public bool IsStory(int number) => number == 0 || number == StoryNumber;

    /// <summary>How many reports have come in until now.</summary>
    public int Count(DateTimeOffset now) => options.Cases + (int)(Ticks(now) / TicksToNew);

    /// <summary>When a report came in.</summary>
    public DateTimeOffset RequestedAt(int number) => number < options.Cases
        ? WholeSecond(start - Year + Year * ((number + 1.0) / (options.Cases + 1.0)))
        : start + options.ChangeEvery * ((number - options.Cases + 1L) * TicksToNew);

    /// <summary>The number that the reporter was told.</summary>
    public string NumberOnReceipt(int number) => string.Create(CultureInfo.InvariantCulture, $"{RequestedAt(number).Year}-{number:000000}");

    /// <summary>The report with this number on its receipt; null when there is none, or when it was taken off the map.</summary>
    public int? Find(string receipt, DateTimeOffset now)
    {
        var dash = receipt.LastIndexOf('-');
        return dash >= 0 && int.TryParse(receipt.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < Count(now) && !IsHidden(number, now) && NumberOnReceipt(number) == receipt
            ? number
            : null;
    }

    /// <summary>One report in a hundred is taken off the map after a while, without a word.</summary>
    public bool IsHidden(int number, DateTimeOffset now) => number % 97 == 13 && !IsStory(number) && Until(now) >= RequestedAt(number) + HiddenAfter;

    /// <summary>The reports that came in between two times, both included, newest first.</summary>
    public IEnumerable<int> RequestedBetween(DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        var count = Count(now);
        for (var number = FirstNotBefore(until + TimeSpan.FromSeconds(1), count) - 1; number >= 0 && RequestedAt(number) >= from; number--)
            if (!IsHidden(number, now) && RequestedAt(number) <= until) yield return number;
    }

    /// <summary>The report as it stands now.</summary>
    public ReportState State(int number, DateTimeOffset now)
    {
        var (status, at, words) = ("open", RequestedAt(number), (string?)null);
        foreach (var update in UpdatesOf(number, now))
        {
            if (update.Step.Status != "unchanged") status = update.Step.Status;
            (at, words) = (update.At, update.Step.Words ?? words);
        }

        return new ReportState(number, status, at, words);
    }

    /// <summary>The report's updates until now that still matter to its state, oldest first.</summary>
    IEnumerable<ReportUpdate> UpdatesOf(int number, DateTimeOffset now)
    {
        var met = TimesMet(number, now);
        var later = Enumerable.Range(Math.Max(0, met - ReportCourse.Later.Count), Math.Min(met, ReportCourse.Later.Count)).Select(turn => Later(FirstMeeting(number) + (long)turn * options.Cases));
        return CourseOf(number, now).Concat(later).OrderBy(u => u.At);
    }

    /// <summary>What happened between two times, both included, newest first.</summary>
    public IEnumerable<ReportUpdate> UpdatedBetween(DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        until = until < Until(now) ? until : Until(now);
        var rows = new PriorityQueue<IEnumerator<ReportUpdate>, long>();
        foreach (var row in Rows(from, until, now).Select(r => r.GetEnumerator()))
            if (row.MoveNext()) rows.Enqueue(row, -row.Current.At.UtcTicks);

        while (rows.TryDequeue(out var row, out _))
        {
            if (!IsHidden(row.Current.Number, now)) yield return row.Current;
            if (row.MoveNext()) rows.Enqueue(row, -row.Current.At.UtcTicks);
        }
    }

    // Reports of one course take each of its steps in the order in which they came in; so each step of each course is a row that is sorted already.
    IEnumerable<IEnumerable<ReportUpdate>> Rows(DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        for (var turn = 0; turn < ReportCourse.Count; turn++)
            for (var step = 0; step < ReportCourse.Of(turn).Count; step++)
                yield return StepsOf(turn, step, from, until, Count(now));

        yield return LaterBetween(from, until, now);
    }

    IEnumerable<ReportUpdate> StepsOf(int turn, int step, DateTimeOffset from, DateTimeOffset until, int count)
    {
        var taken = ReportCourse.Of(turn)[step];
        var last = FirstNotBefore(until - taken.After + TimeSpan.FromSeconds(1), count) - 1;
        last -= ((last - turn) % ReportCourse.Count + ReportCourse.Count) % ReportCourse.Count;
        for (var number = last; number >= 0; number -= ReportCourse.Count)
        {
            var at = RequestedAt(number) + taken.After;
            if (at < from) yield break;
            if (at <= until) yield return new ReportUpdate(number, step, at, taken);
        }
    }

    IEnumerable<ReportUpdate> LaterBetween(DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        for (var update = Updates(until < now ? until : now) - 1; update >= 0; update--)
        {
            var happened = Later(update);
            if (happened.At < from) yield break;
            yield return happened;
        }
    }

    IEnumerable<ReportUpdate> CourseOf(int number, DateTimeOffset now)
    {
        var course = ReportCourse.Of(number);
        for (var step = 0; step < course.Count; step++)
        {
            var at = RequestedAt(number) + course[step].After;
            if (at <= Until(now)) yield return new ReportUpdate(number, step, at, course[step]);
        }
    }

    ReportUpdate Later(long update)
    {
        var number = turns.At(update);
        var met = (int)(update / options.Cases);
        var tick = update + update / (TicksToNew - 1);
        return new ReportUpdate(number, LaterIds + met, start + options.ChangeEvery * (tick + 1), IsStory(number) ? ReportCourse.StoryRemark : ReportCourse.Later[met % ReportCourse.Later.Count]);
    }

    int TimesMet(int number, DateTimeOffset now)
    {
        if (number >= options.Cases) return 0;

        var (first, updates) = (FirstMeeting(number), Updates(now));
        return first >= updates ? 0 : (int)(1 + (updates - 1 - first) / options.Cases);
    }

    long FirstMeeting(int number) => turns.FirstOf(number);

    long Updates(DateTimeOffset now) => Ticks(now) - Ticks(now) / TicksToNew;

    long Ticks(DateTimeOffset now) => options.Frozen || now <= start ? 0 : (now - start).Ticks / options.ChangeEvery.Ticks;

    DateTimeOffset Until(DateTimeOffset now) => options.Frozen && now > start ? start : now;

    int FirstNotBefore(DateTimeOffset time, int count)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (RequestedAt(middle) >= time) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    int FindStory()
    {
        // Four days old: somebody has looked and ordered the work, and it is far from done.
        var number = FirstNotBefore(start - TimeSpan.FromDays(4), options.Cases) - 1;
        while (number > 0 && number % ReportCourse.Count != ReportCourse.WaitsForWork) number--;
        return number > 0 ? number : options.Cases - 1;
    }

    static DateTimeOffset WholeSecond(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
}
