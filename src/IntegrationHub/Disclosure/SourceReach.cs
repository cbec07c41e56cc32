using IntegrationHub.Cases;

namespace IntegrationHub.Disclosure;

/// <summary>Whether a caller could be told anything of a source: only such sources are named in an answer.</summary>
public static class SourceReach
{
    /// <summary>Whether a rule gives anything of the source that no limit takes away wholly.</summary>
    public static bool MayTell(this AccessFilter filter, SourceId source)
    {
        ArgumentNullException.ThrowIfNull(filter);

        return filter.Rules.Any(rule => rule.Disclosure > Disclosure.Hidden && IsAbout(rule, source) && !filter.Limits.Any(limit => TakesAll(limit, rule, source)));
    }

    static bool IsAbout(AccessRule rule, SourceId source) => rule.Sources is null || rule.Sources.Contains(source);

    static bool TakesAll(AccessRule limit, AccessRule rule, SourceId source) =>
        limit.Disclosure == Disclosure.Hidden && IsAbout(limit, source)
        && limit.From <= rule.From && limit.UpTo >= rule.UpTo
        && Covers(limit.Departments, rule.Departments) && Covers(limit.Types, rule.Types);

    static bool Covers(IReadOnlyList<string>? limit, IReadOnlyList<string>? rule) =>
        limit is null || (rule is not null && rule.All(name => limit.Contains(name, StringComparer.Ordinal)));
}
