using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Codes;
using IntegrationHub.Diagnostics;
using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary><c>ihub sync</c>: runs streams once.</summary>
internal static class SyncCommand
{
    static readonly string[] Options = ["--hub", "--format", "--help"];
    static readonly string[] Columns = ["Read", "Written", "Unchanged", "Skipped", "Quarantined", "Tombstoned", "Seconds"];
    static readonly JsonSerializerOptions Json = new(Words.Json) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var streams = new Argument<string[]>("streams") { Description = "The streams to run, by name. All of the hub unless given.", Arity = ArgumentArity.ZeroOrMore };
        var hub = CommonOptions.Hub();
        var format = CommonOptions.ObjectFormat("the result is");
        var command = new TaughtCommand("sync", "Runs streams once, one after the other, and tells what came of it.",
            """
            hub.yaml says where stream files, index and keys are. What stream files refer to as ${NAME} is taken from the environment;
            ${secret:NAME} from a file of that name in the folder that IHUB_SECRETS_DIR names, or else from the environment.
            A run goes on where the last one ended, so a sync can be repeated and stopped (Ctrl-C) at any time: what was committed stays.
            Every record that was read was written, unchanged, skipped or quarantined. Tombstoned are cases that left the source.

            Exit codes: 0 every stream succeeded; 1 a run failed or was incomplete, or another process has the stream; 2 the hub cannot start.

            Examples:
              ihub sync
              ihub sync byggr-permits --hub /etc/ihub/hub.yaml
              ihub sync --format json > result.json
            """)
        {
            streams, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => HubSession.UseAsync(
            parsed.GetValue(hub)!, toolbox, terminal, session => RunAsync(session, parsed.GetValue(streams)!, parsed.GetValue(format) == CommonOptions.Json, terminal, cancellationToken), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(HubSession session, string[] asked, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        var known = session.Hub.Streams.Select(s => s.Name).ToList();
        var wrong = asked.Where(a => !known.Contains(new StreamName(a))).ToList();
        foreach (var name in wrong)
        {
            await terminal.Error.WriteLineAsync(name.StartsWith('-')
                ? $"ihub: there is no option '{name}'{DidYouMean.Hint(name, Options)}"
                : $"ihub: there is no stream '{name}'{DidYouMean.Hint(name, known.Select(k => k.Value))}; {session.File.File} has {string.Join(", ", known)}");
        }

        if (wrong.Count > 0) return ExitCodes.Usage;

        var results = new List<StreamResult>();
        foreach (var stream in asked.Length == 0 ? known : [.. asked.Distinct(StringComparer.Ordinal).Select(a => new StreamName(a))])
            results.Add(await StreamResult.RunAsync(session.Hub, stream, TimeProvider.System, cancellationToken));

        var codes = results.ToDictionary(r => r.Stream, r => session.Hub.GetCodes(r.Stream));
        if (json) WriteJson(results, codes, terminal);
        else WriteText(results, codes, terminal);
        return results.All(r => r.Succeeded) ? ExitCodes.Good : ExitCodes.Findings;
    }

    static void WriteText(List<StreamResult> results, Dictionary<StreamName, IReadOnlyList<CodeCoverage>> codes, Terminal terminal)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("Stream").NoWrap());
        foreach (var column in Columns) table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        foreach (var (stream, _, counters, took, _) in results)
        {
            table.AddRow([
                Markup.Escape(stream.Value), Text(counters.Read), Text(counters.Written), Text(counters.Unchanged), Text(counters.Skipped),
                Text(counters.Quarantined), Text(counters.Tombstoned), took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
            ]);
        }

        terminal.Write(table);
        foreach (var result in results.Where(r => !r.Succeeded)) terminal.Write($"{result.Stream}: ").Write(result.Outcome, Styles.Error).Line($" {result.Fault}");
        foreach (var result in results)
            foreach (var advice in codes[result.Stream].Select(c => c.Advice).OfType<string>()) terminal.Write($"{result.Stream}: ").Line(advice, Styles.Warning);
    }

    static void WriteJson(List<StreamResult> results, Dictionary<StreamName, IReadOnlyList<CodeCoverage>> codes, Terminal terminal) =>
        terminal.Output.WriteLine(JsonSerializer.Serialize(
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
                    r.Outcome,
                    r.Fault,
                    Codes = codes[r.Stream] is { Count: > 0 } asked ? asked : null,
                }),
            },
            Json));

    static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
