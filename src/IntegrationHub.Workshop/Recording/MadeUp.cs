using System.Globalization;
using System.Text;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Invents what stands in for real values: the same for the same seed, one after the other. Nothing of what it stands in for goes into it, so nobody can reckon back.</summary>
/// <remarks>
/// Only letters of ASCII, which every charset has. Swedish personal numbers have a birth number from 980 on, which the tax agency gives to tests only; Dutch ones begin with 9999; Norwegian ones have eighty added to their
/// month and Danish ones sixty to their day, as synthetic ones have. Telephone numbers are those that the Swedish and British authorities keep free for films and books; mail goes to example.com.
/// </remarks>
internal sealed class MadeUp
{
    static readonly string[] Given =
    [
        "Alva", "Bertil", "Cilla", "Douglas", "Elna", "Folke", "Greta", "Helmer", "Ines", "Jarl", "Kajsa", "Linus", "Majken", "Nils", "Olga", "Petter",
        "Ragna", "Sixten", "Tora", "Ulrik", "Vera", "Wilma", "Ylva", "Agda", "Birger", "Disa", "Egon", "Frida", "Gunnar", "Hedda", "Ivar", "Judit",
    ];

    static readonly string[] Beginnings = ["Prov", "Modell", "Exempel", "Attrapp", "Kuliss", "Papp", "Fantasi", "Saga", "Dikt", "Mall", "Utkast", "Skiss", "Figur", "Mask", "Roll", "Docka"];
    static readonly string[] Endings = ["gren", "berg", "strand", "holm", "lind", "kvist", "dal", "fors"];

    static readonly (string Area, int First, int Count)[] SwedishPhones = [("070", 1740605, 95), ("031", 3900600, 100), ("040", 6280400, 100), ("08", 46500400, 100)];

    readonly Random random;
    readonly HashSet<string> given = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> phones = new(StringComparer.Ordinal);
    int names;
    int families;
    int places;
    int britons;
    int companies;
    int mails;
    int texts;

    /// <param name="seed">The same seed gives the same values in the same order.</param>
    public MadeUp(int seed)
    {
#pragma warning disable CA5394 // Nothing is protected by it: what is invented says nothing of what it stands in for.
        random = new Random(seed);
#pragma warning restore CA5394
        (names, families, places) = (Below(Given.Length), Below(Beginnings.Length * Endings.Length), Below(Beginnings.Length));
    }

    /// <summary>Everything that was invented, as digits and addresses: it is no trace of what it stands in for.</summary>
    public IReadOnlySet<string> All => given;

    /// <summary>A first name.</summary>
    public string GivenName()
    {
        var n = names++;
        return n < 2 * Given.Length ? Given[n % Given.Length] + (n < Given.Length ? "" : "n") : Given[n % Given.Length] + Given[n / Given.Length % Given.Length].ToLowerInvariant();
    }

    /// <summary>A family name that nobody has.</summary>
    public string FamilyName()
    {
        var n = families++;
        var name = Beginnings[n % Beginnings.Length] + Endings[n / Beginnings.Length % Endings.Length];
        return n < Beginnings.Length * Endings.Length * 2 ? name : $"{name}{Endings[n / (Beginnings.Length * Endings.Length) % Endings.Length]}";
    }

    /// <summary>The first part of an invented street's or place's name.</summary>
    public string PlaceName()
    {
        var n = places++;
        return Beginnings[n % Beginnings.Length] + (n < 2 * Beginnings.Length ? "" : Endings[n / Beginnings.Length % Endings.Length]);
    }

    /// <summary>A Swedish personal number of twelve digits.</summary>
    /// <param name="isCoordination">Whether it is a coordination number.</param>
    /// <param name="isOld">Whether the person is over a hundred.</param>
    public string PersonalNumber(bool isCoordination, bool isOld) => New(() =>
    {
        var born = new DateOnly(isOld ? 1915 : 1935, 1, 1).AddDays(Below(isOld ? 2500 : 25_000));
        var nine = string.Create(CultureInfo.InvariantCulture, $"{born:yyMM}{born.Day + (isCoordination ? 60 : 0):00}{980 + Below(20):000}");
        return string.Create(CultureInfo.InvariantCulture, $"{born.Year / 100}{nine}{Luhn(nine)}");
    });

    /// <summary>A Dutch citizen service number.</summary>
    public string CitizenServiceNumber() => New(() =>
    {
        while (true)
        {
            var eight = "9999" + Digits(4);
            var check = eight.Select((c, i) => (c - '0') * (9 - i)).Sum() % 11;
            if (check < 10) return eight + check.ToString(CultureInfo.InvariantCulture);
        }
    });

