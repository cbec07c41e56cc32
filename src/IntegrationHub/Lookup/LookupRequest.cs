namespace IntegrationHub.Lookup;

/// <summary>What a caller looks up by.</summary>
public enum LookupBy
{
    /// <summary>A personal or coordination number, twelve digits or ten.</summary>
    Person,

    /// <summary>An organisation number; a sole trader's is a personal number and is taken too.</summary>
    Organisation,

    /// <summary>A case's own number, or its number in another system.</summary>
    CaseNumber,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A street with a house number.</summary>
    Address,

    /// <summary>A property designation.</summary>
    Property,

    /// <summary>The name of a person or an organisation: all its words, in any order.</summary>
    Name,

    /// <summary>Words out of titles, numbers and types of open cases; the last word may be a beginning.</summary>
    Text,
}

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
