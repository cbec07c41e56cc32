using System.Text.RegularExpressions;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Workshop.Inference;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Says what a field of an answer is: as a person said, else by where the mapping puts it, else by what it is called.</summary>
/// <remarks>What the hub's store would encrypt is replaced. A code that decides something stays: with another, other cases would come out.</remarks>
/// <param name="flows">Where the mapping's fields end up; null without a mapping.</param>
/// <param name="mayTellTitles">Whether every case that was recorded is open, so that its title may stay.</param>
/// <param name="keep">Fields that stay as they are.</param>
/// <param name="redact">Fields whose values are replaced whatever they are.</param>
internal sealed class FieldJudge(FieldFlows? flows, bool mayTellTitles, IReadOnlyList<string> keep, IReadOnlyList<string> redact)
{
    readonly List<IgnoredFields> kept = Patterns(keep);
    readonly List<IgnoredFields> redacted = Patterns(redact);
    readonly IReadOnlyList<Group> groups = GroupsOf(flows);

    // The strongest first: a field that is two things is treated as the one that is more of a person.
    static readonly FieldKind[] Strength =
    [
        FieldKind.PersonalNumber, FieldKind.OrganisationNumber, FieldKind.Email, FieldKind.Phone, FieldKind.Name, FieldKind.Address, FieldKind.Property, FieldKind.Place, FieldKind.Id, FieldKind.Text,
        FieldKind.Open, FieldKind.Unjudged, FieldKind.Code, FieldKind.Harmless,
    ];

    /// <summary>The patterns of the person who records that no field was found for.</summary>
    public IReadOnlyList<string> Unused(IReadOnlyCollection<string> fields) => [.. kept.Concat(redacted).Where(p => !fields.Any(p.Matches)).Select(p => p.Text["**.".Length..])];

    /// <summary>What a field is.</summary>
    /// <param name="path">Its path in the answer, without the marks of lists.</param>
    /// <param name="field">The mapping's path of it; null when the mapping does not look there.</param>
    public FieldKind Of(string path, string? field)
    {
        if (redacted.Exists(p => p.Matches(path))) return FieldKind.Text;
        if (kept.Exists(p => p.Matches(path))) return FieldKind.Kept;

        var byMapping = field is null ? null : ByMapping(field);
        var byName = ByName(path);
        return byMapping switch
        {
            null or FieldKind.Unjudged => byName ?? FieldKind.Unjudged,
            FieldKind.Name when byName == FieldKind.FamilyName => FieldKind.FamilyName,
            // Some vendors sign with a person's name what the mapping takes for a code.
            FieldKind.Code when byName is FieldKind.Email or FieldKind.Phone or FieldKind.Secret => byName.Value,
            _ => byMapping.Value,
        };
    }

    /// <summary>Whether the mapping puts the field somewhere.</summary>
    public bool Reads(string? field) => field is not null && flows?.Targets(field).Count > 0;

    /// <summary>Finds where a mapping's records stand in an answer: for each field of the answer the mapping's path of it, as far as there is one.</summary>
    /// <param name="paths">The fields of the answer.</param>
    public IReadOnlyDictionary<string, string> Align(IReadOnlyCollection<string> paths)
    {
        var known = new HashSet<string>(paths, StringComparer.Ordinal);
        var prefixes = paths.SelectMany(Prefixes).Append("").ToHashSet(StringComparer.Ordinal);
        var best = prefixes
            .SelectMany(prefix => groups.Select(group => (Prefix: prefix, Group: group, Count: group.Fields.Count(f => known.Contains(Join(prefix, f))))))
            .Where(c => c.Count >= 2 || (c.Count == c.Group.Fields.Count && c.Count > 0))
            .OrderByDescending(c => c.Count).ThenBy(c => c.Prefix.Length)
            .FirstOrDefault();
        return best.Group is null
            ? new Dictionary<string, string>()
            : known.Where(p => best.Prefix.Length == 0 || p.StartsWith(best.Prefix + ".", StringComparison.Ordinal)).ToDictionary(p => p, p => Join(best.Group.Prefix, best.Prefix.Length == 0 ? p : p[(best.Prefix.Length + 1)..]), StringComparer.Ordinal);
    }

