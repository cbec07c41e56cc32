using System.Globalization;
using System.Text.RegularExpressions;

namespace IntegrationHub.Workshop.Inference;

/// <summary>Which field seems to be what, by its name and by what it holds. A guess that a person looks through: nothing is taken that the samples contradict.</summary>
internal sealed class FieldRoles
{
    readonly IReadOnlyList<FieldProfile> fields;
    readonly HashSet<FieldProfile> taken = [];

    // What stands nearer to the record says more of it; links and other vendor's own things say nothing.
    FieldRoles(SampleProfile profile) =>
        (Profile, fields) = (profile, [.. profile.Fields.Where(f => !f.Path.Split('.').Any(n => n.StartsWith('_'))).OrderBy(f => f.Path.Count(c => c == '.'))]);

    public SampleProfile Profile { get; }

    public FieldProfile? Key { get; private set; }

    public FieldProfile? Number { get; private set; }

    public FieldProfile? Order { get; private set; }

    /// <summary>Fields of the case by the target's name.</summary>
    public Dictionary<string, FieldProfile> Targets { get; } = new(StringComparer.Ordinal);

    /// <summary>Those who have to do with the case.</summary>
    public IReadOnlyList<PartyGroup> Parties { get; private set; } = [];

    /// <summary>Whether a code table was made of the field.</summary>
    public bool IsCode(FieldProfile field) => Targets.Any(t => t.Key is "status" or "type" or "channel" && t.Value == field);

    /// <summary>Whether a field holds a person's data, and so no value of it is shown.</summary>
    public bool IsPersonal(FieldProfile field) =>
        Parties.Any(g => g.Fields.ContainsValue(field)) || Names.IsPersonal(field) || field.Form.Kind is FormKind.PersonalNumber or FormKind.Email or FormKind.Phone
        || field.Share(ValueForms.PersonalNumber) > 0 || field.Share(ValueForms.Email) > 0;

    public static FieldRoles Of(SampleProfile profile)
    {
        var roles = new FieldRoles(profile);
        roles.FindKey();
        roles.FindTimes();
        roles.FindCodes();
        roles.FindParties();
        roles.FindTexts();
        return roles;
    }

    void FindKey()
    {
        // An internal id stays when a number is corrected; where there is none, the number on the letter is the key.
        var unique = fields.Where(f => !f.IsInList && f.Records == Profile.Records && f.Filled == f.Records && f.IsUnique && f.Longest <= 100 && !IsPersonal(f) && f.Form.Kind is FormKind.Text or FormKind.Number or FormKind.Phone or FormKind.OrganisationNumber).ToList();
        var number = unique.Find(f => Names.Is(f, Names.CaseNumber));
        Key = unique.Find(f => f.Parent.Length == 0 && Names.Is(f, Names.Id)) ?? unique.Find(f => Names.Is(f, Names.CaseId)) ?? number ?? unique.Find(f => Names.Is(f, Names.AnyId));
        if (Key is not null) taken.Add(Key);
        if (number is not null && number != Key && taken.Add(number)) Number = number;
    }

    void FindTimes()
    {
        var times = fields.Where(f => !f.IsInList && f.Form.Kind is FormKind.Moment or FormKind.Date && f.Filled > 0).ToList();
        if (Take("updatedAt", times, Names.Updated) is { } updated) Order = updated;
        Take("openedAt", times, Names.Opened);
        Take("closedAt", times, Names.Closed);
        Take("dueAt", times, Names.Due);
        Order ??= fields.FirstOrDefault(f => !f.IsInList && f.Form.Kind == FormKind.Number && f.Filled == Profile.Records && Names.Is(f, Names.Revision));
    }

    void FindCodes()
    {
        var codes = fields.Where(CouldBeCode).ToList();
        Take("status", codes, Names.Status);
        Take("type", codes, Names.Type);
        Take("channel", codes, Names.Channel);
        Take("department", fields.Where(f => !f.IsInList && f.Form.Kind == FormKind.Text && f.Flags == 0), Names.Department);
    }

    void FindParties()
    {
        var handlers = fields.Where(f => !f.IsInList && Names.IsIn(f, Names.Handler)).ToList();
        foreach (var field in handlers)
        {
            var name = Names.Plain(field.Name);
            var target = field.Form.Kind == FormKind.Email || name.Contains("mail", StringComparison.Ordinal) ? "handler.email" : field.Form.Kind == FormKind.Phone || Names.Phone.IsMatch(name) ? "handler.phone" : Names.Is(field, Names.AnyId) && !Names.Is(field, Names.Handler) ? "handler.id" : "handler.name";
            if (Targets.TryAdd(target, field)) taken.Add(field);
        }

        var groups = new List<PartyGroup>();
        foreach (var group in fields.Where(f => !taken.Contains(f)).GroupBy(f => f.Parent))
        {
            var found = new PartyGroup(group.Key);
            foreach (var field in group) found.Add(field);
            found.Complete(group);
            if (!found.IsSomebody || found.IsDeep) continue;

            taken.UnionWith(found.Fields.Values);
            taken.UnionWith(found.NameParts);
            groups.Add(found);
        }

        // A case has one list of parties: the group that tells most of a person. The others are left to a person to map.
        Parties = [.. groups.OrderByDescending(g => g.Weight).Take(1)];
        foreach (var other in groups.OrderByDescending(g => g.Weight).Skip(1))
        {
            taken.ExceptWith(other.Fields.Values);
            taken.ExceptWith(other.NameParts);
        }
    }

    void FindTexts()
    {
        var texts = fields.Where(f => !f.IsInList && !taken.Contains(f) && f.Form.Kind == FormKind.Text && f.Flags == 0 && f.Numbers == 0).ToList();
        Take("title", texts, Names.Title);
        Take("summary", texts, Names.Summary);
        Take("location.address", texts, Names.Address);
        Take("location.property", texts, Names.Property);
        var numbers = fields.Where(f => !f.IsInList && f.Form.Kind == FormKind.Number).ToList();
        Take("location.lat", numbers.Where(f => f.Distinct.All(v => decimal.Parse(v.Key, CultureInfo.InvariantCulture) is >= -90 and <= 90)), Names.Latitude);
        Take("location.lon", numbers.Where(f => f.Distinct.All(v => decimal.Parse(v.Key, CultureInfo.InvariantCulture) is >= -180 and <= 180)), Names.Longitude);
        if (!Targets.ContainsKey("title")) Take("title", texts, Names.TitleAtNeed);
    }

    // The first field of the most telling name.
    FieldProfile? Take(string target, IEnumerable<FieldProfile> candidates, Regex[] names)
    {
        var open = candidates.Where(f => !taken.Contains(f) && f.Filled > 0).ToList();
        foreach (var name in names)
        {
            if (open.Find(f => Names.Is(f, name)) is not { } field) continue;

            taken.Add(field);
            Targets[target] = field;
            return field;
        }

        return null;
    }

    bool CouldBeCode(FieldProfile field)
    {
        if (field.IsInList || Names.Place.IsMatch(Names.Plain(field.Parent)) || field.Flags > 0 || field.HasMore || field.Longest > 60 || taken.Contains(field) || field.Form.Kind is not (FormKind.Text or FormKind.Number)) return false;

        var distinct = field.Distinct.Count;
        return distinct is > 0 and <= 40 && (Profile.Records <= 5 || distinct <= Math.Max(3, Profile.Records / 2));
    }
}
