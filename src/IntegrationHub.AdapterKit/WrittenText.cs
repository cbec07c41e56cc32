using System.Globalization;
using System.Text;
using System.Xml;
using IntegrationHub.WriteBack;

namespace IntegrationHub.AdapterKit;

/// <summary>What people wrote, on its way to a vendor, and how it is known again when it is read there.</summary>
public static class WrittenText
{
    /// <summary>What stands at the end of a text that was cut.</summary>
    public const string Mark = " […]";

    const char Lost = '?';

    /// <summary>The command's text with its subject before it, for vendors that have no field for the subject. Where both together would be too long, the text alone.</summary>
    /// <param name="command">The command.</param>
    /// <param name="longest">How many characters the vendor takes; null when there is no limit.</param>
    public static string WithSubject(WriteCommand command, int? longest = null)
    {
        ArgumentNullException.ThrowIfNull(command);

        if (string.IsNullOrWhiteSpace(command.Subject)) return command.Text;
        if (string.IsNullOrWhiteSpace(command.Text)) return command.Subject.Trim();

        var both = $"{command.Subject.Trim()}\n\n{command.Text}";
        return both.Length <= (longest ?? int.MaxValue) ? both : command.Text;
    }

    /// <summary>The text as a vendor takes it who takes no longer one: cut between two words where there is a space in the last part of it, never inside a character, and with a mark, so that whoever reads it there sees that it goes on.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many characters the vendor takes; null when there is no limit.</param>
    public static string Cut(string text, int? most)
    {
        ArgumentNullException.ThrowIfNull(text);

        if (most is not { } length || text.Length <= length) return text;

        var room = length - Mark.Length;
        if (room <= 0) return text[..Whole(text, Math.Max(0, length))];

        var end = Whole(text, room);
        var word = end;
        // The text goes on behind the cut, so the word is whole only where a space follows it.
        while (word > 0 && !char.IsWhiteSpace(text[word])) word--;
        if (word > end / 2) end = word;
        return text[..end].TrimEnd() + Mark;
    }

    // The last end of a character, as people see characters, that is not behind the place.
    static int Whole(string text, int place)
    {
        var end = 0;
        while (end < place && StringInfo.GetNextTextElementLength(text, end) is var next && end + next <= place) end += next;
        return end;
    }

    /// <summary>The text as XML can carry it: in place of control characters, and of halves of characters, stands the sign for what is lost (U+FFFD). Everything else stays.</summary>
    public static string ForXml(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        StringBuilder? mended = null;
        for (var at = 0; at < text.Length; at++)
        {
            if (XmlConvert.IsXmlChar(text[at]))
            {
                mended?.Append(text[at]);
            }
            else if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at]))
            {
                mended?.Append(text, at, 2);
                at++;
            }
            else
            {
                (mended ??= new StringBuilder(text, 0, at, text.Length)).Append('\uFFFD');
            }
        }

        return mended?.ToString() ?? text;
    }

    /// <summary>Whether a text that was read is one that was written.</summary>
    /// <remarks>White space does not count: vendors trim it and break lines anew. What ISO-8859-1 does not have counts as a question mark: vendors that store no other charset make one of it.</remarks>
    /// <param name="written">What was written.</param>
    /// <param name="read">What the vendor shows.</param>
    public static bool IsSame(string? written, string? read) => string.Equals(Essence(written), Essence(read), StringComparison.Ordinal);

    static string Essence(string? text)
    {
        var essence = new StringBuilder();
        var space = false;
        foreach (var character in text ?? "")
        {
            if (char.IsWhiteSpace(character))
            {
                space = essence.Length > 0;
                continue;
            }

            if (space) essence.Append(' ');
            space = false;
            var kept = character > 0xFF ? Lost : character;
            // An emoji is two characters here and one or two question marks there.
            if (kept != Lost || essence.Length == 0 || essence[^1] != Lost) essence.Append(kept);
        }

        return essence.ToString();
    }
}
