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

    public Dictionary<string, CodeTable> Read(YamlNode? node)
    {
        var tables = new Dictionary<string, CodeTable>(StringComparer.Ordinal);
        if (node is null || Section.Map(node, "codes", diagnostics) is not { } codes) return tables;

        foreach (var entry in codes.Entries)
        {
            if (ReadTable(entry.Key, entry.Value) is { } table) tables.Add(entry.Key.Text, table);
        }

        return tables;
    }

    CodeTable? ReadTable(YamlText name, YamlNode node)
    {
        if (Section.Of(node, $"codes.{name.Text}", diagnostics, "map", "file", "unknown") is not { } table) return null;

        var unknown = UnknownCode.Quarantine;
        KnownText? constant = null;
        if (table.Text("unknown") is { } policy)
        {
            unknown = Array.IndexOf(Policies, policy.Text) is var index and >= 0 ? (UnknownCode)index : UnknownCode.Constant;
            if (unknown == UnknownCode.Constant) constant = new KnownText(policy.Text, policy.Place);
        }

        if (table.Has("map") == table.Has("file"))
        {
            diagnostics.Error(name.Place, MappingCodes.MissingKey, $"the code table '{name.Text}' has either 'map' or 'file'");
            return null;
        }

        var (columns, rows, separator) = table.Has("map") ? (1, ReadMap(table.Node("map")!, name.Text), (char?)null) : ReadFile(table);
        if (rows is null) return null;

        rows = Decided(rows, name.Text);
        CheckRows(rows, name.Text);
        return new CodeTable(name.Text, columns, rows, unknown, constant, name.Place) { Separator = separator };
    }

    List<CodeRow>? ReadMap(YamlNode node, string name)
    {
        if (Section.Map(node, $"codes.{name}.map", diagnostics) is not { } map) return null;

        var rows = new List<CodeRow>();
        foreach (var entry in map.Entries)
        {
            if (entry.Value is YamlText { IsEmpty: false } target) rows.Add(new CodeRow([entry.Key.Text], target.Text, target.Place));
            else diagnostics.Error(entry.Value.Place, MappingCodes.WrongShape, $"the code '{entry.Key.Text}' has no shared word");
        }

        return rows;
    }

    (int Columns, List<CodeRow>? Rows, char? Separator) ReadFile(Section table)
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

    // Rows without '*' can only be hidden by the same codes or by a row with '*' above them.
    void CheckRows(List<CodeRow> rows, string table)
    {
        var exact = new Dictionary<string, CodeRow>(StringComparer.Ordinal);
        var wild = new List<CodeRow>();
        foreach (var row in rows)
        {
            var codes = string.Join('\u0001', row.Sources);
            var above = exact.GetValueOrDefault(codes) ?? wild.Find(w => w.Covers(row));
            if (above is not null)
            {
                var shown = string.Join(" · ", row.Sources);
                diagnostics.Error(row.Place, MappingCodes.TableRows, above.Target == row.Target
                    ? $"the row '{shown}' of table '{table}' is never reached: line {above.Place.Line} matches the same; delete one"
                    : $"the row '{shown}' of table '{table}' contradicts line {above.Place.Line}: '{row.Target}' here, '{above.Target}' there; the first would win");
            }

            exact.TryAdd(codes, row);
            if (row.HasWildcard) wild.Add(row);
        }
    }
}
