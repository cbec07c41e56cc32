using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Identity;

namespace IntegrationHub.Disclosure;

/// <summary>Reads the <c>disclosure:</c> section of the hub's file. All that is wrong is reported at once; then there is no policy.</summary>
public static class DisclosurePolicyReader
{
    static readonly string[] SectionKeys = ["sources", "limits"];
    static readonly string[] SourceKeys = ["default", "social", "departments", "existence"];
    static readonly string[] ExistenceKeys = ["decision", "by", "date", "unit", "phone"];
    static readonly string[] LimitKeys = ["sources", "departments", "types", "from", "upTo", "atMost", "roles", "callers"];

    /// <summary>Reads the policy; the default one when there is no section, null when there are errors.</summary>
    /// <param name="section">The value of <c>disclosure:</c>, or null.</param>
    /// <param name="known">The sources that the stream files name.</param>
    /// <param name="diagnostics">Takes what is wrong: IH5301 … IH5309.</param>
    public static DisclosurePolicy? Read(YamlNode? section, IReadOnlyCollection<SourceId> known, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(diagnostics);

        if (section is null or YamlText { IsEmpty: true }) return DisclosurePolicy.Default(known);

        var own = new DiagnosticBag();
        var yaml = new YamlSection(own, [.. known.Select(source => source.Value)]);
        var map = yaml.Map(section, "disclosure", SectionKeys);
        var sources = known.Distinct().ToDictionary(source => source, source => new SourceDisclosure(source));
        if (map?["sources"] is { } sourcesEntry && yaml.Map(sourcesEntry.Value, "disclosure.sources") is { } sourceMap)
            foreach (var entry in sourceMap.Entries)
                if (yaml.Source(entry.Key) is { } source) sources[source] = ReadSource(yaml, source, entry.Value);

        var limits = new List<DisclosureLimit>();
        if (map?["limits"] is { } limitsEntry)
            foreach (var item in yaml.Items(limitsEntry.Value, "disclosure.limits"))
                if (ReadLimit(yaml, item, sources) is { } limit) limits.Add(limit);

        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : new DisclosurePolicy([.. sources.Values], limits);
    }

    static SourceDisclosure ReadSource(YamlSection yaml, SourceId source, YamlNode node)
    {
        var name = $"disclosure.sources.{source}";
        var hidden = new SourceDisclosure(source, Disclosure.Hidden);
        if (yaml.Map(node, name, SourceKeys) is not { } map) return hidden;

        var social = map["social"] is { } flag && yaml.Flag(flag.Value, $"{name}.social");
        var decision = map["existence"] is { } existence ? ReadDecision(yaml, existence.Value, $"{name}.existence") : null;
        var written = map["default"] is { } entry ? yaml.Choice<Disclosure>(entry.Value, $"{name}.default") : null;
        var place = map["default"]?.Value.Place ?? node.Place;
        var told = written ?? (social ? decision is null ? Disclosure.Hidden : Disclosure.Existence : Disclosure.Full);

        if (social && told == Disclosure.Full)
            yaml.Error(place, "IH5304", $"{name}: social support is told as existence at most; write 'default: hidden', or 'default: existence' with the decision that allows it");
        if (told == Disclosure.Existence && map["existence"] is null)
            yaml.Error(place, "IH5305", $"{name}: existence may be told only with a recorded decision; write it under 'existence:' (decision, by, date, unit, phone)");
        if (written == Disclosure.Hidden && map["existence"] is not null)
            yaml.Error(place, "IH5306", $"{name}: 'default: hidden' and a decision that existence may be told contradict each other; keep one of them");

        if (told == Disclosure.Existence && decision is null) return hidden;
        return new SourceDisclosure(source, told)
        {
            Existence = decision,
            Departments = map["departments"] is { } departments ? yaml.Texts(departments.Value, $"{name}.departments") : null,
        };
    }

    static ExistenceDecision? ReadDecision(YamlSection yaml, YamlNode node, string name)
    {
        if (yaml.Map(node, name, ExistenceKeys) is not { } map) return null;

        var decision = yaml.Required(map, "decision", name);
        var by = yaml.Required(map, "by", name);
        var dateText = yaml.Required(map, "date", name);
        var unit = yaml.Required(map, "unit", name);
        var phone = yaml.Required(map, "phone", name);
        var isDate = DateOnly.TryParseExact(dateText, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        if (dateText is not null && !isDate) yaml.Error(map["date"]!.Value.Place, "IH5307", $"{name}.date: '{dateText}' is no date; write it as 2026-01-31");
        if (phone is not null && !PhoneNumber.TryParse(phone, out _)) yaml.Error(map["phone"]!.Value.Place, "IH5308", $"{name}.phone: '{phone}' is no telephone number that can be called");

        return decision is null || by is null || unit is null || phone is null || !isDate ? null : new ExistenceDecision(decision, by, date, unit, phone);
    }

    static DisclosureLimit? ReadLimit(YamlSection yaml, YamlNode node, Dictionary<SourceId, SourceDisclosure> sources)
    {
        const string Name = "disclosure.limits[]";
        if (yaml.Map(node, Name, LimitKeys) is not { } map) return null;

        var atMost = yaml.Required(map, "atMost", Name) is null ? null : yaml.Choice<Disclosure>(map["atMost"]!.Value, $"{Name}.atMost");
        if (atMost == Disclosure.Full) yaml.Error(map["atMost"]!.Value.Place, "IH5309", $"{Name}.atMost: 'full' limits nothing; write hidden or existence");
        var named = map["sources"] is { } list
            ? yaml.TextNodes(list.Value, $"{Name}.sources").Select(yaml.Source).OfType<SourceId>().ToList()
            : null;

        if (atMost == Disclosure.Existence)
            foreach (var source in (IEnumerable<SourceId>?)named ?? sources.Keys.OrderBy(source => source.Value, StringComparer.Ordinal))
                if (sources[source] is { Default: Disclosure.Full, Existence: null })
                    yaml.Error(map["atMost"]!.Value.Place, "IH5305", $"{Name}: existence may be told only with a recorded decision, and 'disclosure.sources.{source}' has none; write it there, or 'atMost: hidden'");

        var from = map["from"] is { } fromEntry ? yaml.Choice<Confidentiality>(fromEntry.Value, $"{Name}.from") : Confidentiality.Open;
        var upTo = map["upTo"] is { } upToEntry ? yaml.Choice<Confidentiality>(upToEntry.Value, $"{Name}.upTo") : Confidentiality.Protected;
        if (from > upTo) yaml.Error(map["from"]!.Value.Place, "IH5309", $"{Name}: 'from' is more closed than 'upTo', so the limit is about nothing; swap them");
        var roles = map["roles"] is { } rolesEntry
            ? yaml.TextNodes(rolesEntry.Value, $"{Name}.roles").Select(role => yaml.Choice<CallerRole>(role, $"{Name}.roles")).OfType<CallerRole>().ToList()
            : null;

        return new DisclosureLimit(new AccessRule
        {
            Sources = named,
            Departments = map["departments"] is { } departments ? yaml.Texts(departments.Value, $"{Name}.departments") : null,
            Types = map["types"] is { } types ? yaml.Texts(types.Value, $"{Name}.types") : null,
            From = from ?? Confidentiality.Open,
            UpTo = upTo ?? Confidentiality.Protected,
            Disclosure = atMost ?? Disclosure.Hidden,
        })
        {
            Roles = roles,
            Callers = map["callers"] is { } callers ? yaml.Texts(callers.Value, $"{Name}.callers") : null,
        };
    }
}
