using System.Globalization;
using System.Text;

namespace IntegrationHub.Storage;

/// <summary>Cuts a text into words, the same for every store: then the same words find the same cases.</summary>
internal static class SearchWords
{
    /// <summary>More words than this are no question that a person asks.</summary>
    public const int Most = 64;

    /// <summary>The words of what a person typed.</summary>
    /// <exception cref="ArgumentException">There are more words than <see cref="Most"/>.</exception>
    public static IReadOnlyList<string> Typed(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);

        var words = Split(typed);
        if (words.Count > Most) throw new ArgumentException($"A search takes {Most} words at most.", nameof(typed));
        return words;
    }

    /// <summary>The words of a text.</summary>
    // As SQLite's tokenizer splits: letters, digits, private use, and marks that belong to a letter. Quotes and NUL are none of these.
    public static List<string> Split(string typed)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in typed.EnumerateRunes())
        {
            if (IsOfWord(rune))
            {
                word.Append(rune);
                continue;
            }

            End();
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber or UnicodeCategory.PrivateUse;
}
