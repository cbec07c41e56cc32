namespace IntegrationHub.Disclosure;

/// <summary>Who asks: a calling system by its key, and the person at its other end as it named them.</summary>
public sealed record Caller
{
    /// <summary>The name of the caller's key, for the audit; never the key itself.</summary>
    public required string Name { get; init; }

    /// <summary>What the caller may do. A value that the scale does not have may do nothing.</summary>
    public required CallerRole Role { get; init; }

    /// <summary>The departments that a specialist belongs to, as the cases name them. Other roles have none.</summary>
    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>The person at the other end, as the calling system named them; written to the audit, trusted for nothing.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Whether the role is one that sees cases at all.</summary>
    internal bool SeesCases => Role is CallerRole.Agent or CallerRole.Specialist;
}

/// <summary>What a caller may do with cases.</summary>
public enum CallerRole
{
    /// <summary>A contact-centre agent: open cases in full, others only as far as the municipality has decided.</summary>
    Agent = 1,

    /// <summary>Works in a department: its own cases in full, others like an agent.</summary>
    Specialist = 2,

    /// <summary>Watches and repairs sync jobs: no case at all.</summary>
    Operations = 3,

    /// <summary>Sets the hub up: no case at all.</summary>
    Administrator = 4,
}
