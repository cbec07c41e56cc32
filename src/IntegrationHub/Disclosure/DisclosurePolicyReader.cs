using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Identity;

namespace IntegrationHub.Disclosure;

/// <summary>Reads the <c>disclosure:</c> section of the hub's file. All that is wrong is reported at once; then there is no policy.</summary>
public static class DisclosurePolicyReader
{
    static readonly SectionCodes Codes = new("IH5302", "IH5303", "IH5301", "IH5301") { NoChoice = "IH5309" };

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
        var policy = Read(section, known, new SourceNames([.. known.Select(source => source.Value)], own), own);
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : policy;
    }

    static DisclosurePolicy? Read(YamlNode section, IReadOnlyCollection<SourceId> known, SourceNames names, DiagnosticBag diagnostics)
    {
        if (section is not YamlMap map)
        {
            diagnostics.Error(section.Place, Codes.WrongShape, "disclosure must be a section with keys of its own: sources, limits");
            return null;
        }

        var root = YamlSection.Item(map, "disclosure", HubFileKeys.Disclosure, diagnostics, Codes);
        var told = root.Section("sources");
        var sources = known.Distinct().ToDictionary(source => source, source => new SourceDisclosure(source));
        foreach (var (name, _) in told.Entries)
            if (names.Find(name) is { } source) sources[source] = ReadSource(source, told.Section(name.Text), diagnostics);

        List<DisclosureLimit> limits = [.. root.Items("limits").Select(limit => ReadLimit(limit, sources, names, diagnostics))];
        root.End();
        return new DisclosurePolicy([.. sources.Values], limits);
    }

    static SourceDisclosure ReadSource(SourceId source, YamlSection section, DiagnosticBag diagnostics)
    {
        var name = $"disclosure.sources.{source}";
        var social = section.Flag("social") ?? false;
        var decision = section.Has("existence") ? ReadDecision(section.Section("existence"), diagnostics) : null;
        var written = section.OneOf<Disclosure>("default");
        var departments = section.Has("departments") ? section.Texts("departments") : null;
        section.End();

        var place = section.Has("default") ? section.Node("default")!.Place : section.Place;
        var told = written ?? (social ? decision is null ? Disclosure.Hidden : Disclosure.Existence : Disclosure.Full);
        if (social && told == Disclosure.Full)
            diagnostics.Error(place, "IH5304", $"{name}: social support is told as existence at most; write 'default: hidden', or 'default: existence' with the decision that allows it");
        if (told == Disclosure.Existence && !section.Has("existence"))
            diagnostics.Error(place, "IH5305", $"{name}: existence may be told only with a recorded decision; write it under 'existence:' (decision, by, date, unit, phone)");
        if (written == Disclosure.Hidden && section.Has("existence"))
            diagnostics.Error(place, "IH5306", $"{name}: 'default: hidden' and a decision that existence may be told contradict each other; keep one of them");

        if (told == Disclosure.Existence && decision is null) return new SourceDisclosure(source, Disclosure.Hidden);
        return new SourceDisclosure(source, told) { Existence = decision, Departments = departments is null ? null : [.. departments.Select(d => d.Text)] };
    }

    static ExistenceDecision? ReadDecision(YamlSection section, DiagnosticBag diagnostics)
    {
        var decision = section.Text("decision")?.Text.Trim();
        var by = section.Text("by")?.Text.Trim();
        var dateText = section.Text("date");
        var unit = section.Text("unit")?.Text.Trim();
        var phone = section.Text("phone");
        section.End();

        var isDate = DateOnly.TryParseExact(dateText?.Text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        if (dateText is not null && !isDate) diagnostics.Error(dateText.Place, "IH5307", $"{section.Path("date")}: '{dateText.Text}' is no date; write it as 2026-01-31");
        if (phone is not null && !PhoneNumber.TryParse(phone.Text, out _)) diagnostics.Error(phone.Place, "IH5308", $"{section.Path("phone")}: '{phone.Text}' is no telephone number that can be called");

        return decision is null || by is null || unit is null || phone is null || !isDate ? null : new ExistenceDecision(decision, by, date, unit, phone.Text.Trim());
    }

    static DisclosureLimit ReadLimit(YamlSection limit, Dictionary<SourceId, SourceDisclosure> sources, SourceNames names, DiagnosticBag diagnostics)
    {
        var atMost = limit.OneOf<Disclosure>("atMost");
        var named = limit.Has("sources") ? limit.Texts("sources").Select(names.Find).OfType<SourceId>().ToList() : null;
        if (atMost == Disclosure.Existence)
            foreach (var source in (IEnumerable<SourceId>?)named ?? sources.Keys.OrderBy(source => source.Value, StringComparer.Ordinal))
                if (sources[source] is { Default: Disclosure.Full, Existence: null })
                    diagnostics.Error(limit.Node("atMost")!.Place, "IH5305", $"{limit.Path("atMost")}: existence may be told only with a recorded decision, and 'disclosure.sources.{source}' has none; write it there, or 'atMost: hidden'");

        var from = limit.OneOf<Confidentiality>("from") ?? Confidentiality.Open;
        var upTo = limit.OneOf<Confidentiality>("upTo") ?? Confidentiality.Protected;
        if (from > upTo) diagnostics.Error((limit.Node("from") ?? limit.Node("upTo")!).Place, "IH5309", $"{limit.Path("from")} is more closed than 'upTo', so the limit is about nothing; swap them");
        var read = new DisclosureLimit(new AccessRule
        {
            Sources = named,
            Departments = Texts(limit, "departments"),
            Types = Texts(limit, "types"),
            From = from,
            UpTo = upTo,
            Disclosure = atMost ?? Disclosure.Hidden,
        })
        {
            Roles = limit.AnyOf<CallerRole>("roles"),
            Callers = Texts(limit, "callers"),
        };
        limit.End();
        return read;
    }

    static IReadOnlyList<string>? Texts(YamlSection section, string key) => section.Has(key) ? [.. section.Texts(key).Select(text => text.Text)] : null;

    /// <summary>The sources that the stream files name.</summary>
    sealed class SourceNames(IReadOnlyCollection<string> names, DiagnosticBag diagnostics)
    {
        public SourceId? Find(YamlText text)
        {
            if (names.Contains(text.Text)) return new SourceId(text.Text);

            diagnostics.Error(text.Place, Codes.UnknownKey, $"no stream reads a source '{text.Text}'{DidYouMean.Hint(text.Text, names)}");
            return null;
        }
    }
}