    FieldKind? ByMapping(string field)
    {
        if (flows is null) return null;

        var targets = flows.Targets(field);
        var decides = flows.Decides(field);
        if (targets.Count == 0) return decides ? FieldKind.Code : null;

        var kind = Strength.First(k => targets.Any(t => KindOf(t) == k));
        var isTitle = targets.Contains("title") || targets.Contains("publicTitle");
        return decides && (kind is FieldKind.Text or FieldKind.Unjudged or FieldKind.Harmless || (kind == FieldKind.Open && !isTitle)) ? FieldKind.Code : kind;
    }

    FieldKind KindOf(string target) => target switch
    {
        "parties.name" or "handler.name" or "timeline.by" or "event.by" => FieldKind.Name,
        "parties.personalNumber" => FieldKind.PersonalNumber,
        "parties.organisationNumber" => FieldKind.OrganisationNumber,
        "parties.phone" or "handler.phone" => FieldKind.Phone,
        "parties.email" or "handler.email" => FieldKind.Email,
        "parties.address" or "location.address" => FieldKind.Address,
        "location.property" => FieldKind.Property,
        "location.lat" or "location.lon" => FieldKind.Place,
        "handler.id" => FieldKind.Id,
        "summary" or "timeline.text" or "event.text" => FieldKind.Text,
        "title" or "publicTitle" => mayTellTitles ? FieldKind.Open : FieldKind.Text,
        "openedAt" or "updatedAt" or "dueAt" or "closedAt" or "nextStep.by" or "timeline.at" or "event.at" or "identity.order" or "parties.protected" => FieldKind.Harmless,
        "timeline.title" or "event.title" => FieldKind.Unjudged,
        // The vendor's own words, which may name somebody where no table looks at them.
        "statusText" or "channel" or "department" or "handler.unit" or "nextStep.text" or "type" => FieldKind.Open,
        _ => target.StartsWith("attributes.", StringComparison.Ordinal) ? FieldKind.Unjudged : FieldKind.Code,
    };

    /// <summary>What a field that no mapping looks at is called.</summary>
    static FieldKind? ByName(string path)
    {
        var dot = path.LastIndexOf('.');
        var name = Names.Plain(path[(dot + 1)..]);
        var parent = dot < 0 ? "" : Names.Plain(path[(path.LastIndexOf('.', dot - 1) + 1)..dot]);
        return Secret.IsMatch(name) ? FieldKind.Secret
            : Names.PersonalNumber.IsMatch(name) || NationalNumber.IsMatch(name) ? FieldKind.PersonalNumber
            : Names.OrganisationNumber.IsMatch(name) || RegisterNumber.IsMatch(name) ? FieldKind.OrganisationNumber
            : name.Contains("mail", StringComparison.Ordinal) && !IsFlagName.IsMatch(name) ? FieldKind.Email
            : (Names.Phone.IsMatch(name) || name.Contains("telefoon", StringComparison.Ordinal)) && !IsFlagName.IsMatch(name) ? FieldKind.Phone
            : Names.LastName.IsMatch(name) || FamilyName.IsMatch(name) ? FieldKind.FamilyName
            : Names.FirstName.IsMatch(name) || Names.PersonName.IsMatch(name) || OtherNames.IsMatch(name) ? FieldKind.Name
            : IsSomebody(parent) && (Names.AnyName.IsMatch(name) || AnyOtherName.IsMatch(name)) ? FieldKind.Name
            : Signature.IsMatch(name) || (Names.Handler.IsMatch(name) && !Names.AnyId.IsMatch(name)) ? FieldKind.Id
            : Coordinate.IsMatch(name) || Coordinate.IsMatch(parent) ? FieldKind.Place
            : Names.Address.Any(a => a.IsMatch(name)) || OtherAddress.IsMatch(name) || (parent.Contains("address", StringComparison.Ordinal) && PartOfAddress.IsMatch(name)) ? FieldKind.Address
            : name is "fastighet" or "fastighetsbeteckning" or "uprn" or "property designation" ? FieldKind.Property
            : null;
    }

