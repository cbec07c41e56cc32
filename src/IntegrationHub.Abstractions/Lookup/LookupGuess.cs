using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Identity;
using IntegrationHub.Protection;

namespace IntegrationHub.Lookup;

/// <summary>A kind that a typed text can be, and why. It holds nothing of the text.</summary>
/// <param name="By">What to look up by.</param>
/// <param name="Reason">What speaks for it.</param>
public readonly partial record struct LookupGuess(LookupBy By, GuessReason Reason)
{
    const int MaxLength = 300;

    /// <summary>The kinds that a text can be, the best first; at least one for any text, no kind twice.</summary>
    /// <remarks>
    /// Pure, and it never throws. What an identity type accepts comes first, the narrowest ahead. Each guess makes a look-up,
    /// but a person with a plus who cannot be a hundred yet, and one with a reason of <see cref="GuessReason.PersonalNumberMistyped"/>, <see cref="GuessReason.TooLong"/> or <see cref="GuessReason.Nothing"/>: looking up then says what is wrong.
    /// </remarks>
    public static IReadOnlyList<LookupGuess> Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [new(LookupBy.Text, GuessReason.Nothing)];
        if (text.Length > MaxLength) return [new(LookupBy.Text, GuessReason.TooLong)];

        var written = text.Trim();
        var guesses = new List<LookupGuess>(5);
        AddNarrow(guesses, written);
        AddCaseNumber(guesses, written);
        AddCitizen(guesses, written);
        AddWords(guesses, written);
        return guesses.Count > 0 ? guesses : [new(LookupBy.Text, GuessReason.Nothing)];
    }

    static void AddNarrow(List<LookupGuess> guesses, string text)
    {
        if (PersonalNumber.TryParse(text, out var person))
            guesses.Add(new(LookupBy.Person, person.HasCentury ? GuessReason.PersonalNumber : GuessReason.PersonalNumberWithoutCentury));
        if (OrganisationNumber.TryParse(text, out _)) guesses.Add(new(LookupBy.Organisation, GuessReason.OrganisationNumber));
        if (PhoneNumber.TryParse(text, out _))
        {
            // 070 174 06 05 would be a coordination number of January 2007: far more people have a mobile phone.
            var rather = person.IsCoordinationNumber && person.Separator is null && !person.HasCentury;
            guesses.Insert(rather ? 0 : guesses.Count, new(LookupBy.Phone, GuessReason.PhoneNumber));
        }

        if (EmailAddress.TryParse(text, out _)) guesses.Add(new(LookupBy.Email, GuessReason.AtSign));
        if (guesses.Count == 0 && IsMistypedPerson(text)) guesses.Add(new(LookupBy.Person, GuessReason.PersonalNumberMistyped));

        var property = PropertyDesignation.TryParse(text, out var designation);
        var colon = property && designation.Value.AsSpan(designation.Value.LastIndexOf(' ')).Contains(':');
        if (property && colon) guesses.Add(new(LookupBy.Property, GuessReason.TractAndUnit));
        if (StreetAddress.TryParse(text, out _)) guesses.Add(new(LookupBy.Address, GuessReason.StreetAndNumber));
        if (property && !colon) guesses.Add(new(LookupBy.Property, GuessReason.NameAndNumber));
    }

    static void AddCaseNumber(List<LookupGuess> guesses, string text)
    {
        if (!CaseNumber.TryParse(text, out var number)) return;

        var digits = number.Value.Count(char.IsAsciiDigit);
        if (digits == 0) return;

        // Ahead of one other reading, not of two: whatever a narrower kind accepts stays first or second.
        var dated = YearAndNumber().IsMatch(number.Value);
        var exact = guesses.Count > 0 && guesses[0].By is LookupBy.Person or LookupBy.Organisation or LookupBy.Phone or LookupBy.Email;
        var at = dated && !exact && guesses.Count < 2 ? 0 : guesses.Count;
        var reason = dated ? GuessReason.YearAndNumber : digits == number.Compact.Length ? GuessReason.DigitsOnly : GuessReason.LettersAndDigits;
        guesses.Insert(at, new(LookupBy.CaseNumber, reason));
    }

    // Of nine digits that are somebody's, one in eleven is another number that only looks so: what else it can be comes first.
    static void AddCitizen(List<LookupGuess> guesses, string text)
    {
        if (text.Count(char.IsAsciiDigit) == 9 && CitizenServiceNumber.TryParse(text, out _)) guesses.Add(new(LookupBy.Person, GuessReason.CitizenServiceNumber));
    }

    static void AddWords(List<LookupGuess> guesses, string text)
    {
        var name = PartyName.TryParse(text, out var parsed) && !text.Contains('@', StringComparison.Ordinal);
        var words = parsed.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var form = name && words.Any(LegalForms.Contains);
        var withDigits = text.Any(char.IsAsciiDigit);
        var likely = form || (!withDigits && words.Length is >= 2 and <= 5 && !words.Any(SmallWords.Contains));

        if (name && likely) guesses.Insert(form && guesses.Count < 2 ? 0 : guesses.Count, new(LookupBy.Name, form ? GuessReason.LegalForm : GuessReason.SeveralWords));
        if (FreeText.IsSearchable(text)) guesses.Add(new(LookupBy.Text, GuessReason.Words));
        if (name && !likely && (!withDigits || guesses.Count == 0)) guesses.Add(new(LookupBy.Name, words.Length == 1 ? GuessReason.OneWord : GuessReason.SeveralWords));

        // A number in a system of its own need have no digit.
        if (guesses.All(guess => guess.By != LookupBy.CaseNumber) && CaseNumber.TryParse(text, out _)) guesses.Add(new(LookupBy.CaseNumber, GuessReason.OneWord));
    }

    // The date is one that somebody can be born on, so only the last four digits can be wrong.
    static bool IsMistypedPerson(string text)
    {
        var match = EightOrSixAndFour().Match(text);
        if (!match.Success) return false;

        var month = int.Parse(match.Groups["month"].ValueSpan, CultureInfo.InvariantCulture);
        var day = int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture) % 60;
        return month is >= 1 and <= 12 && day is >= 1 and <= 31;
    }

    static readonly FrozenSet<string> LegalForms =
        FrozenSet.Create(StringComparer.Ordinal, "AB", "HB", "KB", "AKTIEBOLAG", "AKTIEBOLAGET", "HANDELSBOLAG", "FÖRENING", "FÖRENINGEN", "STIFTELSEN", "BRF", "SAMFÄLLIGHETSFÖRENING");

    // What stands in a sentence and in nobody's name.
    static readonly FrozenSet<string> SmallWords =
        FrozenSet.Create(StringComparer.Ordinal, "OM", "PÅ", "I", "FÖR", "TILL", "VID", "MED", "ATT", "ETT", "EN", "ÄR", "SOM", "FRÅN", "FOR", "OF", "THE", "ON", "IN", "TO", "WITH", "AND");

    [GeneratedRegex("(?<![0-9])(19|20)[0-9]{2}[-/_][0-9]{1,}", RegexOptions.CultureInvariant)]
    private static partial Regex YearAndNumber();

    [GeneratedRegex("^(?:18|19|20)?[0-9]{2}(?<month>[0-9]{2})(?<day>[0-9]{2}) ?[-+] ?[0-9]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex EightOrSixAndFour();
}
