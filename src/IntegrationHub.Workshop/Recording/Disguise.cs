using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Identity;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Gives everything that is somebody's the same made-up value wherever it stands, so that what belonged together still does.</summary>
internal sealed partial class Disguise
{
    static readonly HashSet<string> Particles = new(StringComparer.OrdinalIgnoreCase)
    {
        "von", "van", "de", "der", "den", "het", "af", "av", "och", "and", "en", "of", "ab", "hb", "kb", "bv", "nv", "as", "aps", "ltd", "gmbh", "ag", "oy", "i",
    };

    static readonly string[] Streets =
        ["gatan", "gata", "vagen", "vägen", "stigen", "grand", "gränd", "torget", "backen", "plan", "straat", "laan", "weg", "plein", "kade", "gracht", "street", "road", "lane", "gade", "vej", "veien", "gate"];

    // Shorter ones stand everywhere by chance.
    const int ShortestKnown = 4;

    readonly MadeUp madeUp;
    readonly Dictionary<string, string> personalNumbers = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> phones = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> emails = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, (string Word, bool InTexts)> words = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, string> placeWords = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, string> placeNumbers = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> whole = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

    /// <param name="seed">The same seed gives the same values.</param>
    public Disguise(int seed) => madeUp = new MadeUp(seed);

    /// <summary>Everything that was made up.</summary>
    public IReadOnlySet<string> MadeUpValues => madeUp.All;

    /// <summary>The digits of people's numbers that were replaced.</summary>
    public IReadOnlyCollection<string> PersonalNumbers => personalNumbers.Keys;

    /// <summary>The telephone numbers that were replaced, without country and trunk.</summary>
    public IReadOnlyCollection<string> Phones => phones.Keys;

    /// <summary>The mail addresses that were replaced.</summary>
    public IReadOnlyCollection<string> Emails => emails.Keys;

    /// <summary>How many people's numbers, telephone numbers, addresses and so on were given others.</summary>
    public IReadOnlyDictionary<string, int> Counts => new Dictionary<string, int>
    {
        ["personal and organisation numbers"] = personalNumbers.Count, ["telephone numbers"] = phones.Count, ["mail addresses"] = emails.Count,
        ["names"] = words.Count, ["parts of addresses"] = placeWords.Count, ["texts"] = texts.Count, ["ids"] = whole.Count,
    };

    /// <summary>What stands for a whole value that was replaced before; null when none was.</summary>
    public string? Known(string value) => value.Length < ShortestKnown ? null : whole.GetValueOrDefault(value);

    /// <summary>What stands for a word of somebody's name in what people write; null when it is nobody's.</summary>
    public string? NameWord(string word) =>
        word.Length >= 3 && char.IsUpper(word[0]) && words.TryGetValue(word, out var known) && known.InTexts ? Cased(known.Word, word) : null;

    /// <summary>What stands for a word of somebody's address in what people write; null when it is nobody's.</summary>
    public string? PlaceWord(string word) => word.Length >= 5 && char.IsUpper(word[0]) && placeWords.TryGetValue(word, out var known) && IsStreet(word) ? Cased(known, word) : null;

    /// <summary>The value of a field of this kind.</summary>
    public string Of(FieldKind kind, string value)
    {
        // Fields hold what they were not meant for: what it is says more than where it stands.
        if (EmailAddress.TryParse(value, out _) && value.Contains('@', StringComparison.Ordinal)) return Email(value);
        if (kind != FieldKind.Phone && Person(value, isTold: kind == FieldKind.PersonalNumber) is { } person) return person;

        return kind switch
        {
            FieldKind.Name => Name(value, isFamily: false),
            FieldKind.FamilyName => Name(value, isFamily: true),
            FieldKind.PersonalNumber => Remembered(value, madeUp.Like),
            FieldKind.OrganisationNumber => Organisation(value) ?? Remembered(value, madeUp.Like),
            FieldKind.Phone => Phone(value) ?? Person(value, isTold: false) ?? AnyNumbers(value),
            FieldKind.Email => value.Contains('@', StringComparison.Ordinal) ? Email(value) : Phone(value) ?? Remembered(value, madeUp.Like),
            FieldKind.Address => Address(value),
            FieldKind.Property => Address(value),
            FieldKind.Place => Place(value),
            FieldKind.Id => Remembered(value, madeUp.Like),
            FieldKind.Secret => "made-up",
            _ => Text(value),
        };
    }

