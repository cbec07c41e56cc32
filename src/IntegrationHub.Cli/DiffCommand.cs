using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Workshop.Comparing;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Cli;

/// <summary><c>ihub diff</c>: what another version of a mapping changes in what comes out.</summary>
internal static class DiffCommand
{
    const int MostChanges = 5;

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var old = new Argument<string>("old") { Description = "The old mapping file, or its folder. With --records and one mapping only: the new one, compared with the one in force." };
        var now = new Argument<string?>("new") { Description = "The new mapping file, or its folder.", Arity = ArgumentArity.ZeroOrOne };
        var samples = new Option<string[]>("--samples") { Description = "Files or folders with records. The folder samples beside the new mapping unless given.", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
        var records = new Option<string?>("--records") { Description = "Instead of samples: a stream of the hub, whose kept records are compared.", HelpName = "STREAM" };
        var most = new Option<int?>("--most") { Description = "With --records: how many are compared at most. All of them unless given.", HelpName = "N" };
        var hub = CommonOptions.Hub();
        var each = CommonOptions.Each();
        var format = CommonOptions.ObjectFormat();
        var command = new TaughtCommand("diff", "Shows what another version of a mapping changes in what comes out of the same records.",
            """
            Both versions map the same records. Shown is, field by field, in how many records the value changed and from what to what; which records newly go to quarantine
            or come out of it; and whether the version was raised as it should be: the third number when nothing changes in what comes out, the second when values do,
            the first when keys, orders or deletions do, so that cases are other cases than before.
            Code tables are read beside each version; one that is not there is read beside the new one.

            With --records it is told of the real cases before the change reaches them: the last record of each, as it was kept in the index of hub.yaml, is mapped with both.
            Nothing is written. Records are told by their keys, and what the index would encrypt is masked (•••). Who compared is in the audit.

            Exit codes: 0 nothing differs; 1 something differs, or the version was not raised far enough; 2 a mapping cannot be read, there are no records, or the hub cannot start.

            Examples:
              git show HEAD:mappings/open311/fault-reports.mapping.yaml > old.mapping.yaml
              ihub diff old.mapping.yaml mappings/open311/fault-reports.mapping.yaml
              ihub diff main/mappings/byggr mappings/byggr --samples exports/ --each arende
              ihub diff new/byggr --records building-permits
            """)
        {
            old, now, samples, records, most, each, hub, format,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var asked = new Asked(parsed.GetValue(old)!, parsed.GetValue(now), parsed.GetValue(samples) ?? [], parsed.GetValue(each), parsed.GetValue(most), parsed.GetValue(format) == CommonOptions.Json);
            return parsed.GetValue(records) switch
            {
                { } stream when WrongWithRecords(asked) is { } wrong => Refuse($"{wrong} (--records {stream})", terminal),
                { } stream => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, session => OfStreamAsync(asked, stream, session, toolbox, terminal, cancellationToken), cancellationToken),
                null when asked.New is null => Refuse("name the new mapping too, or a stream to compare with the mapping in force with --records", terminal),
                null when asked.Most is not null => Refuse("--most goes with --records", terminal),
                null => OfSamplesAsync(asked, toolbox, terminal),
            };
        });
        return command;
    }

    sealed record Asked(string Old, string? New, string[] Samples, string? Each, int? Most, bool Json);

    static string? WrongWithRecords(Asked asked) =>
        asked.Samples.Length > 0 ? "give either --samples or --records"
        : asked.Each is not null ? "--each says where records are in samples"
        : asked.Most < 1 ? "--most is at least 1"
        : null;

    static async Task<int> OfSamplesAsync(Asked asked, Toolbox toolbox, Terminal terminal)
    {
        var diagnostics = new DiagnosticBag();
        var after = Read(asked.New!, null, diagnostics, toolbox, terminal);
        var before = Read(asked.Old, after?.File, diagnostics, toolbox, terminal);
        if (Refused(diagnostics, terminal) || before is null || after is null) return ExitCodes.Usage;

        string[] paths = asked.Samples.Length > 0 ? asked.Samples : [Path.Combine(Path.GetDirectoryName(after.File) ?? "", "samples")];
        if (paths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing) return await Refuse($"there is no file or folder '{missing}'; name records with --samples", terminal);

        var records = await SampleSet.ReadAsync(SampleSet.Files(paths, after.Mapping.Format), after, asked.Each);
        foreach (var reason in records.PassedOver) await terminal.Error.WriteLineAsync($"ihub: passed over {reason}");
        if (records.Records.Count == 0) return await Refuse($"there are no records in {string.Join(", ", paths)}", terminal);

        return Tell(MappingComparison.Of(before.Mapping, after.Mapping, records.Records), new Version(before.File, before.Mapping), new Version(after.File, after.Mapping), notOpened: 0, asked.Json, terminal);
    }

    static async Task<int> OfStreamAsync(Asked asked, string stream, HubSession session, Toolbox toolbox, Terminal terminal, CancellationToken cancellationToken)
    {
        if (OperatorSession.Find(session, stream, terminal) is not { } name) return ExitCodes.Usage;

        var inForce = new HubCatalog(session.File.StreamFolders, toolbox.Adapters, toolbox.Compile, TimeProvider.System).Reload().Find(name)!;
        var diagnostics = new DiagnosticBag();
        var after = Read(asked.New ?? asked.Old, null, diagnostics, toolbox, terminal);
        var before = asked.New is null ? null : Read(asked.Old, after?.File, diagnostics, toolbox, terminal);
        if (Refused(diagnostics, terminal) || after is null || (before is null && asked.New is not null)) return ExitCodes.Usage;

        var old = before is null ? new Version(null, inForce.Mapping) : new Version(before.File, before.Mapping);
        if (after.Mapping.Name != inForce.Mapping.Name) await terminal.Error.WriteLineAsync($"ihub: stream {name} is mapped by {inForce.Mapping.Name}, and {after.File} is the mapping {after.Mapping.Name}");
        var comparing = new ComparingMappings(old.Mapping, after.Mapping, inForce.Definition.ConfidentialityFloor);
        var notOpened = 0;
        await foreach (var kept in session.Hub.Remapping.ReadKeptAsync(OperatorSession.Caller, name, cancellationToken))
        {
            if (kept.Record is not { } record) notOpened++;
            else comparing.Add(kept.Key, record);
            if (comparing.Records == asked.Most) break;
        }

        var comparison = comparing.Result;
        if (comparison.Records == 0)
        {
            return await Refuse(notOpened > 0 ? $"none of the {notOpened} records that were kept of {name} can be opened: put the key back that they were encrypted with"
                : inForce.Definition.KeepsRecords ? $"nothing was kept of {name} yet: records are kept from the next read that holds them on"
                : $"{name} keeps no records: its file says records: none, or its floor is closed; compare samples instead", terminal);
        }

        return Tell(comparison, old, new Version(after.File, after.Mapping), notOpened, asked.Json, terminal);
    }

    static int Tell(MappingComparison comparison, Version before, Version after, int notOpened, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(
                new { Old = before.Told, New = after.Told, comparison.Records, NotOpened = notOpened, comparison.Differing, comparison.Outcomes, comparison.Fields, comparison.Needed, comparison.Told, comparison.VersionFits }, Words.Json));
        }
        else
        {
            WriteText(comparison, before.Mapping, after.Mapping, terminal);
            if (notOpened > 0) terminal.Line($"{Count(notOpened, "record")} could not be opened: a key of the ring is gone", Styles.Warning);
        }

        return comparison is { IsSame: true, VersionFits: true } ? ExitCodes.Good : ExitCodes.Findings;
    }

    static bool Refused(DiagnosticBag diagnostics, Terminal terminal)
    {
        foreach (var diagnostic in diagnostics.All.Where(d => d.Severity == Severity.Error)) DiagnosticPrinter.Text(diagnostic, terminal.OnErrorOutput());
        return diagnostics.HasErrors;
    }

    static async Task<int> Refuse(string why, Terminal terminal)
    {
        await terminal.Error.WriteLineAsync($"ihub: {why}");
        return ExitCodes.Usage;
    }

    // The file is not known of a mapping that is in force.
    sealed record Version(string? File, IMapping Mapping)
    {
        public object Told => new { File, Mapping.Name, Mapping.Version };
    }

    static MappingOnDisk? Read(string path, string? orBeside, DiagnosticBag diagnostics, Toolbox toolbox, Terminal terminal)
    {
        if (MappingOnDisk.Find(path, out var wrong) is { } file) return MappingOnDisk.Read(file, diagnostics, orBeside, toolbox.Functions);

        terminal.Error.WriteLine($"ihub: {wrong}");
        return null;
    }

    static void WriteText(MappingComparison comparison, IMapping before, IMapping after, Terminal terminal)
    {
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{after.Name} {before.Version} → {after.Version}: {Count(comparison.Records, "record")}, {comparison.Differing:N0} differ"), Styles.Quiet);
        foreach (var change in comparison.Outcomes)
            terminal.Write($"  {Count(change.Times, "record")} ", Styles.Warning).Line($"{change.From} → {change.To}{Example(change)}", change.To.StartsWith("quarantined", StringComparison.Ordinal) ? Styles.Error : null);
        foreach (var field in comparison.Fields)
        {
            terminal.Line(field.Field, Styles.Good);
            foreach (var change in field.Changes.Take(MostChanges)) terminal.Line($"  {Count(change.Times, "time")} {change.From} → {change.To}{Example(change)}");
            if (field.Changes.Count > MostChanges) terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  … {field.Changes.Count - MostChanges} other changes, {Count(field.Records, "record")} in all"), Styles.Quiet);
        }

        if (comparison.IsSame) terminal.Line("nothing differs in what comes out", Styles.Good);
        if (comparison.VersionFits) return;
        terminal.Line(comparison.Told == VersionBump.Backwards
            ? $"the version goes back from {before.Version} to {after.Version}"
            : comparison.Needed == VersionBump.Major
                ? $"{after.Version} is too little: keys, orders or deletions changed, so the first number of {before.Version} should be raised"
                : $"{after.Version} is too little: values changed, so at least the second number of {before.Version} should be raised", Styles.Error);
    }

    static string Example(ValueChange change) => change.Examples is [var first, ..] ? $"  ({first})" : "";

    static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");
}
