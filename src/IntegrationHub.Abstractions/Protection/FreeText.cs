using System.Buffers;
using System.Text.RegularExpressions;
using IntegrationHub.Identity;

namespace IntegrationHub.Protection;

/// <summary>Personal numbers that stand in texts written by people: titles, summaries, events.</summary>
public static partial class FreeText
{
    /// <summary>Whether a valid personal number stands in the text. Ten bare digits that could be one count as one; of nine that could be a citizen service number, only those that are called one: one number in eleven could be.</summary>
    public static bool HoldsPersonalNumber(string? text)
    {
        if (text is null || text.Length < 10) return false;

        if (NamesCitizenNumber(text))
            foreach (var match in Citizen().EnumerateMatches(text))
                if (CitizenServiceNumber.TryParse(text.Substring(match.Index, match.Length), out _)) return true;

        foreach (var match in Candidate().EnumerateMatches(text))
            if (PersonalNumber.TryParse(text.Substring(match.Index, match.Length), out _)) return true;
        return false;
    }

    /// <summary>Whether a search by words can be made of it: at least two letters or digits, and no personal number among them.</summary>
    public static bool IsSearchable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !HoldsPersonalNumber(text) && text.Count(char.IsLetterOrDigit) >= 2;
    }

    /// <summary>The text with personal numbers masked.</summary>
    public static string? Masked(string? text)
    {
        if (!HoldsPersonalNumber(text)) return text;

        var masked = NamesCitizenNumber(text!) ? Citizen().Replace(text!, Mask) : text!;
        return Candidate().Replace(masked, Mask);
    }

    static string Mask(Match match) => PersonNumber.TryParse(match.Value, out var number) ? number.ToString() : match.Value;

    // Every text of every case comes through here: all words are looked for in one pass.
    static bool NamesCitizenNumber(string text) => text.AsSpan().ContainsAny(CitizenWords);

    static readonly SearchValues<string> CitizenWords = SearchValues.Create(["bsn", "burgerservicenummer", "sofinummer"], StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?<![0-9])(?:[0-9]{8}|[0-9]{6})[-+\u2010-\u2015\u2212 ]?[0-9]{4}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Candidate();

    [GeneratedRegex(@"(?<=\b(?:bsn|burgerservicenummer|sofinummer)(?:-?(?:nummer|nr))?\W{0,3})(?:[0-9][. ]?){8}[0-9](?![0-9])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Citizen();
}