    /// <summary>A Norwegian national number.</summary>
    public string BirthNumber() => New(() =>
    {
        while (true)
        {
            var born = new DateOnly(1940, 1, 1).AddDays(Below(20_000));
            var nine = string.Create(CultureInfo.InvariantCulture, $"{born.Day:00}{born.Month + 80:00}{born:yy}{Below(500):000}");
            if (NationalNumbers.NorwegianChecks(nine) is { } checks) return nine + checks;
        }
    });

    /// <summary>A Danish personal number.</summary>
    public string CivilNumber() => New(() =>
    {
        var born = new DateOnly(1940, 1, 1).AddDays(Below(20_000));
        return string.Create(CultureInfo.InvariantCulture, $"{born.Day + 60:00}{born:MMyy}{Digits(4)}");
    });

    /// <summary>A Swedish organisation number.</summary>
    public string OrganisationNumber() => New(() =>
    {
        var n = companies++;
        var nine = string.Create(CultureInfo.InvariantCulture, $"55999{9 - n / 1000 % 10}{n % 1000:000}");
        return nine + Luhn(nine).ToString(CultureInfo.InvariantCulture);
    });

    /// <summary>A Swedish telephone number without its country, of the same area where numbers are kept free in it. There are about a hundred in each; then they come again.</summary>
    /// <param name="like">The number that it stands in for, with its trunk.</param>
    public string SwedishPhone(string like)
    {
        var (area, first, count) = SwedishPhones.FirstOrDefault(s => like.StartsWith(s.Area, StringComparison.Ordinal)) is { Area: not null } same ? same : like.StartsWith("07", StringComparison.Ordinal) ? SwedishPhones[0] : SwedishPhones[1];
        var n = phones[area] = phones.GetValueOrDefault(area) + 1;
        return Added(string.Create(CultureInfo.InvariantCulture, $"{area}{first + (n - 1) % count}"));
    }

    /// <summary>A British mobile number without its country.</summary>
    public string BritishPhone() => Added(string.Create(CultureInfo.InvariantCulture, $"07700900{britons++ % 1000:000}"));

    /// <summary>A mail address.</summary>
    public string Email()
    {
        var n = mails++;
        return Added(string.Create(CultureInfo.InvariantCulture, $"{Given[n % Given.Length].ToLowerInvariant()}.{Beginnings[n / 3 % Beginnings.Length].ToLowerInvariant()}{n + 1}@example.com"));
    }

    /// <summary>Something that was written, about as long as it was.</summary>
    public string Text(int length)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"Made-up text {++texts}."));
        while (text.Length < length) text.Append(" Nobody wrote this.");
        return length < text.Length && length >= 24 ? text.ToString(0, length).TrimEnd() : text.ToString();
    }

    /// <summary>Another value of the same form: letters for letters, digits for digits, hexadecimal digits where all of them are.</summary>
    public string Like(string value)
    {
        var isHex = Guid.TryParse(value, out _);
        return New(() => string.Concat(value.Select((c, i) =>
            isHex && char.IsAsciiHexDigit(c) ? (i is 14 ? '4' : i is 19 ? '8' : char.IsAsciiLetterUpper(c) ? "0123456789ABCDEF"[Below(16)] : "0123456789abcdef"[Below(16)])
            : char.IsAsciiDigit(c) ? (i == 0 ? (char)('1' + Below(9)) : (char)('0' + Below(10)))
            : char.IsUpper(c) ? (char)('A' + Below(26))
            : char.IsLetter(c) ? (char)('a' + Below(26))
            : c)));
    }

    /// <summary>So many digits.</summary>
    public string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + Below(10))));

    /// <summary>Another number of as many digits, which does not begin with a zero.</summary>
    public string NumberLike(string digits)
    {
        var made = digits;
        while (made == digits) made = (char)('1' + Below(9)) + Digits(digits.Length - 1);
        return made;
    }

    static int Luhn(string nine) => (10 - nine.Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(d => d / 10 + d % 10) % 10) % 10;

    // Short forms run out: then one comes again, which is better than none.
    string New(Func<string> invent)
    {
        var value = invent();
        for (var tries = 0; tries < 100 && !given.Add(value); tries++) value = invent();
        return value;
    }

    string Added(string value)
    {
        given.Add(value);
        return value;
    }

#pragma warning disable CA5394 // See above.
    int Below(int most) => random.Next(most);
#pragma warning restore CA5394
}
