using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;

namespace IntegrationHub.SampleTests;

/// <summary>Reads the tests of one test file, one after the other.</summary>
/// <param name="file">The file's path.</param>
/// <param name="text">What stands in it.</param>
/// <param name="target">What the mapping makes.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class SampleTestReader(string file, string text, MappingTarget target, DiagnosticBag diagnostics)
{
    static readonly string[] Outcomes = ["expect", "exactly", "quarantine", "skipped", "deleted", "index", "check", "snapshot"];
    static readonly string[] Samples = ["input", "apply", "forEach"];

    readonly TargetShape.Section shape = TargetShape.For(target);

    /// <summary>The test; null when something is missing, which is reported.</summary>
    public SampleTest? Read(YamlSection section)
    {
        var name = section.Text("name");
        var samples = Only(section, Samples, "names its samples with");
        var outcome = Only(section, Outcomes, "expects");
        var inputs = samples is null ? null : Inputs(section, samples);
        var notes = Notes(section);
        foreach (var key in Outcomes.Concat(Samples)) section.Node(key);
        var expectation = outcome is null ? null : ReadExpectation(section, outcome);
        section.End();
        if (samples is not null && outcome is not null && !GoTogether(section, samples, outcome)) return null;
        if (name is null || inputs is null || expectation is null) return null;

        return new SampleTest { Name = name.Text, Place = name.Place, Inputs = inputs, Expectation = expectation, Notes = notes };
    }

    string? Only(YamlSection section, string[] keys, string verb)
    {
        var written = keys.Where(section.Has).ToList();
        if (written.Count == 1) return written[0];

        diagnostics.Error(written.Count == 0 ? section.Place : section.PlaceOf(written[1]), TestCodes.Expectation,
            $"a test {verb} exactly one of {string.Join(", ", keys)}{(written.Count == 0 ? "" : $", not {string.Join(" and ", written)}")}");
        return null;
    }

    bool GoTogether(YamlSection section, string samples, string outcome)
    {
        var wrong = (samples, outcome) switch
        {
            ("apply", not "index") => "'apply' is for 'index': what the index holds after the records",
            (not "apply", "index") => "'index' is for 'apply': what the index holds after the records",
            ("forEach", not "check") => "'forEach' is for 'check': a condition that is true of every record",
            ("apply", "index") when target != MappingTarget.Case => $"'apply' is for mappings of cases: {(target == MappingTarget.Event ? "an event" : "a contact")} alone is no case that the index could show",
            _ => null,
        };
        if (wrong is not null) diagnostics.Error(section.PlaceOf(samples), TestCodes.KeysApart, wrong);
        return wrong is null;
    }

    List<SampleInput> Inputs(YamlSection section, string samples)
    {
        var shared = new SampleInput { File = "", Place = section.PlaceOf(samples), Record = section.Number("record"), Records = section.Text("records")?.Text, Patches = Patches(section) };
        if (samples == "input") return section.Text("input") is { } input && Find(input) is { } path ? [shared with { File = path, Place = input.Place }] : [];
        if (samples == "forEach") return [.. section.Texts("forEach").SelectMany(Matching).Select(f => shared with { File = f.File, Place = f.Place })];

        foreach (var key in (string[])["record", "records", "with"])
            if (section.Has(key)) diagnostics.Error(section.PlaceOf(key), TestCodes.KeysApart, $"with 'apply' each record has its own '{key}': write - {{ input: …, {key}: … }}");
        return [.. Applied(section)];
    }

    IEnumerable<SampleInput> Applied(YamlSection section)
    {
        var node = section.Node("apply");
        if (node is not YamlList { Items.Count: > 0 } list)
        {
            diagnostics.Error(node?.Place ?? section.Place, TestCodes.WrongValue, $"{section.Path("apply")} must be a list of samples");
            yield break;
        }

        foreach (var item in list.Items)
        {
            switch (item)
            {
                case YamlText { IsEmpty: false } one:
                    if (Find(one) is { } path) yield return new SampleInput { File = path, Place = one.Place };
                    break;
                case YamlMap map:
                    var part = YamlSection.Item(map, section.Path("apply"), SampleTestKeys.Applied, diagnostics, TestCodes.Sections);
                    var input = part.Text("input");
                    var read = new SampleInput { File = "", Place = map.Place, Record = part.Number("record"), Records = part.Text("records")?.Text, Patches = Patches(part) };
                    part.End();
                    if (input is not null && Find(input) is { } file) yield return read with { File = file, Place = input.Place };
                    break;
                default:
                    diagnostics.Error(item.Place, TestCodes.WrongValue, $"{section.Path("apply")}: a record is a sample, or a section with input, record, records and with");
                    break;
            }
        }
    }

    string? Find(YamlText input)
    {
        var path = Beside(input.Text);
        if (File.Exists(path)) return path;

        diagnostics.Error(input.Place, TestCodes.NoSample, $"there is no sample '{input.Text}' (the path is relative to the test file)");
        return null;
    }

    List<(string File, Place Place)> Matching(YamlText pattern)
    {
        var path = Beside(pattern.Text);
        var folder = Path.GetDirectoryName(path) ?? "";
        var found = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList() : [];
        if (found.Count == 0) diagnostics.Error(pattern.Place, TestCodes.NoSample, $"no sample is called '{pattern.Text}' (the path is relative to the test file; * and ? stand in the file's name only)");
        return [.. found.Select(f => (f, pattern.Place))];
    }

    string Beside(string path) => Path.Combine(Path.GetDirectoryName(file) ?? "", path);

    Expectation? ReadExpectation(YamlSection section, string outcome)
    {
        var node = section.Node(outcome)!;
        switch (outcome)
        {
            case "skipped":
                if (node is YamlText { Text: "true" }) return new Expectation.Skipped();

                diagnostics.Error(node.Place, TestCodes.WrongValue, $"{section.Path("skipped")} can only be true");
                return null;
            case "check":
                return section.Text("check") is { } condition && CheckExpression.Compile(condition, text, target, diagnostics) is { } check ? new Expectation.Holds(check) : null;
            case "snapshot":
                return section.Text("snapshot") is { } name ? Snapshot(name) : null;
        }

        if (node is not YamlMap map)
        {
            diagnostics.Error(node.Place, TestCodes.WrongValue, $"{section.Path(outcome)} must be a section with keys of its own");
            return null;
        }

        return outcome switch
        {
            "expect" or "exactly" => Fields(map) is { } fields ? new Expectation.Mapped(fields, outcome == "exactly") : null,
            "index" => Index(map, section.Path("index")),
            "quarantine" => Quarantined(section.Section(outcome)),
            _ => Deleted(section.Section(outcome)),
        };
    }

    Expected.Section? Fields(YamlMap map)
    {
        if (map.Entries.Count == 0) diagnostics.Error(map.Place, TestCodes.Expectation, "nothing is expected, so the test could not fail");
        return ExpectedReader.Read(map, shape, diagnostics);
    }

    // Its own keys are read here, and the rest are fields of the case.
    Expectation.Indexed? Index(YamlMap map, string path)
    {
        var own = YamlSection.Item(map, path, SampleTestKeys.Index, diagnostics, TestCodes.Sections);
        var (key, removed, absent, held) = (own.Text("key")?.Text, own.OneOf<TombstoneReason>("removed"), own.Flag("absent"), own.Flag("held"));
        var rest = new YamlMap(map.Place, [.. map.Entries.Where(e => SampleTestKeys.Index.Find(e.Key.Text) is null)]);
        if (map.Entries.Count == 0) diagnostics.Error(map.Place, TestCodes.Expectation, "nothing is expected, so the test could not fail");
        if (absent == false) diagnostics.Error(own.PlaceOf("absent"), TestCodes.WrongValue, $"{path}.absent can only be true");
        if ((removed is not null || absent == true) && rest.Entries.Count > 0) diagnostics.Error(rest.Entries[0].Key.Place, TestCodes.KeysApart, "a case that is not there has no fields");
        if (removed is not null && absent == true) diagnostics.Error(own.PlaceOf("absent"), TestCodes.KeysApart, "a case that was removed was there: write one of 'removed' and 'absent'");
        return ExpectedReader.Read(rest, shape, diagnostics) is { } fields ? new Expectation.Indexed(key, fields, removed, absent == true, held) : null;
    }

    Expectation.Snapshot? Snapshot(YamlText name)
    {
        if (name.Text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_') && name.Text.Length <= 100) return new Expectation.Snapshot(Beside(Path.Combine("expected", name.Text + ".json")));

        diagnostics.Error(name.Place, TestCodes.SnapshotName, $"'{name.Text}' is no name of a snapshot: letters, digits, '-' and '_'; it becomes expected/NAME.json");
        return null;
    }

    static Expectation.Quarantined Quarantined(YamlSection section)
    {
        var read = new Expectation.Quarantined(section.Text("code")?.Text, section.Text("field")?.Text);
        section.End();
        return read;
    }

    static Expectation.Deleted Deleted(YamlSection section)
    {
        var read = new Expectation.Deleted(section.OneOf<TombstoneReason>("reason"), section.Flag("erased"));
        section.End();
        return read;
    }

    List<SamplePatch> Patches(YamlSection section)
    {
        var patches = new List<SamplePatch>();
        foreach (var (key, value) in section.Section("with").Entries)
        {
            if (FieldPath.Parse(key.Text) is { } steps)
                patches.Add(new SamplePatch(key.Text, steps, value, key.Place));
            else
                diagnostics.Error(key.Place, TestCodes.Patch, $"'{key.Text}' is no path into the sample; write for instance permit.fees[0].amount");
        }

        return patches;
    }

    List<ExpectedNote>? Notes(YamlSection section)
    {
        switch (section.Node("notes"))
        {
            case null:
                return null;
            case YamlList list:
                return [.. list.Items.Select(i => Note(i, section)).OfType<ExpectedNote>()];
            case var other:
                diagnostics.Error(other.Place, TestCodes.WrongValue, $"{section.Path("notes")} must be a list; [] expects none");
                return null;
        }
    }

    ExpectedNote? Note(YamlNode node, YamlSection section)
    {
        if (node is YamlText { IsEmpty: false } code) return new ExpectedNote(code.Text, null, null);
        if (node is not YamlMap map)
        {
            diagnostics.Error(node.Place, TestCodes.WrongValue, $"{section.Path("notes")}: a note is a code, or a section with code, field and unknownCode");
            return null;
        }

        var note = YamlSection.Item(map, section.Path("notes"), SampleTestKeys.Note, diagnostics, TestCodes.Sections);
        var read = new ExpectedNote(note.Text("code")?.Text, note.Text("field")?.Text, note.Text("unknownCode")?.Text);
        note.End();
        if (map.Entries.Count == 0) diagnostics.Error(map.Place, TestCodes.Expectation, "a note is expected by its code, field or unknownCode");
        return read;
    }
}
