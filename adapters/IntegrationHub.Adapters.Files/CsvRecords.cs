using System.Globalization;
using System.Text;
using System.Text.Unicode;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Files;

/// <summary>The rows of a delimited file.</summary>
/// <param name="name">The file's name.</param>
/// <param name="stream">The file from behind its byte order mark, in <paramref name="encoding"/>.</param>
/// <param name="encoding">A charset in which every ASCII character is its own byte.</param>
/// <param name="options">The settings.</param>
internal sealed class CsvRecords(string name, Stream stream, Encoding encoding, FilesOptions options) : FileRecords(name)
{
    readonly RecordWindow window = new(stream, options.MaxRecordSize);
    readonly bool isUtf8 = encoding.CodePage == Encoding.UTF8.CodePage;
    readonly byte totalsStart = options.TotalsRow is { } word ? encoding.GetBytes(word)[0] : (byte)0;
    CsvLayout? layout;
    long line = 1;
    long rows;
    bool totalsSeen;

    public override async ValueTask<SourceRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        layout ??= await ReadLayoutAsync(cancellationToken);
        var row = await ReadRowAsync(cancellationToken);
        if (row is null && options.TotalsRow is not null && !totalsSeen)
            throw Cut(string.Create(CultureInfo.InvariantCulture, $"has no last row that begins with '{options.TotalsRow}'"));
        if (row is not { } found) return null;

        CheckTotals(found);
        return new SourceRecord
        {
            Content = found.Bytes,
            Format = RecordFormat.Csv,
            Charset = encoding.WebName,
            Layout = layout,
            Where = Place(found.Line),
            Broken = found.Broken ?? Unreadable(found.Bytes),
        };
    }

    async ValueTask<CsvLayout> ReadLayoutAsync(CancellationToken cancellationToken)
    {
        var columns = options.Columns;
        if (options.Header)
        {
            if (await ReadRowAsync(cancellationToken) is not { Broken: null } header)
                throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"{Name} has no header that can be read in its first line");

            if (Unreadable(header.Bytes) is { } unreadable)
                throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"{Name}, header: {unreadable}");

            columns = CsvColumns.Parse(Decode(header.Bytes), options.Delimiter, options.Quote);
            if (CsvColumns.Compare(columns, options.Columns) is { } fault)
            {
                throw new UnreadableAnswerException(
                    FaultCodes.UnexpectedContent,
                    $"{Name} has another header than agreed: {fault}. Nothing of it was read; have it delivered with the agreed columns, or change connection.columns and the mapping");
            }
        }

        return new CsvLayout(columns, options.Delimiter, options.Quote);
    }

    string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"{Name}: the header is not {encoding.WebName}; see connection.encoding", e);
        }
    }

    async ValueTask<Row?> ReadRowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var scan = Scan();
            if (scan.Verdict == RowVerdict.NeedMore)
            {
                if (await window.FillAsync(cancellationToken)) continue;
                if (window.Full && !window.AtEnd) return await GiveUpAsync(cancellationToken);
                scan = Scan();
            }

            if (window.Span.IsEmpty) return null;

            var at = line;
            var bytes = window.Span[..scan.Length].ToArray();
            // A row over several lines that is no row after all: only its first line is broken, the others begin anew.
            if (scan.OverLines && layout is not null && !CsvColumns.IsOneRow(bytes, layout.Columns.Count, options.Delimiter, options.Quote))
            {
                scan = RowScan.FirstLine(window.Span, final: true);
                bytes = bytes[..scan.Length];
            }

            line += scan.OverLines ? 1 + LineBreaks(bytes) : 1;
            window.Advance(scan.Consumed);
            // An empty line is none of the rows.
            if (bytes.Length == 0) continue;

            return new Row(bytes, at, scan.Verdict == RowVerdict.UnclosedQuote ? Unclosed : null);
        }
    }

    const string Unclosed = "a quote is opened and not closed in this row";

    RowScan Scan() => RowScan.Find(window.Span, window.AtEnd, (byte)options.Delimiter, (byte)options.Quote, layout?.Columns.Count ?? int.MaxValue);

    // The window is full and the row has not ended. Either a quote was left open, or the line itself is too long.
    async ValueTask<Row> GiveUpAsync(CancellationToken cancellationToken)
    {
        var at = line++;
        var first = RowScan.FirstLine(window.Span, final: true);
        if (first.Consumed > first.Length)
        {
            var bytes = window.Span[..first.Length].ToArray();
            window.Advance(first.Consumed);
            return new Row(bytes, at, Unclosed);
        }

        var kept = window.Span[..Math.Min(KeptOfTooLong, window.Span.Length)].ToArray();
        await PassOverLineAsync(cancellationToken);
        return new Row(kept, at, string.Create(CultureInfo.InvariantCulture, $"the row is longer than {options.MaxRecordSize} bytes (connection.maxRecordSize); only its beginning was kept"));
    }

    async ValueTask PassOverLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = window.Span.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                window.Advance(window.Span.Length);
                if (!await window.FillAsync(cancellationToken)) return;
                continue;
            }

            window.Advance(end);
            var scan = RowScan.FirstLine(window.Span, window.AtEnd);
            while (scan.Verdict == RowVerdict.NeedMore && await window.FillAsync(cancellationToken)) scan = RowScan.FirstLine(window.Span, window.AtEnd);
            window.Advance(scan.Verdict == RowVerdict.NeedMore ? 1 : scan.Consumed);
            return;
        }
    }

    string? Unreadable(ReadOnlySpan<byte> row)
    {
        if (row.Contains((byte)0)) return "the row holds a NUL character; a file in UTF-16 needs its byte order mark or connection.encoding";
        if (isUtf8 && !Utf8.IsValid(row)) return "the row holds bytes that are not UTF-8; see connection.encoding";

        return null;
    }

    // The totals row is handed over like any other: what it means for cases is the mapping's to say.
    void CheckTotals(Row row)
    {
        if (options.TotalsRow is null) return;
        if (totalsSeen) throw Cut(string.Create(CultureInfo.InvariantCulture, $"goes on behind its totals row in line {row.Line}"));

        var values = row.Broken is null && MayBeTotals(row.Bytes) ? CsvColumns.Parse(Decode(row.Bytes), options.Delimiter, options.Quote) : [];
        if (values.Count < 2 || values[0] != options.TotalsRow)
        {
            rows++;
            return;
        }

        totalsSeen = true;
        if (!long.TryParse(values[1], NumberStyles.None, CultureInfo.InvariantCulture, out var counted) || counted != rows)
            throw Cut(string.Create(CultureInfo.InvariantCulture, $"has {rows} rows, but its totals row in line {row.Line} says otherwise"));
    }

    // Few rows begin like the totals row, so few are decoded.
    bool MayBeTotals(ReadOnlySpan<byte> row) => row[0] == (byte)options.Quote || row[0] == totalsStart;

    UnreadableAnswerException Cut(string what) => new(FaultCodes.MalformedAnswer, $"{Name} {what}: it was cut or put together wrongly. Have it delivered again");

    string Place(long at) => string.Create(CultureInfo.InvariantCulture, $"{Name}:{at}");

    static int LineBreaks(ReadOnlySpan<byte> bytes)
    {
        var breaks = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == bytes.Length || bytes[i + 1] != '\n'))) breaks++;
        }

        return breaks;
    }

    public override void Dispose() => window.Dispose();

    readonly record struct Row(byte[] Bytes, long Line, string? Broken);
}
