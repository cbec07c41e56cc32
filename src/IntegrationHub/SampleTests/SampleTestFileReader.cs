using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;

namespace IntegrationHub.SampleTests;

/// <summary>Reads test files, <c>*.test.yaml</c>. They lie in <c>tests/</c> beside the mapping they test.</summary>
public static class SampleTestFileReader
{
    /// <summary>How the names of test files end.</summary>
    public const string Extension = ".test.yaml";

    static readonly string[] Outcomes = ["expect", "exactly", "quarantine", "skipped", "deleted"];
    static readonly string[] LaterKeys = ["forEach", "check", "apply", "index"];

    /// <summary>Reads a test file; null when there is an error in it. Everything that is wrong is reported, not only the first.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static SampleTestFile? Read(string file, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(diagnostics);

        var own = new DiagnosticBag();
        var text = TextFile.Read(file, own);
        var root = text is null ? null : YamlSection.Root(YamlTreeReader.Read(file, text, own), SampleTestKeys.File, own, TestCodes.Sections);
        var tests = root is null ? null : Read(file, root, own);
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : tests;
    }

    static SampleTestFile? Read(string file, YamlSection root, DiagnosticBag diagnostics)
    {
        var mapping = FindMapping(file, root.Text("mapping"), diagnostics);
        var shape = TargetShape.For(mapping?.Header.Target == "event@1" ? MappingTarget.Event : MappingTarget.Case);
        var tests = new List<SampleTest>();
        switch (root.Node("tests"))
        {
            case YamlList { Items.Count: > 0 } list:
                foreach (var item in list.Items)
                {
                    if (item is not YamlMap map)
                        diagnostics.Error(item.Place, TestCodes.WrongValue, "a test is a section with keys, beginning with name");
                    else if (ReadTest(file, YamlSection.Item(map, $"tests[{tests.Count}]", SampleTestKeys.Test, diagnostics, TestCodes.Sections), shape, diagnostics) is { } test)
                        tests.Add(test);
                }

                break;
            case null:
                diagnostics.Error(root.Place, TestCodes.MissingKey, "tests is missing: a list of tests");
                break;
            case var other:
                diagnostics.Error(other.Place, TestCodes.WrongValue, "tests must be a list of tests");
                break;
        }

        root.End();
        foreach (var twin in tests.GroupBy(t => t.Name, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
            diagnostics.Error(twin.Place, TestCodes.Twice, $"there is another test called '{twin.Name}'; each test has a name of its own");
        return mapping is null ? null : new SampleTestFile { File = file, MappingFile = mapping.Value.File, Tests = tests };
    }

    static (string File, MappingHeader Header)? FindMapping(string file, YamlText? name, DiagnosticBag diagnostics)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var beside = Path.GetFileName(folder) == "tests" ? Path.GetDirectoryName(folder)! : folder;
        var found = Directory.EnumerateFiles(beside, $"*{HubCatalog.MappingExtension}").Order(StringComparer.Ordinal)
            .Select(path => (File: Shown(path, file), Text: TextFile.Read(path, new DiagnosticBag())))
            .Select(f => (f.File, Header: MappingHeader.Read(f.File, f.Text ?? "")))
            .ToList();

        var place = name?.Place ?? new Place(file, 1, 1);
        var names = found.Select(f => f.Header.Name).OfType<string>().ToList();
        var chosen = name is null ? found : [.. found.Where(f => f.Header.Name == name.Text)];
        if (chosen.Count == 1) return chosen[0];

        diagnostics.Error(place, TestCodes.NoMapping, (name, found.Count) switch
        {
            (_, 0) => $"there is no mapping file, *{HubCatalog.MappingExtension}, in the folder above this one",
            (null, _) => $"there are several mappings; say which one is tested with 'mapping: NAME': {string.Join(", ", names)}",
            _ => $"there is no mapping '{name.Text}' in the folder above this one{DidYouMean.Hint(name.Text, names)}",
        });
        return null;
    }

    static string Shown(string path, string file) =>
        Path.IsPathRooted(file) ? path : Path.GetRelativePath(Directory.GetCurrentDirectory(), path);

    static SampleTest? ReadTest(string file, YamlSection section, TargetShape.Section shape, DiagnosticBag diagnostics)
    {
        foreach (var key in LaterKeys.Where(section.Has))
        {
            section.Node(key);
            diagnostics.Error(section.PlaceOf(key), TestCodes.NotYet, $"'{key}' is not there yet; this version tests one record at a time with {string.Join(", ", Outcomes)} and notes");
        }

        if (LaterKeys.Any(section.Has)) return null;

        var name = section.Text("name");
        var input = section.Text("input");
        var record = section.Number("record");
        var records = section.Text("records")?.Text;
        var patches = Patches(section, diagnostics);
        var notes = Notes(section, diagnostics);
        var expectation = ReadExpectation(section, shape, diagnostics);
        section.End();
        if (name is null || input is null || expectation is null) return null;

        var path = Path.Combine(Path.GetDirectoryName(file) ?? "", input.Text);
        if (!File.Exists(path)) diagnostics.Error(input.Place, TestCodes.NoSample, $"there is no sample '{input.Text}' (the path is relative to the test file)");
        return new SampleTest
        {
            Name = name.Text,
            Place = name.Place,
            Input = path,
            InputPlace = input.Place,
            Record = record,
            Records = records,
            Patches = patches,
            Expectation = expectation,
            Notes = notes,
        };
    }

    static Expectation? ReadExpectation(YamlSection section, TargetShape.Section shape, DiagnosticBag diagnostics)
    {
        var written = Outcomes.Where(section.Has).ToList();
        foreach (var outcome in Outcomes) section.Node(outcome);
        if (written.Count != 1)
        {
            diagnostics.Error(written.Count == 0 ? section.Place : section.PlaceOf(written[1]), TestCodes.Expectation,
                $"a test expects exactly one of {string.Join(", ", Outcomes)}{(written.Count == 0 ? "" : $", not {string.Join(" and ", written)}")}");
            return null;
        }

        var node = section.Node(written[0])!;
        if (written[0] == "skipped")
        {
            if (node is YamlText { Text: "true" }) return new Expectation.Skipped();

            diagnostics.Error(node.Place, TestCodes.WrongValue, $"{section.Path("skipped")} can only be true");
            return null;
        }

        if (node is not YamlMap map)
        {
            diagnostics.Error(node.Place, TestCodes.WrongValue, $"{section.Path(written[0])} must be a section with keys of its own");
            return null;
        }

        if (written[0] is "expect" or "exactly")
        {
            if (map.Entries.Count == 0) diagnostics.Error(map.Place, TestCodes.Expectation, "nothing is expected, so the test could not fail");
            return ExpectedReader.Read(map, shape, diagnostics) is { } fields ? new Expectation.Mapped(fields, written[0] == "exactly") : null;
        }

        var inner = section.Section(written[0]);
        Expectation expectation = written[0] == "quarantine"
            ? new Expectation.Quarantined(inner.Text("code")?.Text, inner.Text("field")?.Text)
            : new Expectation.Deleted(inner.OneOf<TombstoneReason>("reason"), inner.Flag("erased"));
        inner.End();
        return expectation;
    }

    static List<SamplePatch> Patches(YamlSection section, DiagnosticBag diagnostics)
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

    static List<ExpectedNote>? Notes(YamlSection section, DiagnosticBag diagnostics)
    {
        switch (section.Node("notes"))
        {
            case null:
                return null;
            case YamlList list:
                return [.. list.Items.Select(i => Note(i, section, diagnostics)).OfType<ExpectedNote>()];
            case var other:
                diagnostics.Error(other.Place, TestCodes.WrongValue, $"{section.Path("notes")} must be a list; [] expects none");
                return null;
        }
    }

    static ExpectedNote? Note(YamlNode node, YamlSection section, DiagnosticBag diagnostics)
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
