namespace IntegrationHub.Adapters.Files;

/// <summary>Finds where a row of a delimited file ends, without decoding it: the bytes of a row stay the vendor's.</summary>
/// <remarks>
/// A quote opens a value only at the beginning of the row or after a delimiter, as RFC 4180 and CsvHelper have it; everywhere else it is an ordinary character.
/// A quote that is opened and not closed must not swallow the rows after it. So a row that goes on over a line break is given up as soon as it breaks a rule:
/// something other than a delimiter or a line break after a closing quote, more quoted values than there are columns, or the end of the file.
/// Then its first line alone is the broken row, and the next line begins a new one.
/// </remarks>
internal readonly record struct RowScan
{
    const byte Cr = (byte)'\r';
    const byte Lf = (byte)'\n';

    /// <summary>What was found.</summary>
    public required RowVerdict Verdict { get; init; }

    /// <summary>The row's length in bytes, without its line break.</summary>
    public int Length { get; init; }

    /// <summary>The row's length with its line break.</summary>
    public int Consumed { get; init; }

    /// <summary>Whether a quoted value of the row goes on over a line break.</summary>
    public bool OverLines { get; init; }

    /// <summary>Looks for the end of the row that begins at the first byte.</summary>
    /// <param name="bytes">What there is of the file from the row's first byte.</param>
    /// <param name="final">Whether that is all.</param>
    /// <param name="delimiter">An ASCII character.</param>
    /// <param name="quote">An ASCII character.</param>
    /// <param name="columns">How many columns the file has.</param>
    public static RowScan Find(ReadOnlySpan<byte> bytes, bool final, byte delimiter, byte quote, int columns)
    {
        var at = 0;
        var quoted = 0;
        var overLines = false;
        while (true)
        {
            var found = bytes[at..].IndexOfAny(quote, Cr, Lf);
            if (found < 0) return final ? Row(bytes.Length, 0, overLines) : NeedMore;

            var place = at + found;
            if (bytes[place] != quote) return LineEnd(bytes, place, final, overLines);

            at = place + 1;
            if (place > 0 && bytes[place - 1] != delimiter) continue;

            var closing = ClosingQuote(bytes, at, quote, final);
            if (closing == Unknown) return NeedMore;
            if (closing == None) return FirstLine(bytes, final);

            overLines |= bytes[at..closing].IndexOfAny(Cr, Lf) >= 0;
            at = closing + 1;
            if (overLines && (++quoted > columns || !EndsValue(bytes, at, delimiter))) return FirstLine(bytes, final);
        }
    }

    const int Unknown = -2;
    const int None = -1;

    // The last byte may be the first half of a doubled quote.
    static int ClosingQuote(ReadOnlySpan<byte> bytes, int at, byte quote, bool final)
    {
        while (true)
        {
            var found = bytes[at..].IndexOf(quote);
            if (found < 0) return final ? None : Unknown;

            var place = at + found;
            if (place + 1 == bytes.Length) return final ? place : Unknown;
            if (bytes[place + 1] != quote) return place;
            at = place + 2;
        }
    }

    static bool EndsValue(ReadOnlySpan<byte> bytes, int at, byte delimiter) =>
        at >= bytes.Length || bytes[at] == delimiter || bytes[at] is Cr or Lf;

    /// <summary>The first line alone, as the broken row that is left of a row given up.</summary>
    public static RowScan FirstLine(ReadOnlySpan<byte> bytes, bool final)
    {
        var place = bytes.IndexOfAny(Cr, Lf);
        var line = place < 0 ? Row(bytes.Length, 0, overLines: false) : LineEnd(bytes, place, final, overLines: false);
        return line.Verdict == RowVerdict.Row ? line with { Verdict = RowVerdict.UnclosedQuote } : line;
    }

    // A line break is CR, LF, or both; a CR at the very end may still get its LF.
    static RowScan LineEnd(ReadOnlySpan<byte> bytes, int place, bool final, bool overLines)
    {
        if (bytes[place] == Lf) return Row(place, 1, overLines);
        if (place + 1 < bytes.Length) return Row(place, bytes[place + 1] == Lf ? 2 : 1, overLines);

        return final ? Row(place, 1, overLines) : NeedMore;
    }

    static RowScan Row(int length, int lineBreak, bool overLines) =>
        new() { Verdict = RowVerdict.Row, Length = length, Consumed = length + lineBreak, OverLines = overLines };

    static RowScan NeedMore => new() { Verdict = RowVerdict.NeedMore };
}

/// <summary>What <see cref="RowScan"/> found.</summary>
internal enum RowVerdict
{
    /// <summary>The row goes on behind what there is.</summary>
    NeedMore,

    /// <summary>A row.</summary>
    Row,

    /// <summary>The first line of a row whose quote is never closed.</summary>
    UnclosedQuote,
}
