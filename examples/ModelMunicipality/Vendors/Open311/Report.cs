using System.Globalization;

namespace ModelMunicipality.Vendors.Open311;

/// <summary>What citizens can report, and who sees to it.</summary>
sealed record ReportService(string Code, string Name, string Group, string Agency, string Words);

/// <summary>What a report is about and who made it; drawn from its number, the same every time.</summary>
sealed class Report(Town.Town town, ReportRegister register, int number)
{
    /// <summary>The resident who made the oldest report and the one that visitors are shown.</summary>
    public const int StoryResident = 0;

    // How many of the town's people report faults, at most.
    const int Reporters = 40_000;

    /// <summary>The services of the town. The last is new, and no code table knows it yet.</summary>
    public static IReadOnlyList<ReportService> Services { get; } =
    [
        new("BEL", "Belysning", "Gata", "Gatukontoret", "Lampan är släckt."),
        new("VAG", "Hål i vägen", "Gata", "Gatukontoret", "Det är ett hål i asfalten."),
        new("KLO", "Klotter", "Park", "Parkenheten", "Någon har klottrat."),
        new("NED", "Nedskräpning", "Park", "Parkenheten", "Det ligger skräp."),
        new("VIN", "Snö och halka", "Gata", "Gatukontoret", "Det är halt."),
        new("PAR", "Park och lekplats", "Park", "Parkenheten", "Gungan är trasig."),
        new("TRA", "Skyltar och trafiksignaler", "Gata", "Gatukontoret", "Skylten är borta."),
        new("VAT", "Vatten och avlopp", "Vatten", "Vatten och avfall", "Vatten rinner ur en brunn."),
        new("ELS", "Elsparkcyklar", "Gata", "Gatukontoret", "En sparkcykel ligger på gångbanan."),
    ];

    bool IsStory => register.IsStory(number);

    public ReportService Service => IsStory ? Services[0]
        : Chance(41, 60) ? Services[^1]
        : Services[(int)(town.Draw(number, 40) % (uint)(Services.Count - 1))];

    /// <summary>Who made the report; null for the many who say nothing of themselves, and for everybody whose identity is protected.</summary>
    public Town.Resident? Reporter
    {
        get
        {
            if (IsStory) return town.Resident(StoryResident);

            var resident = town.Resident((int)(town.Draw(number, 42) % Reporters));
            return resident.Protected || Chance(43, 3) ? null : resident;
        }
    }

    /// <summary>The place of the fault: that of a house in the town; the reporter's own for the report that visitors are shown.</summary>
    public string Address => $"{town.Resident(IsStory ? StoryResident : (int)(town.Draw(number, 44) % Reporters)).Street}, SUNDBY";

    public decimal Latitude => 62.37m + town.Draw(number, 45) % 60_000 / 1_000_000m;

    public decimal Longitude => 17.25m + town.Draw(number, 46) % 90_000 / 1_000_000m;

    public string Channel => (town.Draw(number, 47) % 4) switch { 0 => "iOS", 1 => "Android", 2 => "Phone", _ => "Web interface" };

    /// <summary>The number under which the town's app for reports knows the matter, for one report in five; the e-service's for the one that visitors are shown.</summary>
    public string? EServiceNumber(string? story) => IsStory && number == register.StoryNumber ? story
        : !IsStory && Chance(48, 5) ? string.Create(CultureInfo.InvariantCulture, $"APP-{number:000000}")
        : null;

    bool Chance(int stream, int inHowMany) => town.Draw(number, stream) % (uint)inHowMany == 0;
}
