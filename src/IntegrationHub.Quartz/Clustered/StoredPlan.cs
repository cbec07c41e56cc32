using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Scheduling;

namespace IntegrationHub.Quartz;

/// <summary>A stream's next run as all nodes know it.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Schedule">Tells the schedule that it was planned by from others.</param>
/// <param name="PutAt">When that schedule was put in force: of two plans of a stream the later one counts.</param>
/// <param name="Next">The run that comes next.</param>
/// <param name="Before">The turn of the run that was begun when this one was planned; null when none was. If its node dies, it is this one that is done again.</param>
/// <param name="Waits">Whether that run was tried already, and somebody else had the stream.</param>
sealed record StoredPlan(StreamName Stream, string Schedule, DateTimeOffset PutAt, PlannedRun Next, DateTimeOffset? Before = null, bool Waits = false)
{
    const string PutAtKey = "put";
    const string Turn = "turn";
    const string At = "at";
    const string BeforeKey = "before";
    const string WaitsKey = "waits";

    /// <summary>The name of the job: another schedule is another job, so that a node which looked a moment too early takes nothing away that another has just planned.</summary>
    public string Name => NameOf(Stream, Schedule);

    /// <summary>The name of the job of a stream that is planned by a schedule.</summary>
    public static string NameOf(StreamName stream, string schedule) => $"{stream} {schedule}";

    /// <summary>What tells a schedule from others: two that say the same have the same.</summary>
    public static string Of(RunSchedule schedule) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{schedule.Every}|{schedule.Cron}|{schedule.Jitter}|{schedule.Windows}|{schedule.Misfire}"))).AsSpan(0, 6));

    /// <summary>What is written beside the time: Quartz keeps a time to the millisecond.</summary>
    public IReadOnlyDictionary<string, string> Write()
    {
        var written = new Dictionary<string, string> { [PutAtKey] = Text(PutAt), [Turn] = Text(Next.Turn), [At] = Text(Next.At) };
        if (Before is { } before) written[BeforeKey] = Text(before);
        if (Waits) written[WaitsKey] = "yes";
        return written;
    }

    /// <summary>Reads it; null when it was written by nobody who knows how.</summary>
    /// <param name="name">The name of the job.</param>
    /// <param name="find">What is written under a key.</param>
    public static StoredPlan? Read(string name, Func<string, string?> find)
    {
        if (name.Split(' ') is not [var stream, var schedule] || !HubName.IsValid(stream) || Time(find(PutAtKey)) is not { } putAt || Time(find(Turn)) is not { } turn || Time(find(At)) is not { } at) return null;

        return new StoredPlan(new StreamName(stream), schedule, putAt, new PlannedRun(turn, at), Time(find(BeforeKey)), find(WaitsKey) is not null);
    }

    static string Text(DateTimeOffset time) => time.UtcTicks.ToString(CultureInfo.InvariantCulture);

    static DateTimeOffset? Time(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
}