    static bool IsSomebody(string parent) => Names.Person.IsMatch(parent) || Names.Handler.IsMatch(parent) || Names.PersonName.IsMatch(parent);

    static IReadOnlyList<Group> GroupsOf(FieldFlows? flows) => flows is null ? [] :
    [
        .. flows.Fields
            .GroupBy(f => f.StartsWith("lookups.", StringComparison.Ordinal) && f.Split('.') is [var l, var name, ..] ? $"{l}.{name}" : "", StringComparer.Ordinal)
            .Select(g => new Group(g.Key, [.. g.Where(f => f.Length > g.Key.Length).Select(f => g.Key.Length == 0 ? f : f[(g.Key.Length + 1)..])])),
    ];

    static List<IgnoredFields> Patterns(IReadOnlyList<string> written) => [.. written.Select(w => new IgnoredFields($"**.{Mapping.Expressions.KnownFields.Plain(w)}", new Place("", 1, 1)))];

    static IEnumerable<string> Prefixes(string path)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1)) yield return path[..dot];
    }

    static string Join(string prefix, string field) => prefix.Length == 0 ? field : $"{prefix}.{field}";

    static readonly Regex Secret = R("^(access|refresh|id|session|csrf|auth)? ?token$|secret|passw|losenord|wachtwoord|^api ?key$|^client ?(id|secret)$|^session ?id$");
    static readonly Regex NationalNumber = R("(bsn|burgerservice|cpr ?(nr|nummer)?$|fodselsnummer|^fnr$|national ?insurance|^nino$|civil ?reg)");
    static readonly Regex RegisterNumber = R("(kvk ?(nr|nummer)?|cvr ?(nr|nummer)?|rsin|org ?id|company ?(number|reg))$");
    static readonly Regex FamilyName = R("^(achter|geslachts) ?naam$|^(etter|efter) ?navn$");
    static readonly Regex OtherNames = R("(voor|volledige?|bedrijfs) ?naam|voorletters|(for|mellan|mellem) ?navn|(company|organi[sz]ation|foretags|contact) ?(name|namn)|^(middle|known as) ?name$|handlaggare ?namn");
    static readonly Regex AnyOtherName = R("^(naam|navn|displayname|full ?name|title ?name|value)$");
    static readonly Regex Signature = R("(created|updated|modified|changed|assigned|closed|handled|owned|sent|andrad|skapad|registrerad) ?(by|av)( ?(user|id|name))?$|^(user ?name|user ?id|login|user|author|owner|signatur|signature|anvandare|gebruiker|medewerker|behandelaar|reporter ?user ?id|assigned ?user ?id)$");
    static readonly Regex Coordinate = R("^(lat|latitude|lon|lng|long|longitude|coordinates|easting|northing|geometrie?|point|wgs84|sweref.*|x ?coord.*|y ?coord.*)$");
    static readonly Regex OtherAddress = R("(straat|street|gatuadress|gata|huisnummer|huisletter|house ?(number|letter)|post ?code|postal ?code|zip( ?code)?|post ?nummer|post ?ort|woonplaats|openbare ruimte|care ?of|^c ?o$|adresse$)");
    static readonly Regex PartOfAddress = R("^(city|town|number|nummer|line ?[0-9]?|unit|floor|suite|display|text|full)$");
    static readonly Regex IsFlagName = R("^(send|has|is|allow|use|wants?|may|verified) ");

    static Regex R(string pattern) => new(pattern, RegexOptions.CultureInvariant);

    /// <summary>The fields of the record, or of one thing that is looked up for it.</summary>
    sealed record Group(string Prefix, IReadOnlyList<string> Fields);
}
