using IntegrationHub.Cases;

namespace IntegrationHub.Disclosure;

/// <summary>How much of a case may be told, from nothing to everything.</summary>
public enum Disclosure
{
    /// <summary>Nothing, not even that it exists; it is in no count.</summary>
    Hidden = 0,

    /// <summary>That there is a matter, at which department, and whom to ask. Nothing else.</summary>
    Existence = 1,

    /// <summary>Everything the hub has.</summary>
    Full = 2,
}

/// <summary>What one caller may know: rules that give, and limits that only take away. A store makes it part of its query.</summary>
/// <remarks>
/// The disclosure of a case is the most that any matching rule gives, cut to the least that any matching limit allows; hidden when no rule matches.
/// So a further limit never adds a row. While a newer record of a case is in quarantine, rules and limits see its confidentiality as
/// <see cref="Confidentiality.Protected"/>, whatever is stored.
/// </remarks>
/// <param name="Rules">What gives.</param>
/// <param name="Limits">What takes away.</param>
public sealed record AccessFilter(IReadOnlyList<AccessRule> Rules, IReadOnlyList<AccessRule> Limits)
{
    /// <summary>Lets nothing through.</summary>
    public static AccessFilter Nothing { get; } = new([], []);

    /// <summary>The disclosure of a case, as every store must compute it in its query.</summary>
    public Disclosure Of(SourceId source, string? department, string? type, Confidentiality confidentiality)
    {
        var given = Disclosure.Hidden;
        foreach (var rule in Rules)
            if (rule.Disclosure > given && rule.Matches(source, department, type, confidentiality)) given = rule.Disclosure;
        foreach (var limit in Limits)
            if (limit.Disclosure < given && limit.Matches(source, department, type, confidentiality)) given = limit.Disclosure;
        return given;
    }
}

/// <summary>One rule or limit. A null list or value matches everything.</summary>
public sealed record AccessRule
{
    /// <summary>The sources it is about.</summary>
    public IReadOnlyList<SourceId>? Sources { get; init; }

    /// <summary>The departments it is about, compared by ordinal. A case without a department matches no list.</summary>
    public IReadOnlyList<string>? Departments { get; init; }

    /// <summary>The case types it is about. A case without a type matches no list.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>The least closed confidentiality it is about.</summary>
    public Confidentiality From { get; init; } = Confidentiality.Open;

    /// <summary>The most closed confidentiality it is about.</summary>
    public Confidentiality UpTo { get; init; } = Confidentiality.Protected;

    /// <summary>What it gives (a rule) or leaves at most (a limit).</summary>
    public required Disclosure Disclosure { get; init; }

    /// <summary>Whether the rule is about such a case.</summary>
    public bool Matches(SourceId source, string? department, string? type, Confidentiality confidentiality) =>
        confidentiality >= From && confidentiality <= UpTo
        && (Sources is null || Sources.Contains(source))
        && (Departments is null || (department is not null && Departments.Contains(department, StringComparer.Ordinal)))
        && (Types is null || (type is not null && Types.Contains(type, StringComparer.Ordinal)));
}
