namespace IntegrationHub.Installation;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Of">Of what: a hub by its name, or the server.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="Outcome">How it is.</param>
/// <param name="Says">What was seen, or what is wrong.</param>
/// <param name="Remedy">What to do; null when nothing.</param>
internal sealed record Finding(string Of, string Name, FindingOutcome Outcome, string Says, string? Remedy = null)
{
    public static Finding Good(string of, string name, string says) => new(of, name, FindingOutcome.Good, says);

    public static Finding Doubt(string of, string name, string says, string remedy) => new(of, name, FindingOutcome.Doubt, says, remedy);

    public static Finding Bad(string of, string name, string says, string? remedy = null) => new(of, name, FindingOutcome.Bad, says, remedy);
}

/// <summary>How something is.</summary>
internal enum FindingOutcome
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It works; somebody should look.</summary>
    Doubt,

    /// <summary>It does not work, or will not for long.</summary>
    Bad,
}
