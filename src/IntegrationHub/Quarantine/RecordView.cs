using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CsvHelper;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Quarantine;

/// <summary>A record's bytes as text that a person can look at and edit: bounded, and with every sign that steers a terminal or a reader's eye made visible.</summary>
/// <param name="Text">Letter by letter, the signs marked.</param>
/// <param name="Pretty">Laid out for reading.</param>
/// <param name="NotEditable">Why it cannot be edited; null when it can.</param>
internal sealed partial record RecordView(string Text, string Pretty, string? NotEditable)
{
    /// <summary>The longest text that is shown, in characters.</summary>
    public const int MaxShown = 200_000;

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the view of a record.</summary>
    public static RecordView Of(SourceRecord record)
    {
        var text = Decode(record, out var exact);
        var whole = text.Length <= MaxShown;
        if (!whole) text = text[..MaxShown];
        var marked = Mark(text);
        return new RecordView(marked, whole && Layout(record, text) is { } pretty ? Mark(pretty) : marked,
            !whole ? $"It has more than {MaxShown:N0} characters, and only those are shown. Ask the source to mend it, or discard it."
            : !exact ? $"Its bytes are no {record.Charset}. Ask the source to mend it, or discard it."
            : null);
    }

    /// <summary>The record that a person made of it: in the same charset where that has all the letters, and else in UTF-8.</summary>
    public static SourceRecord Edited(SourceRecord record, string text)
    {
        var unmarked = Unmark(text);
        if (Charsets.TryGet(record.Charset, out var encoding))
        {
            try
            {
                return record with { Content = encoding.GetBytes(unmarked), Broken = null };
            }
            catch (EncoderFallbackException)
            {
                // A letter that the source's charset does not have.
            }
        }

        return record with { Content = Encoding.UTF8.GetBytes(unmarked), Charset = "utf-8", Broken = null };
    }

    /// <summary>The media type of a format.</summary>
    public static string MediaTypeOf(RecordFormat format) => format switch
    {
        RecordFormat.Json => "application/json",
        RecordFormat.Xml => "application/xml",
        _ => "text/csv",
    };

    /// <summary>Makes signs visible that are none: controls but line breaks and tabs, direction marks, what has no width. <see cref="Unmark"/> takes it back.</summary>
    public static string Mark(string text)
    {
        var marked = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\n' or '\t' || (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')) marked.Append(c);
            else if (char.IsSurrogatePair(text, i)) marked.Append(c).Append(text[++i]);
            else if (c == '⟦' || IsHarmful(c)) marked.Append(CultureInfo.InvariantCulture, $"⟦U+{(int)c:X4}⟧");
            else marked.Append(c);
        }

        return marked.ToString();
    }

    /// <summary>Takes marked signs back.</summary>
    public static string Unmark(string marked) => Sign().Replace(marked, sign => ((char)int.Parse(sign.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    static bool IsHarmful(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse;

    static string Decode(SourceRecord record, out bool exact)
    {
        exact = false;
        if (Charsets.TryGet(record.Charset, out var encoding))
        {
            try
            {
                var text = encoding.GetString(record.Content.Span);
                exact = true;
                return text;
            }
            catch (DecoderFallbackException)
            {
                // Shown with marks in the place of what is no letter.
            }
        }

        return Encoding.UTF8.GetString(record.Content.Span);
    }

    // Null where the record does not even have the form of its format: then it is shown as it stands.
    static string? Layout(SourceRecord record, string text)
    {
        try
        {
            return record.Format switch
            {
                RecordFormat.Json => JsonLayout(text),
                RecordFormat.Xml => XmlLayout(text),
                _ => record.Layout is { } layout ? CsvLayout(text, layout) : null,
            };
        }
        catch (Exception e) when (e is JsonException or XmlException or UnreadableAnswerException or CsvFormatException or InvalidOperationException)
        {
            return null;
        }
    }

    static string JsonLayout(string text)
    {
        using var document = JsonDocument.Parse(text);
        return JsonSerializer.Serialize(document.RootElement, Indented);
    }

    static string XmlLayout(string text)
    {
        using var reader = XmlReaders.Create(Encoding.UTF8.GetBytes(text), encoding: Encoding.UTF8);
        return XElement.Load(reader).ToString();
    }

    // One line a column, as a person reads a form.
    static string? CsvLayout(string text, CsvLayout layout)
    {
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = layout.Delimiter,
            Quote = layout.Quote,
            Escape = layout.Quote,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            IncludeValuesInExceptions = false,
        };
        using var reader = CsvReader.Create(Encoding.UTF8.GetBytes(text).AsMemory(), options);
        if (!reader.Read()) return null;

        var lines = new StringBuilder();
        for (var i = 0; i < reader.FieldCount; i++)
            lines.Append(i < layout.Columns.Count ? layout.Columns[i] : $"({i + 1})").Append(": ").Append(Encoding.UTF8.GetString(reader.GetSpan(i))).Append('\n');
        return lines.ToString();
    }

    [GeneratedRegex("⟦U\\+([0-9A-F]{4})⟧", RegexOptions.CultureInvariant)]
    private static partial Regex Sign();
}
