using System.Globalization;

namespace ModelMunicipality.Vendors.ByggR;

/// <summary>What a case is about and who has to do with it; drawn from its number, the same every time.</summary>
sealed class Permit(Town.Town town, PermitRegister register, int number)
{
    static readonly PermitType[] Types =
    [
        new("LOV", "BL", "A", "SMÅBH", "Bygglov för nybyggnad av enbostadshus"),
        new("LOV", "BL", "A", "FÖRR", "Bygglov för nybyggnad av förråd"),
        new("LOV", "BL", "A", "GÄST", "Bygglov för nybyggnad av gäststuga"),
        new("LOV", "BL", "A", "CP", "Bygglov för nybyggnad av carport"),
        new("LOV", "BL", "TILL", "SMÅBH", "Bygglov för tillbyggnad av enbostadshus"),
        new("LOV", "BL", "ÄNDR", "SKOL", "Bygglov för ändrad användning"),
        new("LOV", "RL", "RIV", "", "Rivningslov"),
        new("LOV", "ML", "", "", "Marklov för schaktning"),
        new("FÖRB", "FÖR", "NYB", "SMÅBH", "Förhandsbesked för nybyggnad"),
        new("ANM", "ATT", "A", "GÄST", "Anmälan om attefallshus"),
        new("ANM", "ANM", "ELD", "", "Anmälan om installation av eldstad"),
        new("STRA", "DI", "NYB", "GA", "Strandskyddsdispens för nybyggnad av garage"),
    ];

    /// <summary>How many of the town's people build, at most.</summary>
    const int Builders = 40_000;

    /// <summary>The resident who is the applicant of the first case and of <see cref="ByggRStandIn"/>'s story case.</summary>
    public const int StoryResident = 0;

    /// <summary>The number that the e-service's errand of the first case has.</summary>
    public const int FirstFlowNumber = 100_000;

    public PermitType Type { get; } = Types[(int)(town.Draw(number, 20) % (uint)Types.Length)];

    public PermitHandler Handler => PermitHandler.Of(town, number);

    public int PropertyNumber => (int)(town.Draw(number, 21) % 4_000);

    public (string Tract, string Unit) Property => Town.Town.Property(PropertyNumber);

    /// <summary>The number of the e-service's errand, for cases that came that way.</summary>
    /// <remarks>Every third, and those that visitors are shown: theirs is the matter that crosses systems.</remarks>
    public string? FlowNumber => register.IsStory(number) || Chance(22, 3) ? (FirstFlowNumber + number).ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>The resident who applies, or who is to be contacted when a company does.</summary>
    public int Applicant => register.IsStory(number) ? StoryResident : (int)(town.Draw(number, 23) % (uint)Math.Min(Builders, Math.Max(500, register.Count / 2)));

    /// <summary>The company that applies, as a party of the case; null when it is a person.</summary>
    public PermitParty? Company => !register.IsStory(number) && Chance(24, 10)
        ? PermitParty.Company(town, (int)(town.Draw(number, 25) % 300), Chance(26, 2), ["SOK", "BETA"])
        : null;

    /// <summary>True for one case in <paramref name="inHowMany"/>.</summary>
    public bool Chance(int stream, int inHowMany) => town.Draw(number, stream) % (uint)inHowMany == 0;

    /// <summary>A local time with its offset, as ByggR writes what came in electronically.</summary>
    public string WithOffset(DateTime local) => register.WithOffset(local);

    /// <summary>Who has to do with the case.</summary>
    public IEnumerable<PermitParty> Parties()
    {
        var applicant = Applicant;
        if (Company is { } company)
        {
            yield return company;
            yield return PermitParty.Person(town.Resident(applicant), ["KPER"]);
        }
        else
        {
            yield return PermitParty.Person(town.Resident(applicant), Chance(27, 3) ? ["SOK", "BETA", "FAG"] : ["SOK"]);
        }

        if (Chance(28, 4)) yield return PermitParty.Person(town.Resident((applicant + 7_001) % Builders), ["GRAN"]);
    }
}

/// <summary>The codes that say what kind of case it is, and its description.</summary>
sealed record PermitType(string Group, string Kind, string Variety, string Class, string Words);

/// <summary>Somebody at the building office.</summary>
sealed record PermitHandler(int Id, string Signature, string FirstName, string LastName)
{
    public static PermitHandler Of(Town.Town town, int number)
    {
        var id = 1 + (int)(town.Draw(number, 30) % 12);
        // The office's people are residents with high numbers, who build nothing.
        var person = town.Resident(Town.Town.Residents - id);
        return new PermitHandler(id, $"{person.FirstName[0]}{person.LastName[..2].ToUpperInvariant()}", person.FirstName, person.LastName);
    }
}

/// <summary>A person or company in a case.</summary>
sealed record PermitParty(int Id, string? Number, bool IsCompany, string Name, string? Street, string? PostalCode, string? City, IReadOnlyList<string> Roles)
{
    public IReadOnlyList<(string Kind, string Address)> Ways { get; private init; } = [];

    /// <summary>ByggR has no mark for a protected identity: the office leaves out what would reveal it.</summary>
    public static PermitParty Person(Town.Resident resident, IReadOnlyList<string> roles) => resident.Protected
        ? new PermitParty(20_000 + resident.Number, resident.PersonalNumber, false, "Skyddad identitet", null, null, null, roles)
        : new PermitParty(20_000 + resident.Number, resident.PersonalNumber, false, $"{resident.FirstName} {resident.LastName}", resident.Street, resident.PostalCode, resident.City, roles)
        {
            Ways = [.. Known("MOB", resident.Phone), .. Known("Epost", resident.Email)],
        };

    /// <summary>An invented company. No organisation number begins with 54.</summary>
    public static PermitParty Company(Town.Town town, int number, bool withPrefix, IReadOnlyList<string> roles)
    {
        var nine = string.Create(CultureInfo.InvariantCulture, $"54{3000 + number:0000}{number % 900 + 100:000}");
        var digits = $"{nine[..6]}-{nine[6..]}{Town.Town.Luhn(nine)}";
        var owner = town.Resident(number);
        return new PermitParty(900_000 + number, withPrefix ? "16" + digits : digits, true, $"{owner.LastName.ToUpperInvariant()}S BYGG I SUNDBY AB", owner.Street, owner.PostalCode, owner.City, roles)
        {
            Ways = [("Epost", string.Create(CultureInfo.InvariantCulture, $"kontoret.{number}@example.com"))],
        };
    }

    static (string, string)[] Known(string kind, string? address) => address is null ? [] : [(kind, address)];
}
