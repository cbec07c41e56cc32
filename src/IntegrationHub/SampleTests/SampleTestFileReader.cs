using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Targets;

namespace IntegrationHub.SampleTests;

/// <summary>Reads test files, <c>*.test.yaml</c>. They lie in <c>tests/</c> beside the mapping they test.</summary>
public static class SampleTestFileReader
{
    /// <summary>How the names of test files end.</summary>
    public const string Extension = ".test.yaml";

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
        var tests = root is null ? null : Read(file, text!, root, own);
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : tests;
    }

    static SampleTestFile? Read(string file, string text, YamlSection root, DiagnosticBag diagnostics)
    {
        var mapping = FindMapping(file, root.Text("mapping"), diagnostics);
        var reader = new SampleTestReader(file, text, TargetNames.Of(mapping?.Header.Target), diagnostics);
        var tests = new List<SampleTest>();
        switch (root.Node("tests"))
        {
            case YamlList { Items.Count: > 0 } list:
                foreach (var item in list.Items)
                {
                    if (item is not YamlMap map)
                        diagnostics.Error(item.Place, TestCodes.WrongValue, "a test is a section with keys, beginning with name");
                    else if (reader.Read(YamlSection.Item(map, $"tests[{tests.Count}]", SampleTestKeys.Test, diagnostics, TestCodes.Sections)) is { } test)
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
}
