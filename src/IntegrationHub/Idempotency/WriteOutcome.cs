namespace IntegrationHub.Idempotency;

/// <summary>What whoever writes is told of it.</summary>
/// <typeparam name="TReceipt">Where it stands.</typeparam>
public abstract record WriteOutcome<TReceipt>
{
    private protected WriteOutcome()
    {
    }

    /// <summary>It is written, now or when the same request came before.</summary>
    /// <param name="Receipt">Where it stands.</param>
    /// <param name="Before">Whether it was written before.</param>
    public sealed record Written(TReceipt Receipt, bool Before) : WriteOutcome<TReceipt>;

    /// <summary>The key was given to another request before; nothing was written.</summary>
    public sealed record KeyReused : WriteOutcome<TReceipt>;

    /// <summary>Somebody else has changed it meanwhile; nothing was written.</summary>
    /// <param name="Version">The version that stands.</param>
    public sealed record Changed(long Version) : WriteOutcome<TReceipt>;

    /// <summary>There is nothing such of which the caller may know.</summary>
    public sealed record NotFound : WriteOutcome<TReceipt>;
}

/// <summary>What is wrong with something that somebody wrote, without what they wrote.</summary>
/// <param name="Field">Where: <c>channel</c>, <c>person.phone</c>, <c>questions[1].cases[0]</c> …</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record WriteProblem(string Field, string Message);

/// <summary>Something makes no sense as it is; nothing was written. All problems are told at once.</summary>
public sealed class WriteInvalidException(IReadOnlyList<WriteProblem> problems) : Exception(string.Join(" ", problems.Select(problem => $"{problem.Field}: {problem.Message}")))
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<WriteProblem> Problems { get; } = problems;
}
