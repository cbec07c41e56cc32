using System.Globalization;
using IntegrationHub.Hosting;
using IntegrationHub.Sync;
using Spectre.Console;

namespace ModelMunicipality.Running;

/// <summary>Shows how far a first read is.</summary>
interface IReadingProgress
{
    void Show(IReadOnlyList<StreamOverview> streams);
}

/// <summary>A table that changes in place.</summary>
sealed class LiveProgress(LiveDisplayContext display) : IReadingProgress
{
    public void Show(IReadOnlyList<StreamOverview> streams) => display.UpdateTarget(Table(streams));

    public static Table Table(IReadOnlyList<StreamOverview> streams)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Stream");
        foreach (var column in new[] { "Read", "Written", "Unchanged", "Quarantined" }) table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("State");
        foreach (var stream in streams)
        {
            var counters = stream.State?.LastRun?.Counters ?? default;
            table.AddRow(
                Markup.Escape($"{stream.Definition.Title} ({stream.Definition.Name})"),
                Text(counters.Read), Text(counters.Written), Text(counters.Unchanged), Text(counters.Quarantined), StateOf(stream.State));
        }

        return table;
    }

    static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string StateOf(StreamState? state) => state?.LastRun?.Outcome switch
    {
        null => "begins",
        RunOutcome.Running => "reads",
        RunOutcome.Succeeded => "[green]read[/]",
        var outcome => $"[red]{outcome}[/]",
    };
}

/// <summary>A line for each stream whenever it has come a good deal further: for logs and pipes.</summary>
sealed class LineProgress(TextWriter writer) : IReadingProgress
{
    const long Step = 1_000;

    readonly Dictionary<string, (long Read, RunOutcome Outcome)> shown = [];

    public void Show(IReadOnlyList<StreamOverview> streams)
    {
        foreach (var stream in streams)
        {
            if (stream.State?.LastRun is not { } run) continue;

            var name = stream.Definition.Name.Value;
            var (read, outcome) = shown.GetValueOrDefault(name, (0, RunOutcome.Running));
            // What the schedule runs afterwards is no part of the first read.
            if (outcome != RunOutcome.Running || (run.Outcome == outcome && run.Counters.Read < read + Step)) continue;

            shown[name] = (run.Counters.Read, run.Outcome);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: {run.Counters.Read} read, {run.Counters.Written} written, {run.Counters.Unchanged} unchanged, {run.Counters.Quarantined} quarantined{(run.Outcome == RunOutcome.Running ? "" : $" ({run.Outcome})")}"));
        }
    }
}
