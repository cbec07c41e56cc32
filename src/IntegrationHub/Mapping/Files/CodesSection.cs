using CsvHelper;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;

namespace IntegrationHub.Mapping.Files;

/// <summary>Reads the code tables of a mapping file, and the CSV files that some of them stand in.</summary>
internal sealed class CodesSection(MappingSource source, DiagnosticBag diagnostics)
{
    const int MaxRows = 20_000;
    const string Target = "target";
    const string Undecided = "TODO";

    static readonly string[] Policies = ["quarantine", "keep", "drop"];

    readonly List<(string Path, string Text)> files = [];

    /// <summary>The files that were read, for the fingerprint.</summary>
    public IReadOnlyList<(string Path, string Text)> Files => files;

    public Dictionary<string, CodeTable> Read(YamlSection codes)
    {
        var tables = new Dictionary<string, CodeTable>(StringComparer.Ordinal);
        foreach (var (name, _) in codes.Entries)
        {
            if (ReadTable(name, codes.Section(name.Text)) is { } table) tables.Add(name.Text, table);
        }

        return tables;
    }

    CodeTable? ReadTable(YamlText name, YamlSection table)
    {
        var unknown = UnknownCode.Quarantine;
        KnownText? constant = null;
        if (table.Text("unknown") is { } policy)
        {
            unknown = Array.IndexOf(Policies, policy.Text) is var index and >= 0 ? (UnknownCode)index : UnknownCode.Constant;
            if (unknown == UnknownCode.Constant) constant = new KnownText(policy.Text, policy.Place);
        }

        table.End();
        if (table.Has("map") == table.Has("file"))
        {
            diagnostics.Error(name.Place, MappingCodes.MissingKey, $"the code table '{name.Text}' has either 'map' or 'file'");
            return null;
        }

        var (columns, rows, separator) = table.Has("map") ? (1, ReadMap(table.Section("map")), (char?)null) : ReadFile(table);
        if (rows is null) return null;

        rows = Decided(rows, name.Text);
        CodeRows.Check(rows, name.Text, diagnostics);
        return new CodeTable(name.Text, columns, rows, unknown, constant, name.Place) { Separator = separator };
    }

    List<CodeRow> ReadMap(YamlSection map)
    {
        var rows = new List<CodeRow>();
        foreach (var entry in map.Entries)
        {
            if (entry.Value is YamlText { IsEmpty: false } target) rows.Add(new CodeRow([entry.Key.Text], target.Text, target.Place));
            else diagnostics.Error(entry.Value.Place, MappingCodes.WrongShape, $"the code '{entry.Key.Text}' has no shared word");
        }

        return rows;
    }

    (int Columns, List<CodeRow>? Rows, char? Separator) ReadFile(YamlSection table)
    {
        if (table.Text("file") is not { } path) return (0, null, null);
        if (source.ReadFile(path.Text) is not { } text)
        {
            diagnostics.Error(path.Place, MappingCodes.UnreadableTable, $"there is no file '{path.Text}' beside the mapping file");
            return (0, null, null);
        }

        files.Add((path.Text, text));
        var folder = source.File.LastIndexOfAny(['/', '\\']);
        return ReadRows(string.Concat(source.File.AsSpan(0, folder + 1), path.Text), text.TrimStart('\uFEFF'));
    }

    (int Columns, List<CodeRow>? Rows, char? Separator) ReadRows(string file, string text)
    {
        var header = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length);
        // A spreadsheet in Swedish writes semicolons.
        var separator = header.Contains(';') ? ';' : ',';
        var options = new CsvReaderOptions { HasHeader = false, Separator = separator, SkipEmptyLines = true, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw, IncludeValuesInExceptions = false };
        try
        {
            using var reader = CsvReader.FromText(text, options);
            if (!reader.Read()) return Wrong(file, 1, "the code table is empty; its first line names the columns");

            var names = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim()).ToList();
            var target = names.IndexOf(Target);
            if (target < 1) return Wrong(file, 1, $"the first line names one or more source columns, then the column '{Target}'; columns after it are notes");

            var rows = new List<CodeRow>();
            while (reader.Read())
            {
                var line = (int)reader.LineNumber;
                if (rows.Count == MaxRows) return Wrong(file, line, $"the code table has more than {MaxRows:N0} rows");
                if (reader.FieldCount <= target)
                {
                    Wrong(file, line, $"the row has {reader.FieldCount} columns; at least {target + 1} are expected");
                    continue;
                }

                var word = reader.GetString(target).Trim();
                if (word.Length == 0)
                {
                    Wrong(file, line, "the row has no shared word");
                    continue;
                }

                rows.Add(new CodeRow([.. Enumerable.Range(0, target).Select(i => reader.GetString(i).Trim())], word, new Place(file, line, 1)));
            }

            return (target, rows, separator);
        }
        catch (CsvFormatException)
        {
            return Wrong(file, 1, "the code table is malformed: a quote that is not closed, or text after a closing quote");
        }
    }

    (int Columns, List<CodeRow>? Rows, char? Separator) Wrong(string file, int line, string message)
    {
        diagnostics.Error(new Place(file, line, 1), MappingCodes.UnreadableTable, message);
        return (0, null, null);
    }

    // A draft writes the codes that it has seen and leaves their words to a person. Until then they are codes that the table does not have.
    List<CodeRow> Decided(List<CodeRow> rows, string table)
    {
        foreach (var row in rows.Where(r => r.Target == Undecided))
            diagnostics.Warning(row.Place, MappingCodes.UndecidedCode, $"the code '{string.Join(" · ", row.Sources)}' of table '{table}' has no shared word yet; write it in place of {Undecided}, or delete the row. Until then it counts as unknown");
        return [.. rows.Where(r => r.Target != Undecided)];
    }
}
