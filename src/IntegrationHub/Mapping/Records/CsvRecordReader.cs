using CsvHelper;
using IntegrationHub.Mapping.Values;
using IntegrationHub.Sources;

namespace IntegrationHub.Mapping.Records;

/// <summary>Fills a plan's slots from one row of a delimited file.</summary>
internal static class CsvRecordReader
{
    static readonly Failure NotARow = new("IH3010", "the row is malformed: a quote that is not closed, or text after a closing quote");
    static readonly Failure NoLayout = new("IH3012", "the row comes without its columns; the source must tell them");
    static readonly Failure MoreThanOne = new("IH3013", "the record is more than one row");

    /// <summary>Reads; null, or why it cannot be read.</summary>
    public static Failure? Read(ArraySegment<byte> utf8, CsvLayout? layout, CsvColumns columns, Evaluation run, int frame)
    {
        if (layout is null) return NoLayout;

        try
        {
            using var reader = CsvReader.Create(utf8.AsMemory(), columns.OptionsFor(layout));
            if (!reader.Read()) return new Failure("IH3014", $"the row is empty; {layout.Columns.Count} columns are expected");
            if (reader.FieldCount != layout.Columns.Count)
                return new Failure("IH3014", $"the row has {reader.FieldCount} columns; {layout.Columns.Count} are expected");

            if (columns.ProblemOf(layout) is { } problem) return problem;
            foreach (var (column, slot) in columns.SlotsOf(layout)) run.SlotAt(frame + slot) = SlotOf(reader.GetSpan(column), utf8, run);
            return reader.Read() ? MoreThanOne : null;
        }
        catch (CsvFormatException)
        {
            return NotARow;
        }
    }

    static Slot SlotOf(ReadOnlySpan<byte> field, ArraySegment<byte> row, Evaluation run)
    {
        if (row.AsSpan().Overlaps(field, out var offset)) return Slot.OfSlice(ValueKind.Utf8, row.Offset + offset, field.Length, isOwn: false);
        var room = run.Scratch(field.Length, out var at);
        field.CopyTo(room.AsSpan(at));
        return Slot.OfSlice(ValueKind.Utf8, at, field.Length, isOwn: true);
    }
}

/// <summary>Which column of a file goes to which slot; worked out once for each layout, because all rows of a file share theirs.</summary>
internal sealed class CsvColumns(RecordPlan plan)
{
    volatile Known? known;

    public (int Column, int Slot)[] SlotsOf(CsvLayout layout) => For(layout).Slots;

    /// <summary>Why rows of this layout cannot be mapped: a column that the mapping reads is not there, or there twice.</summary>
    public Failure? ProblemOf(CsvLayout layout) => For(layout).Problem;

    public CsvReaderOptions OptionsFor(CsvLayout layout) => For(layout).Options;

    Known For(CsvLayout layout)
    {
        if (known is { } last && ReferenceEquals(last.Layout, layout)) return last;

        var slots = new List<(int, int)>();
        var absent = new List<string>();
        var repeated = new List<string>();
        foreach (var field in plan.Root.Fields)
        {
            var places = Enumerable.Range(0, layout.Columns.Count).Where(i => layout.Columns[i] == field.Name).ToList();
            if (places.Count == 0) absent.Add($"'{field.Name}'");
            else if (places.Count > 1) repeated.Add($"'{field.Name}'");
            else slots.Add((places[0], field.Slot));
        }

        var problem = absent.Count > 0 ? new Failure("IH3015", $"the file has no column {string.Join(", ", absent)}")
            : repeated.Count > 0 ? new Failure("IH3015", $"the file has more than one column {string.Join(", ", repeated)}")
            : null;
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = layout.Delimiter,
            Quote = layout.Quote,
            Escape = layout.Quote,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            IncludeValuesInExceptions = false,
            TrackLineNumbers = false,
            SkipEmptyLines = false,
        };
        return known = new Known(layout, [.. slots], options, problem);
    }

    sealed record Known(CsvLayout Layout, (int Column, int Slot)[] Slots, CsvReaderOptions Options, Failure? Problem);
}
