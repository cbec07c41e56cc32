using System.Globalization;

namespace ModelMunicipality.Vendors.SocialExport;

/// <summary>One case of the social services, computed from its number alone; a row says where it stands after so many changes.</summary>
/// <param name="town">Whose people need support.</param>
/// <param name="cases">How many cases there are.</param>
/// <param name="index">The case's number, from 0.</param>
/// <param name="firstDay">The day of the first file; the case came in before it.</param>
sealed class SupportCase(Town.Town town, int cases, int index, DateOnly firstDay)
{
    const int DaysBack = 700;

    static readonly Kind[] Kinds =
    [
        new("Ekonomiskt bistånd", "Försörjning & stöd", ["Inkommet", "Under utredning", "Väntar på komplettering", "Under utredning", "Beslutat - bifall", "Avslutat"]) { HasAmount = true },
        new("Ekonomiskt bistånd", "Försörjning & stöd", ["Inkommet", "Under utredning", "Beslutat - avslag", "Avslutat"]),
        new("Hemtjänst SoL", "Biståndsenheten", ["Inkommet", "Under utredning", "Beslutat - bifall", "Avslutat"]),
        new("Särskilt boende SoL", "Biståndsenheten", ["Inkommet", "Väntar på komplettering", "Under utredning", "Beslutat - delvis bifall", "Avslutat"]),
        new("Ledsagarservice LSS", "LSS-enheten", ["Inkommet", "Under utredning", "Väntar på annan myndighet", "Beslutat - bifall", "Avslutat"]),
        new("Familjerätt", "Barn och unga", ["Inkommet", "Under utredning", "Återtaget"]),
        new("Orosanmälan", "Barn och unga", ["Förhandsbedömning", "Under utredning", "Avslutat"]) { IsReport = true },
    ];

    static readonly string[] Handlers = ["Åsa Öberg", "Märta Ågren", "Ali Norén", "Siv Kåberg", "Björn Lindqvist", "Zahra Palm", "Tove Sjögren"];

    /// <summary>The resident who also has cases in the town's other systems.</summary>
    public const int StoryResident = 0;

    /// <summary>The case of that resident which the story is about.</summary>
    public const int Story = 0;

    readonly Kind kind = index == Story ? Kinds[0] : Kinds[(int)(town.Draw(index, 60) % (uint)Kinds.Length)];

    /// <summary>The number on the citizen's letter.</summary>
    public string Number => string.Create(CultureInfo.InvariantCulture, $"S-{CameIn.Year}-{index + 1:000000}");

    DateOnly CameIn => firstDay.AddDays(-30 - (int)(town.Draw(index, 61) % (DaysBack - 30)));

    /// <summary>The case's row.</summary>
    /// <param name="revision">How often the case has changed since the first file.</param>
    /// <param name="changed">When it last did, in local time; null for the time before the first file.</param>
    public string Row(int revision, DateTime? changed)
    {
        var start = index == Story ? 1 : (int)(town.Draw(index, 62) % (uint)kind.Course.Length);
        var step = Math.Min(start + revision, kind.Course.Length - 1);
        var status = kind.Course[step];
        var lastChanged = changed ?? CameIn.ToDateTime(new TimeOnly(8 + index % 9, index % 60)).AddDays(Math.Min(step * 6, 29));
        var decided = kind.Course.Take(step + 1).Any(s => s.StartsWith("Beslutat", StringComparison.Ordinal));
        // The decision is not younger than the row that tells of it.
        var decidedOn = CameIn.AddDays(28) < DateOnly.FromDateTime(lastChanged) ? CameIn.AddDays(28) : DateOnly.FromDateTime(lastChanged);

        return string.Join(
            ';',
            Number,
            PersonalNumber(),
            Name(),
            kind.Name,
            status,
            Day(CameIn),
            lastChanged.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            decided ? Day(decidedOn) : "",
            step == 0 ? "" : Handlers[(int)(town.Draw(index, 63) % (uint)Handlers.Length)],
            kind.Unit,
            decided && kind.HasAmount ? Amount() : "",
            IsSecret ? "J" : "N");
    }

    // A third of the reports of concern name nobody.
    Town.Resident? Person => kind.IsReport && town.Draw(index, 64) % 3 == 0
        ? null
        : town.Resident(index == Story ? StoryResident : (int)(town.Draw(index, 65) % (uint)Math.Min(Town.Town.Residents, Math.Max(500, cases / 2))));

    // The story's case is one that the contact centre may know of, though of nothing in it.
    bool IsSecret => index != Story && (kind.IsReport || Person is { Protected: true } || town.Draw(index, 66) % 3 > 0);

    // Whoever typed the number in had a habit of their own.
    string PersonalNumber() => Person is not { } person ? "" : (index % 3) switch
    {
        0 => person.PersonalNumber,
        1 => person.PersonalNumber[2..],
        _ => person.PersonalNumber.Replace("-", "", StringComparison.Ordinal),
    };

    string Name() => Person is not { } person ? ""
        : index % 10 == 9 ? $"\"{person.LastName}; {person.FirstName}\""
        : $"{person.FirstName} {person.LastName}";

    string Amount()
    {
        var amount = 1_500 + (int)(town.Draw(index, 67) % 12_000);
        return string.Create(CultureInfo.InvariantCulture, $"{amount / 1000} {amount % 1000:000},{(index % 2 == 0 ? "00" : "50")}");
    }

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    sealed record Kind(string Name, string Unit, string[] Course)
    {
        public bool HasAmount { get; init; }

        public bool IsReport { get; init; }
    }
}
