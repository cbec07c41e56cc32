using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationHub.Workshop.Inference;

/// <summary>How vendors call things, in English and Swedish.</summary>
internal static class Names
{
    public static readonly Regex[] Status = [R("^(case ?|arende ?)?(status|state|tillstand)( ?(code|kod))?$"), R("^(status|state)"), R("(status|state|tillstand|lage)$")];
    public static readonly Regex[] Type = [R("^(case|arende|request|application|service|permit)? ?(type|typ|kategori|category|slag|service code|sort)( ?(code|kod))?$"), R("(type|typ|category|kategori|slag)( ?(code|kod))?$")];
    public static readonly Regex[] Channel = [R("^(channel|kanal|contact channel|interface used|inkommen via|source channel)$")];
    public static readonly Regex[] Department = [R("(department|forvaltning|namnd|agency|verksamhet|organisation unit)"), R("^(unit|enhet|team|group)( ?name)?$")];
    public static readonly Regex[] Updated = [R("(updated|modified|changed|andrad|senast andrad|last change|uppdaterad|last update|mutatie)")];
    public static readonly Regex[] Opened = [R("(opened|created|received|registered|submitted|inkom|ankomst|skapad|requested|registrerad|registratie)"), R("^(start|startdatum|start ?date|date|datum)")];
    public static readonly Regex[] Closed = [R("(closed|completed|resolved|finished|avslutad|avslut|ended|determined)"), R("^(slut|slutdatum|end ?date|einddatum)")];
    public static readonly Regex[] Due = [R("(due|deadline|expected|target|forfall|klar ?senast|handlagd ?senast|expir)")];
    public static readonly Regex[] Title = [R("^(title|titel|subject|rubrik|arendemening|summary|case ?name|headline)$"), R("(title|rubrik|subject|arendemening)"), R("^(service name|short description|name|benamning)$")];
    public static readonly Regex[] TitleAtNeed = [R("^(description|beskrivning|omschrijving|text)$")];
    public static readonly Regex[] Summary = [R("(description|beskrivning|details?|omschrijving|meddelande)"), R("^(text|comment|note|kommentar|anteckning)")];
    public static readonly Regex[] Address = [R("^(address|adress|full ?address|street ?address|gatuadress|besoksadress)$"), R("(address|adress)( ?text)?$"), R("^(street|gata)$")];
    public static readonly Regex[] Property = [R("(fastighet|property|parcel|cadastral|uprn)")];
    public static readonly Regex[] Latitude = [R("^(lat|latitude|wgs ?lat)$")];
    public static readonly Regex[] Longitude = [R("^(lon|long|lng|longitude)$")];
    public static readonly Regex Id = R("^(id|uuid|guid)$");
    public static readonly Regex CaseId = R("^(case|arende|request|application|permit|service request|incident|ticket|zaak|item|object) ?(id|uuid)$");
    public static readonly Regex CaseNumber = R("(number|nummer|nr|diarie ?nr|dnr|reference|referens|ref|identificatie)$");
    public static readonly Regex AnyId = R("(id|key|nyckel|code|kod|signatur|uuid|guid|url)$");
    public static readonly Regex Revision = R("^(rev|revision|version|row ?version|sequence|seq|lopnr)$");
    public static readonly Regex PersonalNumber = R("(person ?(nr|nummer|number|id)|^pnr$|personnr|national id|ssn|bsn|burger ?service ?nummer|legal ?id|party ?id|civic|social ?security)");
    public static readonly Regex OrganisationNumber = R("(org(anisation)? ?(nr|nummer|number)|orgnr)");
    public static readonly Regex Phone = R("(phone|telefon|tel|mobil|mobile|cell|msisdn)");
    public static readonly Regex FirstName = R("^(first|given|for) ?(name|namn)$|fornamn");
    public static readonly Regex LastName = R("^(last|sur|family|efter) ?(name|namn)$|efternamn");
    public static readonly Regex PersonName = R("(requestor|applicant|person|customer|contact|client|reporter|sokande|anmalare|kund|klient|full|huvudman) ?(name|namn)$");
    public static readonly Regex AnyName = R("^(name|namn|full ?name|display ?name)$");
    public static readonly Regex Person = R("(applicant|person|customer|citizen|client|contact|reporter|requestor|requester|party|parties|people|stakeholder|owner|agent|sokande|anmalare|kund|klient|part$|parter|intressent|betrokkene|melder|submitter|consumer)");
    public static readonly Regex Handler = R("(handler|handlaggare|assigned|assignee|case ?worker|case ?officer|handled ?by|ansvarig|behandelaar|administrator)");

    /// <summary>Objects that tell where something is: what they call type or status is not that of the case.</summary>
    public static readonly Regex Place = R("(location|geo|position|coordinate|address|adress)");

    /// <summary>Whether its own name says so; a name that says little, such as code or name, is read with that of its object.</summary>
    public static bool Is(FieldProfile field, Regex name) => name.IsMatch(Plain(field.Name)) || (Little.IsMatch(Plain(field.Name)) && field.Parent.Length > 0 && name.IsMatch(Plain(LastOf(field.Parent))));

    /// <summary>Whether its name or that of its object says so.</summary>
    public static bool IsIn(FieldProfile field, Regex name) => name.IsMatch(Plain(field.Name)) || name.IsMatch(Plain(LastOf(field.Parent)));

    public static bool IsPersonal(FieldProfile field) => PersonalNumber.IsMatch(Plain(field.Name)) || FirstName.IsMatch(Plain(field.Name)) || LastName.IsMatch(Plain(field.Name)) || PersonName.IsMatch(Plain(field.Name))
        || Phone.IsMatch(Plain(field.Name)) || Address.Any(a => a.IsMatch(Plain(field.Name))) || Handler.IsMatch(Plain(field.Name)) || Handler.IsMatch(Plain(field.Parent)) || Person.IsMatch(Plain(field.Parent))
        || Plain(field.Name).Contains("mail", StringComparison.Ordinal);

    /// <summary>A name in small letters with spaces between its words: <c>caseNumber</c>, <c>case_number</c> and <c>CASE-NUMBER</c> are one.</summary>
    public static string Plain(string name)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is '@' or '[' or ']') continue;
            if (c is '_' or '-' or ' ' or '.') plain.Append(' ');
            else if (char.IsUpper(c) && i > 0 && char.IsLower(name[i - 1])) plain.Append(' ').Append(char.ToLowerInvariant(c));
            else plain.Append(char.ToLowerInvariant(c));
        }

        return plain.Replace('å', 'a').Replace('ä', 'a').Replace('ö', 'o').Replace('é', 'e').ToString().Trim();
    }

    static readonly Regex Little = R("^(code|kod|name|namn|value|varde|text|label|id|key|title|display ?name|description)$");

    static string LastOf(string path) => path[(path.LastIndexOf('.') + 1)..];

    static Regex R(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
