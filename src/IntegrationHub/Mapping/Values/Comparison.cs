using System.Text;

namespace IntegrationHub.Mapping.Values;

/// <summary>Compares values of one kind; texts character by character, never by a culture.</summary>
internal static class Comparison
{
    /// <summary>False when the two are of kinds that cannot be compared.</summary>
    public static bool TryCompare(in Value a, in Value b, out int order)
    {
        order = 0;
        if (a.IsText && b.IsText)
        {
            order = CompareTexts(a, b);
            return true;
        }

        if (TryNumber(a, out var left) && TryNumber(b, out var right))
        {
            order = left.CompareTo(right);
            return true;
        }

        // A JSON number against a text is compared as it is written: ids are numbers in one system and texts in the next.
        if (a.Kind == ValueKind.NumberText && b.IsText)
        {
            order = string.CompareOrdinal(a.Text, b.Text);
            return true;
        }

        if (a.IsText && b.Kind == ValueKind.NumberText)
        {
            order = string.CompareOrdinal(a.Text, b.Text);
            return true;
        }

        if (a.Kind != b.Kind) return false;
        switch (a.Kind)
        {
            case ValueKind.Bool:
                order = a.Bool.CompareTo(b.Bool);
                return true;
            case ValueKind.Date:
                order = a.Date.CompareTo(b.Date);
                return true;
            case ValueKind.DateTime:
                order = a.DateTime.CompareTo(b.DateTime);
                return true;
            default:
                return false;
        }
    }

    static int CompareTexts(in Value a, in Value b)
    {
        if (a.Kind == ValueKind.Utf8 && b.Kind == ValueKind.Utf8) return a.Bytes.SequenceCompareTo(b.Bytes);
        if (a.Kind == ValueKind.Text && b.Kind == ValueKind.Text) return string.CompareOrdinal(a.Text, b.Text);
        if (a.Kind == ValueKind.Text) return -CompareTexts(b, a);

        var text = b.Text;
        if (text.Length > 128) return string.CompareOrdinal(a.Text, text);
        Span<byte> utf8 = stackalloc byte[384];
        return a.Bytes.SequenceCompareTo(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    static bool TryNumber(in Value value, out decimal number)
    {
        switch (value.Kind)
        {
            case ValueKind.Int:
                number = value.Int;
                return true;
            case ValueKind.Decimal:
                number = value.Decimal;
                return true;
            case ValueKind.NumberText:
                return Numbers.Read(value.Bytes, exponent: true, out number);
            default:
                number = 0;
                return false;
        }
    }
}
