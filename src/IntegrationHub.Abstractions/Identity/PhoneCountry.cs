namespace IntegrationHub.Identity;

/// <summary>How the numbers of one country are written inside it: what an address book there leaves out.</summary>
/// <param name="Name">The country by its two letters (ISO 3166-1).</param>
/// <param name="Code">Its code in international numbers.</param>
/// <param name="Trunk">What is dialled before an area inside the country and left out from abroad; empty where there is nothing of the kind.</param>
/// <param name="Least">The fewest digits of a number without code and trunk.</param>
/// <param name="Most">The most.</param>
public sealed record PhoneCountry(string Name, string Code, string Trunk, int Least, int Most)
{
    /// <summary>Sweden: numbers without a country are Swedish unless somebody says otherwise.</summary>
    public static PhoneCountry Sweden { get; } = new("SE", "46", "0", 7, 9);

    /// <summary>The countries whose numbers are read.</summary>
    /// <remarks>Lengths as the national numbering plans have them (ITU-T E.129 presentations): Denmark and Norway have numbers of eight digits without a trunk; the others dial a 0.</remarks>
    public static IReadOnlyList<PhoneCountry> All { get; } =
    [
        Sweden,
        new("DE", "49", "0", 5, 11),
        new("DK", "45", "", 8, 8),
        new("FI", "358", "0", 5, 12),
        new("GB", "44", "0", 9, 10),
        new("NL", "31", "0", 9, 9),
        new("NO", "47", "", 8, 8),
    ];

    /// <summary>The country of these two letters; null when its numbers are not read.</summary>
    public static PhoneCountry? Find(string name) => All.FirstOrDefault(c => c.Name == name);
}
