using System.Text.RegularExpressions;
using IntegrationHub.Identity;

namespace IntegrationHub.Protection;

/// <summary>Personal numbers that stand in texts written by people: titles, summaries, events.</summary>
static partial class FreeText
{
    /// <summary>Whether a valid personal number stands in the text. Ten bare digits that could be one count as one.</summary>
    public static bool HoldsPersonalNumber(string? text)
    {
        if (text is null || text.Length < 10) return false;

        foreach (var match in Candidate().EnumerateMatches(text))
            if (PersonalNumber.TryParse(text.Substring(match.Index, match.Length), out _)) return true;
        return false;
    }

    /// <summary>The text with the last four digits of personal numbers masked.</summary>
    public static string? Masked(string? text) =>
        !HoldsPersonalNumber(text) ? text : Candidate().Replace(text!, match => PersonalNumber.TryParse(match.Value, out var number) ? number.ToString() : match.Value);

    [GeneratedRegex(@"(?<![0-9])(?:[0-9]{8}|[0-9]{6})[-+\u2010-\u2015\u2212 ]?[0-9]{4}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Candidate();
}
