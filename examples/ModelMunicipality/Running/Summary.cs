using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace ModelMunicipality.Running;

/// <summary>What a <c>--once</c> did, for people and for programs.</summary>
static class Summary
{
    static readonly string[] Columns = ["Read", "Written", "Unchanged", "Skipped", "Quarantined", "Tombstoned", "Seconds"];

    /// <summary><c>{"streams":[{name, read, written, unchanged, skipped, quarantined, tombstoned, seconds}]}</c> on one line.</summary>
    public static string Json(IReadOnlyList<StreamResult> results) => JsonSerializer.Serialize(
        new
        {
            Streams = results.Select(r => new
            {
                Name = r.Stream.Value,
                r.Counters.Read,
                r.Counters.Written,
                r.Counters.Unchanged,
                r.Counters.Skipped,
                r.Counters.Quarantined,
                r.Counters.Tombstoned,
                Seconds = Math.Round(r.Took.TotalSeconds, 2),
            }),
        },
        JsonSerializerOptions.Web);

    /// <summary>Prints a table.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<StreamResult> results)
    {
        // In a pipe nobody has to scroll sideways.
        if (Console.IsOutputRedirected) console.Profile.Width = 120;
        var table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("Stream").NoWrap());
        foreach (var column in Columns) table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        foreach (var result in results)
        {
            var counters = result.Counters;
            table.AddRow([
                Markup.Escape(result.Stream.Value), Text(counters.Read), Text(counters.Written), Text(counters.Unchanged), Text(counters.Skipped),
                Text(counters.Quarantined), Text(counters.Tombstoned), result.Took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
            ]);
        }

        console.Write(table);
    }

    static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
