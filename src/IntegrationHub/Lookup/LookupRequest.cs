namespace IntegrationHub.Lookup;

/// <summary>What is looked up, and why.</summary>
/// <param name="By">What kind of value it is.</param>
/// <param name="Value">The value as somebody typed it.</param>
/// <param name="Purpose">Why it is looked up, 3 to 200 characters; it goes to the audit.</param>
public sealed record LookupRequest(LookupBy By, string Value, string Purpose)
{
    // A record's own text would hold the value, which belongs in no log.
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(LookupRequest)} by {By}";
}

/// <summary>What is wrong with a request, without the value that was typed.</summary>
/// <param name="Field">The field: <c>by</c>, <c>value</c> or <c>purpose</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record LookupProblem(string Field, string Message);

/// <summary>The request makes no sense as it is; nothing was looked up. All problems are told at once.</summary>
public sealed class LookupInvalidException(IReadOnlyList<LookupProblem> problems)
    : Exception(string.Join(" ", problems.Select(problem => $"{problem.Field}: {problem.Message}")))
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<LookupProblem> Problems { get; } = problems;
}

/// <summary>The caller's role sees no cases. The attempt was written to the audit.</summary>
public sealed class LookupDeniedException()
    : Exception("This role sees no cases. Use a key of an agent or a specialist.");
