using System.Buffers;
using System.Globalization;
using System.Text;
using IntegrationHub.Mapping.Records;

namespace IntegrationHub.Mapping.Values;

/// <summary>Puts a text together from literals and values, with one string at the end and none on the way.</summary>
internal ref struct TextBuilder(Span<char> room)
{
    Span<char> chars = room;
    char[]? rented;

    public int Length { get; private set; }

    /// <summary>Whether the text has become longer than a text may be.</summary>
    public readonly bool IsTooLong => Length > Evaluation.MaxTextLength;

    public void Append(ReadOnlySpan<char> text)
    {
        MakeRoom(text.Length);
        text.CopyTo(chars[Length..]);
        Length += text.Length;
    }

    /// <summary>Appends what the value is written as; nothing for a value that has no text.</summary>
    public void Append(in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Utf8 or ValueKind.NumberText:
                MakeRoom(value.Bytes.Length);
                Length += Encoding.UTF8.GetChars(value.Bytes, chars[Length..]);
                break;
            case ValueKind.Text:
                Append(value.Text);
                break;
            case ValueKind.Int:
                MakeRoom(20);
                value.Int.TryFormat(chars[Length..], out var written, default, CultureInfo.InvariantCulture);
                Length += written;
                break;
            default:
                Append(Evaluation.TextOf(value));
                break;
        }
    }

    /// <summary>The text; the builder is not used after it.</summary>
    public override string ToString()
    {
        var text = chars[..Length].ToString();
        Dispose();
        return text;
    }

    public void Dispose()
    {
        if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        rented = null;
    }

    void MakeRoom(int more)
    {
        if (Length + more <= chars.Length) return;

        var larger = ArrayPool<char>.Shared.Rent(Math.Max(chars.Length * 2, Length + more));
        chars[..Length].CopyTo(larger);
        Dispose();
        chars = rented = larger;
    }
}
