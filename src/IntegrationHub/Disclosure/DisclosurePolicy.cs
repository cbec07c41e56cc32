using System.Collections.Frozen;
using IntegrationHub.Cases;

namespace IntegrationHub.Disclosure;

/// <summary>What a source tells those who do not work in its department.</summary>
/// <param name="Source">The source.</param>
/// <param name="Default">The most that is told of its open cases.</param>
public sealed record SourceDisclosure(SourceId Source, Disclosure Default = Disclosure.Full)
{
    /// <summary>The recorded decision that existence may be told; null when there is none: then nothing is told of what may not be told in full.</summary>
    public ExistenceDecision? Existence { get; init; }

    /// <summary>The departments whose cases the source holds; null when any department's may be there. Only their specialists see more than the default.</summary>
    public IReadOnlyList<string>? Departments { get; init; }
}

/// <summary>A rule that takes away from whom it names.</summary>
/// <param name="Rule">What it is about, and what it leaves at most.</param>
public sealed record DisclosureLimit(AccessRule Rule)
{
    /// <summary>The roles it is for; null for all.</summary>
    public IReadOnlyList<CallerRole>? Roles { get; init; }

    /// <summary>The names of the callers it is for; null for all.</summary>
    public IReadOnlyList<string>? Callers { get; init; }

    internal bool IsFor(Caller caller) =>
        (Roles is null || Roles.Contains(caller.Role)) && (Callers is null || Callers.Contains(caller.Name, StringComparer.Ordinal));
}

/// <summary>Who may know of what. Every caller's part of it becomes an <see cref="AccessFilter"/>, which a store makes part of its query.</summary>
/// <remarks>
/// Agents see open cases in full, and that restricted ones exist where the municipality has decided so. Specialists see their own department's cases in full up to secret,
/// know of its protected ones, and are like agents elsewhere. Operations and administrators see no case. A source that the policy does not know tells nobody anything.
/// </remarks>
public sealed class DisclosurePolicy
{
    readonly FrozenDictionary<SourceId, SourceDisclosure> sources;
    readonly IReadOnlyList<DisclosureLimit> limits;

    /// <param name="sources">Every source of the hub, each once.</param>
    /// <param name="limits">What is taken away from whom.</param>
    /// <exception cref="ArgumentException">A source tells of existence without a recorded decision.</exception>
    public DisclosurePolicy(IReadOnlyList<SourceDisclosure> sources, IReadOnlyList<DisclosureLimit> limits)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(limits);
        foreach (var source in sources)
            if (source is { Default: Disclosure.Existence, Existence: null })
                throw new ArgumentException($"Source '{source.Source}' tells of existence without a recorded decision.", nameof(sources));

        this.sources = sources.ToFrozenDictionary(source => source.Source);
        this.limits = [.. limits];
    }

    /// <summary>The policy of a hub that has decided nothing: open cases in full, nothing of the others.</summary>
    public static DisclosurePolicy Default(IEnumerable<SourceId> sources) =>
        new([.. sources.Distinct().Select(source => new SourceDisclosure(source))], []);

    /// <summary>The recorded decision behind what is told of a source's existing cases; null when there is none.</summary>
    public ExistenceDecision? ExistenceOf(SourceId source) => sources.GetValueOrDefault(source)?.Existence;

    /// <summary>What the caller may know.</summary>
    public AccessFilter For(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);

        var rules = caller.Role switch
        {
            CallerRole.Agent => Public(),
            CallerRole.Specialist => [.. Public(), .. Own(caller.Departments)],
            _ => new List<AccessRule>(),
        };
        return rules.Count == 0 ? AccessFilter.Nothing : new AccessFilter(rules, [.. limits.Where(limit => limit.IsFor(caller)).Select(limit => limit.Rule)]);
    }

    /// <summary>What the caller may know of questions in contacts by themselves: agents and specialists of open ones, specialists of their own departments' up to secret. Limits hold that name neither sources nor types.</summary>
    public AccessFilter ForQuestions(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);

        if (!caller.SeesCases) return AccessFilter.Nothing;

        var rules = new List<AccessRule> { new() { UpTo = Confidentiality.Open, Disclosure = Disclosure.Full } };
        if (caller.Departments.Count > 0) rules.Add(new AccessRule { Departments = caller.Departments, UpTo = Confidentiality.Secret, Disclosure = Disclosure.Full });
        return new AccessFilter(rules, [.. limits.Where(limit => limit.IsFor(caller) && limit.Rule is { Sources: null, Types: null }).Select(limit => limit.Rule)]);
    }

    List<AccessRule> Public()
    {
        var rules = new List<AccessRule>();
        var open = Named(source => source.Default == Disclosure.Full);
        if (open.Count > 0) rules.Add(new AccessRule { Sources = open, UpTo = Confidentiality.Open, Disclosure = Disclosure.Full });

        var existing = Named(source => source is { Default: not Disclosure.Hidden, Existence: not null });
        if (existing.Count > 0) rules.Add(new AccessRule { Sources = existing, UpTo = Confidentiality.Restricted, Disclosure = Disclosure.Existence });
        return rules;
    }

    IEnumerable<AccessRule> Own(IReadOnlyList<string> departments)
    {
        var undeclared = Named(source => source.Departments is null);
        foreach (var rule in Own(undeclared, departments)) yield return rule;

        foreach (var source in sources.Values.Where(source => source.Departments is not null))
            foreach (var rule in Own([source.Source], [.. departments.Intersect(source.Departments!, StringComparer.Ordinal)])) yield return rule;
    }

    static IEnumerable<AccessRule> Own(List<SourceId> sources, IReadOnlyList<string> departments)
    {
        if (sources.Count == 0 || departments.Count == 0) yield break;

        yield return new AccessRule { Sources = sources, Departments = departments, UpTo = Confidentiality.Secret, Disclosure = Disclosure.Full };
        yield return new AccessRule { Sources = sources, Departments = departments, From = Confidentiality.Protected, Disclosure = Disclosure.Existence };
    }

    List<SourceId> Named(Func<SourceDisclosure, bool> which) =>
        [.. sources.Values.Where(which).Select(source => source.Source).OrderBy(source => source.Value, StringComparer.Ordinal)];
}
