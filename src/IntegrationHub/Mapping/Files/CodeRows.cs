using IntegrationHub.Diagnostics;

namespace IntegrationHub.Mapping.Files;

/// <summary>Finds the rows of a code table that no record can reach or that contradict each other.</summary>
internal static class CodeRows
{
    public static void Check(List<CodeRow> rows, string table, DiagnosticBag diagnostics)
    {
        // Rows without '*' can only be hidden by the same codes or by a row with '*' above them.
        var exact = new Dictionary<string, CodeRow>(StringComparer.Ordinal);
        var wild = new List<CodeRow>();
        foreach (var row in rows)
        {
            var codes = string.Join('\u0001', row.Sources);
            if ((exact.GetValueOrDefault(codes) ?? wild.Find(w => w.Covers(row))) is { } above) Report(row, above, table, diagnostics);

            exact.TryAdd(codes, row);
            if (row.HasWildcard) wild.Add(row);
        }
    }

    static void Report(CodeRow row, CodeRow above, string table, DiagnosticBag diagnostics)
    {
        if (above.Target == row.Target)
        {
            diagnostics.Error(row.Place, MappingCodes.TableRows, $"the row '{Shown(row)}' of table '{table}' is never reached: line {above.Place.Line} matches the same; delete one");
            return;
        }

        diagnostics.Error(row.Place, MappingCodes.ContradictingRows,
            $"the row '{Shown(row)}' of table '{table}' contradicts line {above.Place.Line}: '{row.Target}' here, '{above.Target}' there; the first would win, so delete one or put the narrower one first");
    }

    static string Shown(CodeRow row) => string.Join(" · ", row.Sources);
}
