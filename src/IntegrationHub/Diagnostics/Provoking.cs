namespace IntegrationHub.Diagnostics;

/// <summary>Makes whole files of the few lines that provoke a diagnostic.</summary>
internal static class Provoking
{
    const string MappingName = "example.mapping.yaml";

    /// <summary>A file on its own.</summary>
    public static DiagnosticExample OfFile(string name, string text) => new(text, [new ExampleFile(name, text)]);

    /// <summary>A mapping file of JSON records, with a key and a title, and these lines; <c>fields:</c> among them goes on after the title.</summary>
    public static DiagnosticExample OfMapping(string lines, string zone = "timezone: Europe/Stockholm\n", params ExampleFile[] beside) => new(lines, [new ExampleFile(MappingName, Whole(lines, zone, "json", "id")), .. beside]);

    /// <summary>A JSON record, and the lines of the mapping that cannot map it.</summary>
    public static DiagnosticExample OfRecord(string lines, string record, string zone = "timezone: Europe/Stockholm\n") => RecordOf(lines, record, "record.json", Whole(lines, zone, "json", "id"));

    /// <summary>An XML record, and the lines of the mapping that cannot map it.</summary>
    public static DiagnosticExample OfXml(string lines, string record) => RecordOf(lines, record, "record.xml", Whole(lines, "", "xml", "id"));

    /// <summary>A CSV row of the columns Id and Status, and the lines of the mapping that cannot map it.</summary>
    public static DiagnosticExample OfRow(string lines, string record) =>
        RecordOf(lines, record, "record.csv", Whole(lines, "", "csv", "Id").Replace("format: csv\n", "format: csv\n  csv: { columns: [Id, Status] }\n", StringComparison.Ordinal));

    /// <summary>A stream file of the adapter <c>files</c>, and its mapping; the lines are added, or stand for the line of the same key.</summary>
    public static DiagnosticExample OfStream(string lines, string adapter = "adapter: files\nconnection: { folder: drop, content: complete, format: json }\n") => new(lines.Length > 0 ? lines : adapter,
    [
        new ExampleFile("example.stream.yaml", Merged("stream: example\nsource: example\n" + adapter + "mapping: example\nread: { strategy: snapshot }\n", lines)),
        new ExampleFile(MappingName, Whole("", "", "json", "id")),
    ]);

    /// <summary>A <c>hub.yaml</c> with one stream of the source <c>permits</c>; the lines are added, or stand for the line of the same key.</summary>
    public static DiagnosticExample OfHub(string lines) => new(lines,
    [
        new ExampleFile("hub.yaml", Merged("tenant: sundby\ntimezone: Europe/Stockholm\nkeys: ../hub.keys\nstreams: [streams]\n", lines)),
        new ExampleFile("streams/example.stream.yaml", "stream: example\nsource: permits\nadapter: files\nconnection: { folder: drop, content: complete, format: json }\nmapping: example\nread: { strategy: snapshot }\n"),
        new ExampleFile("streams/" + MappingName, Whole("", "", "json", "id")),
    ]);

    /// <summary>A test file with a good sample beside it.</summary>
    public static DiagnosticExample OfTest(string text) => new(text,
    [
        new ExampleFile("tests/example.test.yaml", text),
        new ExampleFile("samples/one.json", """{ "id": "1" }"""),
        new ExampleFile(MappingName, Whole("", "", "json", "id")),
    ]);

    static DiagnosticExample RecordOf(string lines, string record, string file, string mapping) =>
        new($"{lines.TrimEnd('\n')}\n\n# {file}\n{record}", [new ExampleFile(MappingName, mapping), new ExampleFile(file, record)]) { Record = file };

    static string Whole(string lines, string zone, string format, string key)
    {
        var head = $"mapping: example\nversion: 1.0.0\ntarget: case@1\nsource:\n  system: example\n  format: {format}\n{zone}identity:\n  key: {key}\nfields:\n  title: const('A case')\n";
        return Merged(head, lines);
    }

    // Keys of the first level that both have: a section with lines below it is continued, anything else is replaced.
    static string Merged(string text, string lines)
    {
        var parts = Parts(text);
        foreach (var (key, written) in Parts(lines))
        {
            var at = parts.FindIndex(p => p.Key == key);
            if (at < 0) parts.Add((key, written));
            else if (written.TrimEnd('\n').Contains('\n', StringComparison.Ordinal) && parts[at].Text.TrimEnd('\n').Contains('\n', StringComparison.Ordinal) && !written.Contains(" #replaces", StringComparison.Ordinal))
                parts[at] = (key, parts[at].Text + written[(written.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
            else parts[at] = (key, written);
        }

        return string.Concat(parts.Select(p => p.Text));
    }

    static List<(string Key, string Text)> Parts(string text)
    {
        var parts = new List<(string Key, string Text)>();
        foreach (var line in text.Split('\n').SkipLast(text.EndsWith('\n') ? 1 : 0))
        {
            if (text.Length == 0) break;
            if (parts.Count > 0 && (line.Length == 0 || line[0] is ' ' or '#' or '-')) parts[^1] = (parts[^1].Key, parts[^1].Text + line + "\n");
            else parts.Add((line.Split(':')[0], line + "\n"));
        }

        return parts;
    }
}
