using System.Globalization;
using System.Text.Json;
using IntegrationHub.Remapping;

namespace IntegrationHub.Cli;

/// <summary><c>ihub streams remap</c>: lets a changed mapping reach what is stored, now.</summary>
internal static class RemapCommand
{
    public static TaughtCommand Create(Toolbox toolbox, Terminal terminal)
    {
        var (stream, hub, format) = (StreamsCommand.OneStream(), CommonOptions.Hub(), CommonOptions.ObjectFormat("the result is"));
        var command = new TaughtCommand("remap", "Maps what is stored of a stream again with the mapping in force, without its vendor.",
            """
            A hub that runs its streams on schedules does this by itself, in the background; this does it now, to the end. It maps the last record that was kept of each case.
            What cannot be mapped any more goes to quarantine, and its case stays and says so. It stops when that would be more than quarantine.stopAbove of the stream.
            No case goes by it: what the mapping now calls gone, or leaves out, stays until its source says so, or until ihub streams rebuild.

            Exit codes: 0 nothing in the index is as an earlier mapping made it; 1 something is, or the stream is being run; 2 the hub cannot start.

            Examples:
              ihub streams remap byggr-permits
            """)
        {
            stream, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            if (OperatorSession.Find(session, parsed.GetValue(stream)!, terminal) is not { } name) return ExitCodes.Usage;

            var json = parsed.GetValue(format) == CommonOptions.Json;
            var done = await session.Hub.Remapping.RemapAsync(OperatorSession.Caller, name, told: null, cancellationToken);
            if (done is null) return StreamsCommand.Busy(name, terminal);
            if (json) terminal.Output.WriteLine(JsonSerializer.Serialize(Told(done), OperatorSession.Json));
            else terminal.Line($"{name}: {InWords(done)}", done.StillOld == 0 ? Styles.Good : Styles.Error);
            return done.StillOld == 0 ? ExitCodes.Good : ExitCodes.Findings;
        }, cancellationToken));
        return command;
    }

    /// <summary>How many are still as an earlier mapping made them, for a table.</summary>
    public static string InShort(RemapProgress? progress) => progress switch
    {
        null => "–",
        { StoppedAbove: not null } => $"{OperatorSession.Number(progress.StillOld)}, stopped",
        _ => OperatorSession.Number(progress.StillOld),
    };

    /// <summary>How far it has come, with what is to be done.</summary>
    public static string InWords(RemapProgress progress)
    {
        List<string> parts = [$"{OperatorSession.Number(progress.Total)} in the index, {OperatorSession.Number(progress.StillOld)} still as an earlier mapping made them"];
        if (progress.Changed + progress.Same > 0) parts.Add($"mapped again with {progress.To}: {OperatorSession.Number(progress.Changed)} came out different, {OperatorSession.Number(progress.Same)} as they were");
        if (progress.Left > 0) parts.Add($"{OperatorSession.Number(progress.Left)} are left");
        if (progress.StoppedAbove is { } share)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"it stopped because more than {share:P0} cannot be mapped: mend the mapping, or raise quarantine.stopAbove"));
        if (progress.Held > 0) parts.Add($"{OperatorSession.Number(progress.Held)} cannot be mapped any more (ihub quarantine list)");
        if (progress.LeftOut > 0) parts.Add($"{OperatorSession.Number(progress.LeftOut)} would leave by the mapping and stay until their source says so, or ihub streams rebuild");
        if (progress.OtherKey > 0) parts.Add($"{OperatorSession.Number(progress.OtherKey)} have another key now and stay until ihub streams rebuild");
        if (progress.NotOpened > 0) parts.Add($"{OperatorSession.Number(progress.NotOpened)} cannot be opened: put the key back that they were encrypted with");
        if (progress.NotKept > 0) parts.Add($"of {OperatorSession.Number(progress.NotKept)} no record was kept: they are mapped when their source sends them again, or by ihub streams rebuild");
        return string.Join("; ", parts);
    }

    /// <summary>The same for programs.</summary>
    public static object Told(RemapProgress progress) => new
    {
        progress.To.Mapping,
        progress.To.Version,
        progress.BeganAt,
        progress.EndedAt,
        progress.StoppedAbove,
        progress.Total,
        progress.Left,
        progress.StillOld,
        progress.NotKept,
        progress.Changed,
        progress.Same,
        progress.Held,
        progress.LeftOut,
        progress.OtherKey,
        progress.NotOpened,
    };
}
