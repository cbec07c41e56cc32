using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Nodes;
using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary><c>ihub nodes</c>: which processes share the index, and what each of them runs.</summary>
internal static class NodesCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var (hub, format) = (CommonOptions.Hub(), CommonOptions.ObjectFormat("the nodes are"));
        var command = new TaughtCommand("nodes", "Shows the processes that share the index, and which streams each of them has now.",
            """
            A node shows itself twice in the time that a lease lasts; one that has not for as long as two leases is gone: it was killed, stands still, or cannot reach the index.
            What it ran, others run when its lease has run out. What is said of it is kept for a day. One that ends in good order takes its row away. Nobody leads.
            A process that only passes is a command that runs a stream, ihub sync for instance. A clock that is off by more than five seconds is told.
            So is a node that runs the streams by a schedule of its own beside another one: each stream is then run more often than its file says.

            Exit codes: 0 all nodes live and their clocks are right; 1 one is gone, its clock is off, or it runs the streams apart; 2 the hub cannot start.

            Examples:
              ihub nodes
              ihub nodes --format json
            """)
        {
            hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            var nodes = await session.Hub.GetNodesAsync(cancellationToken);
            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { Nodes = nodes.Select(Told) }, OperatorSession.Json));
            else Write(session, nodes, terminal);
            return nodes.All(node => node.State != NodeState.Gone && !node.ClockIsOff && !node.RunsApart) ? ExitCodes.Good : ExitCodes.Findings;
        }, cancellationToken));
        return command;
    }

    static void Write(HubSession session, IReadOnlyList<NodeOverview> nodes, Terminal terminal)
    {
        if (nodes.Count == 0)
        {
            terminal.Line("No process shares the index now.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (string[])["Node", "State", "Started", "Seen", "Version", "Clock", "Runs"]) table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var node in nodes)
        {
            table.AddRow(
                Markup.Escape(node.Name),
                Markup.Escape(Words.Spaced(node.State)),
                Time(node.StartedAt),
                Time(node.SeenAt),
                Markup.Escape(node.Version ?? "–"),
                node.ClockOffset is { } offset ? Offset(offset) : "–",
                Markup.Escape(node.Runs.Count == 0 ? "–" : string.Join(", ", node.Runs.Select(run => run.Stream.Value))));
        }

        terminal.Write(table);
        foreach (var node in nodes.Where(n => n.State == NodeState.Gone))
            terminal.Line($"{node.Name} is gone since {Time(node.SeenAt)}. What it ran, another node runs.", Styles.Warning);
        foreach (var node in nodes.Where(n => n.ClockIsOff)) terminal.Line($"The clock of {node.Name} is off by {Offset(node.ClockOffset!.Value)}: set it by a time server.", Styles.Warning);

        foreach (var node in nodes.Where(n => n.RunsApart)) terminal.Line($"{node.Name} runs the streams by a schedule of its own, and so does another node: let them share the schedules (docs/schedules.md).", Styles.Warning);

        string Time(DateTimeOffset? at) => at is { } known ? OperatorSession.Time(session, known) : "–";
    }

    static string Offset(TimeSpan offset) => string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:+0.0;-0.0;0.0} s");

    static object Told(NodeOverview node) => new
    {
        node.Name,
        node.State,
        node.IsThis,
        node.StartedAt,
        node.Version,
        node.SeenAt,
        ClockOffsetSeconds = node.ClockOffset?.TotalSeconds,
        node.ClockIsOff,
        node.Schedule,
        node.RunsApart,
        Runs = node.Runs.Select(run => new { Stream = run.Stream.Value, run.Epoch, LeaseSeconds = run.LastsFor.TotalSeconds, Run = run.Run?.ToString(CultureInfo.InvariantCulture), run.StartedAt }),
    };
}
