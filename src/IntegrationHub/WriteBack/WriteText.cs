using System.Globalization;

namespace IntegrationHub.WriteBack;

/// <summary>Cuts what is too long for a vendor, so that whoever reads it there sees that it goes on.</summary>
internal static class WriteText
{
    /// <summary>What stands at the end of a text that was cut.</summary>
    public const string Mark = " […]";

    /// <summary>The text as the vendor takes it: between two words where there is a space in the last part of it, and never inside a character.</summary>
    public static string Cut(string text, int? most)
    {
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
}