    /// <summary>A person's number, written as it was; null when it is none.</summary>
    /// <param name="text">The number.</param>
    /// <param name="isTold">Whether somebody says that it is one: some cannot be told by themselves.</param>
    public string? Person(string text, bool isTold)
    {
        if (PersonalNumber.TryParse(text, out var number))
        {
            var isOld = number.Separator == '+' || (number.HasCentury && string.CompareOrdinal(number.Value, "1926") < 0);
            return Overlaid(text, Made(number.TenDigits, () => madeUp.PersonalNumber(number.IsCoordinationNumber, isOld)));
        }

        var digits = OnlyDigits(text);
        if (NationalNumbers.IsNorwegian(digits) && text.Length <= 13) return Overlaid(text, Made(digits, madeUp.BirthNumber));
        if (NationalNumbers.IsDanish(text.Trim())) return Overlaid(text, Made(digits, madeUp.CivilNumber));
        if (isTold && NationalNumbers.IsDutch(digits)) return Overlaid(text, Made(digits, madeUp.CitizenServiceNumber));
        if (isTold && digits.Length == 10 && NationalNumbers.IsDanish(digits.Insert(6, "-"))) return Overlaid(text, Made(digits, madeUp.CivilNumber));
        return isTold ? Organisation(text) : null;

        string Made(string key, Func<string> invent) => personalNumbers.TryGetValue(key, out var known) ? known : personalNumbers[key] = invent();
    }

    /// <summary>A telephone number, written as it was where it is as long; null when it is none.</summary>
    public string? Phone(string text)
    {
        if (!PhoneNumber.TryParse(text, out var number) && !PhoneNumber.TryParse(text, PhoneCountry.Find("NL")!, out number)) return null;

        var isBritish = number.Value.StartsWith("+44", StringComparison.Ordinal);
        var core = number.Value.StartsWith("+46", StringComparison.Ordinal) || isBritish || number.Value.StartsWith("+31", StringComparison.Ordinal) ? number.Value[3..] : number.Value[1..];
        if (!phones.TryGetValue(core, out var national)) phones[core] = national = isBritish ? madeUp.BritishPhone() : madeUp.SwedishPhone(number.Value.StartsWith("+46", StringComparison.Ordinal) ? $"0{core}" : "07");

        var country = isBritish ? "44" : "46";
        var digits = OnlyDigits(text);
        var isInternational = text.TrimStart().StartsWith('+') || text.Contains('+', StringComparison.Ordinal) || digits.StartsWith("00", StringComparison.Ordinal);
        var isHere = isBritish || number.Value.StartsWith("+46", StringComparison.Ordinal);
        // A number of a country that keeps none free becomes a Swedish one, which is only told as such from abroad.
        if (!isInternational && isHere && digits.Length == national.Length && digits[1] == national[1]) return Overlaid(text, national);
        if (!isInternational && isHere) return national;

        foreach (var written in (string[])[$"{country}{national[1..]}", $"{country}{national}", $"00{country}{national[1..]}"])
            if (isInternational && digits.Length == written.Length && (digits.StartsWith("00", StringComparison.Ordinal) == written.StartsWith("00", StringComparison.Ordinal))) return Overlaid(text, written);
        return $"+{country}{national[1..]}";
    }

    /// <summary>A mail address.</summary>
    public string Email(string text) => emails.TryGetValue(text.Trim(), out var known) ? known : emails[text.Trim()] = madeUp.Email();

    /// <summary>A property's designation.</summary>
    public string Property(string text) => Address(text);

    /// <summary>Notes what a name is made of; what people write is searched for its words.</summary>
    string Name(string value, bool isFamily)
    {
        // Somebody's signature, which stands elsewhere as an id.
        if (whole.TryGetValue(value, out var id)) return id;

        var parts = Word().Matches(value).Select(m => m.Value).Where(w => w.Length > 1 && !Particles.Contains(w)).ToList();
        // The words of an organisation's name are everybody's.
        var isPerson = parts.Count <= 4 && !Organisations().IsMatch(value) && !value.Any(char.IsAsciiDigit);
        for (var i = 0; i < parts.Count; i++)
        {
            var isLast = isFamily || (value.Contains(',', StringComparison.Ordinal) ? i == 0 : i == parts.Count - 1 && parts.Count > 1);
            if (!words.TryGetValue(parts[i], out var known)) words[parts[i]] = (isLast ? madeUp.FamilyName() : madeUp.GivenName(), isPerson);
            else if (isPerson && !known.InTexts) words[parts[i]] = (known.Word, true);
        }

        return Word().Replace(value, m => m.Value.Length > 1 && words.TryGetValue(m.Value, out var known) && !Particles.Contains(m.Value) ? Cased(known.Word, m.Value) : m.Value);
    }

