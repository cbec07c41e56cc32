using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Scheduling;

namespace IntegrationHub.Streams;

/// <summary>Reads the sections that say when a stream is read and how old its data may get: <c>schedule:</c> and <c>freshness:</c>.</summary>
internal static class ScheduleSection
{
    static readonly TimeSpan Year = TimeSpan.FromDays(366);

    public static RunSchedule Read(YamlSection section, DiagnosticBag diagnostics)
    {
        var every = section.Duration("every");
        var cron = Cron(section, diagnostics);
        if (section.Has("every") && section.Has("cron"))
            diagnostics.Error(section.PlaceOf("cron"), StreamCodes.Contradiction, $"{section.Path("every")} and {section.Path("cron")} both say when the stream is read; take one away");

        var schedule = new RunSchedule
        {
            Every = cron is null ? every : null,
            Cron = cron,
            Jitter = section.Duration("jitter") ?? TimeSpan.Zero,
            Windows = Windows(section, diagnostics),
            Misfire = section.OneOf<MisfirePolicy>("misfire") ?? MisfirePolicy.RunOnce,
        };
        section.End();

        if (schedule.Every is { } interval && schedule.Jitter >= interval && schedule.Jitter > TimeSpan.Zero)
        {
            diagnostics.Error(section.PlaceOf("jitter"), StreamCodes.Contradiction,
                $"{section.Path("jitter")} ({ValueSyntax.Text(schedule.Jitter)}) must be shorter than {section.Path("every")} ({ValueSyntax.Text(interval)}), or runs would be left out");
        }

        return schedule;
    }

    /// <summary>How old the data may get before an answer calls it stale. Unless the file says so: the longest time between two reads, and two reads that may be missed.</summary>
    public static TimeSpan Freshness(YamlSection section, YamlSection scheduleSection, RunSchedule schedule, DiagnosticBag diagnostics)
    {
        var goal = section.Duration("goal");
        section.End();
        if (RunRhythm.Of(schedule) is not { } rhythm)
        {
            var (at, what) = schedule.Windows.AreAlwaysOpen
                ? ("cron", $"{scheduleSection.Path("cron")} names a day that never comes")
                : ("windows", $"none of the times of {scheduleSection.Path("cron")} falls into {scheduleSection.Path("windows")}");
            diagnostics.Error(scheduleSection.PlaceOf(at), StreamCodes.Contradiction, $"{what}, so the stream would never be read; change one of them");
            return goal ?? Year;
        }

        if (goal < rhythm.Longest)
        {
            var longest = schedule is { Every: not null, Windows.AreAlwaysOpen: true }
                ? $"{scheduleSection.Path("every")} ({ValueSyntax.Text(rhythm.Longest)})"
                : $"the longest time between two reads of the schedule ({ValueSyntax.Text(rhythm.Longest)})";
            diagnostics.Warning(section.PlaceOf("goal"), StreamCodes.Stale, $"{section.Path("goal")} ({ValueSyntax.Text(goal.Value)}) is shorter than {longest}: the stream counts as stale between its reads");
        }

        var standard = TimeSpan.FromMinutes(15);
        return goal ?? (rhythm.Patience > standard ? rhythm.Patience : standard);
    }

    static CronTimes? Cron(YamlSection section, DiagnosticBag diagnostics)
    {
        if (section.Text("cron") is not { } text) return null;
        if (CronTimes.Read(text.Text, out var cron) is not { } wrong) return cron;

        diagnostics.Error(text.Place, StreamCodes.WrongValue, $"{section.Path("cron")}: '{text.Text}' {wrong}");
        return null;
    }

    static RunWindows Windows(YamlSection section, DiagnosticBag diagnostics)
    {
        IReadOnlyList<YamlNode> items;
        switch (section.Node("windows"))
        {
            case null:
                return RunWindows.Always;
            case YamlList { Items.Count: > 0 } list:
                items = list.Items;
                break;
            case YamlText { IsEmpty: false } one:
                items = [one];
                break;
            case var other:
                diagnostics.Error(other.Place, StreamCodes.WrongValue, $"{section.Path("windows")} must be a list of windows, for instance [\"06:00-20:00\"]");
                return RunWindows.Always;
        }

        var windows = new List<RunWindow>();
        foreach (var item in items)
        {
            var text = item as YamlText;
            var wrong = text is null ? "must be a text" : RunWindow.Read(text.Text, out var window) is { } fault ? $"'{text.Text}' {fault}" : Take(window);
            if (wrong is not null) diagnostics.Error(item.Place, StreamCodes.WrongValue, $"{section.Path("windows")}: {wrong}");
        }

        return [.. windows];

        string? Take(RunWindow? window)
        {
            windows.Add(window!);
            return null;
        }
    }
}
