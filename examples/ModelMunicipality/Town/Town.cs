using System.Globalization;

namespace ModelMunicipality.Town;

/// <summary>The people and properties of Sundby, an invented town. Everything is computed from a seed and a number; nothing is held in memory.</summary>
/// <remarks>
/// Numbers are made so that they belong to nobody: serials 980–999 of the personal numbers are set aside for tests,
/// telephone numbers are from the series that the Swedish Post and Telecom Authority sets aside for fiction, mail goes to example.com.
/// </remarks>
public sealed class Town(int seed)
{
    static readonly string[] FirstNames =
    [
        "Anna", "Lars", "Maria", "Erik", "Karin", "Ali", "Sara", "Johan", "Fatima", "Anders", "Elin", "Omar", "Ingrid", "Nils", "Åsa", "Björn",
        "Linnéa", "Gustav", "Märta", "Ove", "Zahra", "Pär", "Siv", "Tove", "Yusuf", "Hjördis", "Olle", "Greta", "Mikael", "Lena", "Signe", "Ture",
    ];

    static readonly string[] LastNames =
    [
        "Andersson", "Öberg", "Lindqvist", "Hassan", "Nyström", "Ek", "Sjögren", "Ahmed", "Blom", "Wikström", "Åkesson", "Dahl", "Norén", "Holm",
        "Bergström", "Lund", "Hedman", "Ström", "Palm", "Rosén", "Sandberg", "Tolvansson", "Ivarsson", "Kåberg", "Möller", "Fransson", "Ågren",
    ];

    static readonly string[] Streets =
    [
        "Storgatan", "Kyrkogatan", "Ängsvägen", "Skolgatan", "Björkvägen", "Strandvägen", "Östra Långgatan", "Hamngatan", "Åsgatan", "Lillgatan",
        "Norra Vägen", "Tallstigen", "Kvarnvägen", "Sjötullsgatan", "Parkvägen", "Bergsgatan",
    ];

    static readonly string[] Tracts = ["BALDER", "ODEN", "FREJA", "TOR", "IDUN", "BRAGE", "NJORD", "SAGA", "VALE", "ÅKERN", "ÄNGEN", "KVARNEN", "BRYGGAN", "SMEDEN"];

    static readonly string[] FictionalPhones = [.. Fiction("070-17406", 5, 95), .. Fiction("08-465004", 0, 99), .. Fiction("031-39006", 0, 99), .. Fiction("040-62804", 0, 99)];

    /// <summary>How many different residents there can be.</summary>
    public const int Residents = 400_000;

    /// <summary>The resident with this number, the same for ever for one seed.</summary>
    /// <param name="number">0 to <see cref="Residents"/> − 1.</param>
    public Resident Resident(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Residents);

        var draw = Draw(number, 1);
        var first = FirstNames[(int)(draw % (uint)FirstNames.Length)];
        var last = LastNames[(int)(draw / 97 % (uint)LastNames.Length)];
        var street = Streets[(int)(draw / 10_007 % (uint)Streets.Length)];
        var house = 1 + (int)(draw / 1_000_003 % 120);
        return new Resident
        {
            Number = number,
            PersonalNumber = PersonalNumber(number),
            FirstName = first,
            LastName = last,
            Street = $"{street} {house}",
            PostalCode = $"{850 + house % 9} {10 + house % 80:00}",
            City = "SUNDBY",
            Phone = number < FictionalPhones.Length ? FictionalPhones[number] : null,
            Email = number % 3 == 1 ? null : string.Create(CultureInfo.InvariantCulture, $"{Ascii(first)}.{Ascii(last)}.{number}@example.com"),
            // One in two hundred lives under a protected identity.
            Protected = number % 200 == 117,
        };
    }

    /// <summary>The property with this number, for instance <c>BALDER 2:14</c>.</summary>
    public static (string Tract, string Unit) Property(int number) =>
        (Tracts[number % Tracts.Length], string.Create(CultureInfo.InvariantCulture, $"{1 + number / Tracts.Length % 9}:{1 + number / (Tracts.Length * 9)}"));

    /// <summary>A number between 0 and 2⁶³ that looks random and is always the same for the same arguments.</summary>
    /// <param name="number">What it is drawn for.</param>
    /// <param name="stream">Tells several draws for one number apart.</param>
    public ulong Draw(int number, int stream)
    {
        // SplitMix64 over the three arguments: the same on every machine and in every version of .NET, which Random is not.
        var x = (ulong)(uint)seed * 0x9E3779B97F4A7C15UL + (ulong)(uint)number * 0xBF58476D1CE4E5B9UL + (ulong)(uint)stream * 0x94D049BB133111EBUL;
        x ^= x >> 30;
        x *= 0xBF58476D1CE4E5B9UL;
        x ^= x >> 27;
        x *= 0x94D049BB133111EBUL;
        x ^= x >> 31;
        return x >> 1;
    }

    // Twelve digits with a hyphen. Birth dates run through 1935–2005; serials 980–999 are set aside for tests.
    static string PersonalNumber(int number)
    {
        var born = new DateOnly(1935, 1, 1).AddDays((int)(number * 7919L % 25_567));
        var serial = 980 + number / 25_567 % 20;
        var nine = string.Create(CultureInfo.InvariantCulture, $"{born:yyMMdd}{serial}");
        return string.Create(CultureInfo.InvariantCulture, $"{born:yyyyMMdd}-{serial}{Luhn(nine)}");
    }

    /// <summary>The check digit of Swedish personal and organisation numbers.</summary>
    /// <param name="nine">The nine digits before it.</param>
    public static int Luhn(string nine)
    {
        ArgumentNullException.ThrowIfNull(nine);

        var sum = 0;
        for (var i = 0; i < nine.Length; i++)
        {
            var digit = (nine[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += digit / 10 + digit % 10;
        }

        return (10 - sum % 10) % 10;
    }

    static IEnumerable<string> Fiction(string prefix, int from, int count) =>
        Enumerable.Range(from, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{prefix}{i:00}"));

    static string Ascii(string name) =>
        name.ToLowerInvariant().Replace('å', 'a').Replace('ä', 'a').Replace('ö', 'o').Replace('é', 'e');
}

/// <summary>Somebody who lives in Sundby.</summary>
public sealed record Resident
{
    /// <summary>The resident's number in the town.</summary>
    public required int Number { get; init; }

    /// <summary>Twelve digits with a hyphen, valid check digit.</summary>
    public required string PersonalNumber { get; init; }

    /// <summary>First name.</summary>
    public required string FirstName { get; init; }

    /// <summary>Last name.</summary>
    public required string LastName { get; init; }

    /// <summary>Street and house number.</summary>
    public required string Street { get; init; }

    /// <summary>Five digits with a space.</summary>
    public required string PostalCode { get; init; }

    /// <summary>Postal town.</summary>
    public required string City { get; init; }

    /// <summary>A telephone number from a series set aside for fiction, or null: most residents have none on file.</summary>
    public string? Phone { get; init; }

    /// <summary>An address at example.com, or null.</summary>
    public string? Email { get; init; }

    /// <summary>Lives under a protected identity.</summary>
    public bool Protected { get; init; }
}