    string? Organisation(string text) =>
        OrganisationNumber.TryParse(text, out var number) ? Overlaid(text, personalNumbers.TryGetValue(number.Value, out var known) ? known : personalNumbers[number.Value] = madeUp.OrganisationNumber())
        // Numbers of other countries' registers.
        : OnlyDigits(text) is { Length: 8 } digits && text.All(c => char.IsAsciiDigit(c) || c == ' ') ? Overlaid(text, Remembered(digits, madeUp.NumberLike))
        : null;

    // Streets, towns and tracts become others, house numbers and postal codes too; a short word is no name of a place.
    string Address(string value)
    {
        if (value.Length <= 2) return value;

        var named = Word().Replace(value, m =>
        {
            if (m.Value.Length <= 2 || Particles.Contains(m.Value) || m.Value is "lgh" or "tr" or "NB" or "KV") return m.Value;
            if (!placeWords.TryGetValue(m.Value, out var known))
                placeWords[m.Value] = known = madeUp.PlaceName() + (Streets.FirstOrDefault(s => m.Value.EndsWith(s, StringComparison.OrdinalIgnoreCase)) ?? (m.Value.EndsWith("berget", StringComparison.OrdinalIgnoreCase) ? "berget" : "by"));
            return Cased(known, m.Value);
        });
        return Run().Replace(named, m => placeNumbers.TryGetValue(m.Value, out var known) ? known : placeNumbers[m.Value] = madeUp.NumberLike(m.Value));
    }

    // About where it was: a degree and its first decimal stay, or the first three digits of metres.
    string Place(string value) => Decimals().Replace(value, m =>
    {
        if (placeNumbers.TryGetValue(m.Value, out var known)) return known;

        var whole = m.Groups["whole"].Value;
        var part = m.Groups["part"].Value;
        var made = OnlyDigits(whole).Length >= 5 ? whole[..(whole.Length - OnlyDigits(whole).Length + 3)] + madeUp.Digits(OnlyDigits(whole).Length - 3) + (part.Length > 0 ? "." + madeUp.Digits(part.Length) : "")
            : part.Length > 2 ? $"{whole}.{part[0]}{madeUp.Digits(part.Length - 1)}"
            : m.Value;
        return placeNumbers[m.Value] = made;
    });

    string Text(string value) => texts.TryGetValue(value, out var known) ? known : texts[value] = madeUp.Text(value.Length);

    string AnyNumbers(string value) => value.Any(char.IsAsciiDigit) ? Remembered(value, v => Run().Replace(v, m => madeUp.NumberLike(m.Value))) : Name(value, isFamily: false);

    string Remembered(string value, Func<string, string> invent) => whole.TryGetValue(value, out var known) ? known : whole[value] = invent(value);

    static bool IsStreet(string word) => Streets.Any(s => word.EndsWith(s, StringComparison.OrdinalIgnoreCase));

    // Twelve digits or ten, with what stands between them.
    static string Overlaid(string text, string digits)
    {
        var count = text.Count(char.IsAsciiDigit);
        var at = digits.Length - count;
        return at < 0 ? digits : string.Concat(text.Select(c => char.IsAsciiDigit(c) ? digits[at++] : c));
    }

    static string OnlyDigits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    static string Cased(string made, string like) =>
        like.Length > 1 && like.All(c => !char.IsLetter(c) || char.IsUpper(c)) ? made.ToUpperInvariant() : char.IsLower(like[0]) ? made.ToLower(CultureInfo.InvariantCulture) : made;

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}'’]*")]
    internal static partial Regex Word();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Run();

    [GeneratedRegex(@"(?<whole>-?[0-9]+)(?:\.(?<part>[0-9]+))?")]
    private static partial Regex Decimals();

    [GeneratedRegex(@"\b(AB|HB|KB|BV|B\.V\.|NV|AS|A/S|ApS|Ltd|GmbH|AG|Oy|kommun|gemeente|council|förening|stiftelse|bolag)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Organisations();
}
