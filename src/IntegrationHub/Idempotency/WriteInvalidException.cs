namespace IntegrationHub.Idempotency;

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
