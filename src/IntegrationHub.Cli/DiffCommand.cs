using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Diagnostics;
using IntegrationHub.Workshop.Comparing;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Cli;

/// <summary><c>ihub diff</c>: what another version of a mapping changes in what comes out.</summary>
internal static class DiffCommand
{
    const int MostChanges = 5;

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var old = new Argument<string>("old") { Description = "The old mapping file, or its folder." };
        var now = new Argument<string>("new") { Description = "The new mapping file, or its folder." };
        var samples = new Option<string[]>("--samples") { Description = "Files or folders with records. The folder samples beside the new mapping unless given.", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
        var each = CommonOptions.Each();
        var format = CommonOptions.Format("How it is written: text for people, json for programs (one object and nothing else).");
        var command = new TaughtCommand("diff", "Shows what another version of a mapping changes in what comes out of the same records.",
            """
            Both versions map the same records. Shown is, field by field, in how many records the value changed and from what to what; which records newly go to quarantine
            or come out of it; and whether the version was raised as it should be: the third number when nothing changes in what comes out, the second when values do,
            the first when keys, orders or deletions do, so that cases are other cases than before.
            Code tables are read beside each version; one that is not there is read beside the new one.

            Exit codes: 0 nothing differs; 1 something differs, or the version was not raised far enough; 2 a mapping cannot be read, or there are no records.

            Examples:
              git show HEAD:mappings/open311/fault-reports.mapping.yaml > old.mapping.yaml
              ihub diff old.mapping.yaml mappings/open311/fault-reports.mapping.yaml
              ihub diff main/mappings/byggr mappings/byggr --samples exports/ --each arende
            """)
        {
            old, now, samples, each, format,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(old)!, parsed.GetValue(now)!, parsed.GetValue(samples) ?? [], parsed.GetValue(each), parsed.GetValue(format) == CommonOptions.Json, toolbox, terminal));
        return command;
    }

    static async Task<int> RunAsync(string old, string now, string[] asked, string? each, bool json, Toolbox toolbox, Terminal terminal)
    {
        var diagnostics = new DiagnosticBag();
        var after = Read(now, null, diagnostics, toolbox, terminal);
        var before = Read(old, after?.File, diagnostics, toolbox, terminal);
        foreach (var diagnostic in diagnostics.All.Where(d => d.Severity == Severity.Error)) DiagnosticPrinter.Text(diagnostic, terminal.OnErrorOutput());
        if (before is null || after is null) return ExitCodes.Usage;

        string[] paths = asked.Length > 0 ? asked : [Path.Combine(Path.GetDirectoryName(after.File) ?? "", "samples")];
        if (paths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing)
        {
            await terminal.Error.WriteLineAsync($"ihub: there is no file or folder '{missing}'; name records with --samples");
            return ExitCodes.Usage;
        }

        var records = await SampleSet.ReadAsync(SampleSet.Files(paths, after.Mapping.Format), after, each);
        foreach (var reason in records.PassedOver) await terminal.Error.WriteLineAsync($"ihub: passed over {reason}");
        if (records.Records.Count == 0)
        {
            await terminal.Error.WriteLineAsync($"ihub: there are no records in {string.Join(", ", paths)}");
            return ExitCodes.Usage;
        }

        var comparison = MappingComparison.Of(before.Mapping, after.Mapping, records.Records);
        if (json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { Old = Version(before), New = Version(after), comparison.Records, comparison.Differing, comparison.Outcomes, comparison.Fields, comparison.Needed, comparison.Told, comparison.VersionFits }, Words.Json));
        else WriteText(comparison, before, after, terminal);
        return comparison is { IsSame: true, VersionFits: true } ? ExitCodes.Good : ExitCodes.Findings;
    }

    static MappingOnDisk? Read(string path, string? orBeside, DiagnosticBag diagnostics, Toolbox toolbox, Terminal terminal)
    {
        if (MappingOnDisk.Find(path, out var wrong) is { } file) return MappingOnDisk.Read(file, diagnostics, orBeside, toolbox.Functions);

        terminal.Error.WriteLine($"ihub: {wrong}");
        return null;
    }

    static object Version(MappingOnDisk mapping) => new { mapping.File, mapping.Mapping.Name, mapping.Mapping.Version };

    static void WriteText(MappingComparison comparison, MappingOnDisk before, MappingOnDisk after, Terminal terminal)
    {
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{after.Mapping.Name} {before.Mapping.Version} → {after.Mapping.Version}: {Count(comparison.Records, "record")}, {comparison.Differing} differ"), Styles.Quiet);
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
            ? $"the version goes back from {before.Mapping.Version} to {after.Mapping.Version}"
            : comparison.Needed == VersionBump.Major
                ? $"{after.Mapping.Version} is too little: keys, orders or deletions changed, so the first number of {before.Mapping.Version} should be raised"
                : $"{after.Mapping.Version} is too little: values changed, so at least the second number of {before.Mapping.Version} should be raised", Styles.Error);
    }

    static string Example(ValueChange change) => change.Examples is [var first, ..] ? $"  ({first})" : "";

    static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}
