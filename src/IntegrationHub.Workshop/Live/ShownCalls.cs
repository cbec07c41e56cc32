using IntegrationHub.Testing;

namespace IntegrationHub.Workshop.Live;

/// <summary>Calls to stub files as they are shown: without what signs in and without what could be a person's, whoever sent it.</summary>
public sealed class ShownCalls
{
    readonly RedactedAddress address = new([]);

    /// <summary>A call with what came of it.</summary>
    public ShownCall Of(ServedCall served)
    {
        ArgumentNullException.ThrowIfNull(served);

        return new ShownCall(
            served.Call.Method, address.OfTarget(served.Call.Target), served.Status, served.Match.Stub?.Name, served.Fault?.ToString(), served.Match.Nearest?.Name,
            [.. served.Match.Differences.Select(d => d with { Asked = d.Asked is null ? null : Shown(d.Part, d.Asked) })]);
    }

    string Shown(string part, string asked) =>
        part.StartsWith("query ", StringComparison.Ordinal) ? address.OfParameter(part["query ".Length..], asked)
        : part.StartsWith("path", StringComparison.Ordinal) ? address.OfTarget(asked)
        // A body may hold anything, and headers hold what signs in.
        : part is "method" ? asked : "another";
}

/// <summary>A call to stub files as it is shown.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Address">The path and the parameters.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Stub">The stub that answered; null when none did.</param>
/// <param name="Fault">The fault that it met; null when it met none.</param>
/// <param name="Nearest">Where no stub answered, the one that comes nearest.</param>
/// <param name="Differences">What keeps that one from answering.</param>
public sealed record ShownCall(string Method, string Address, int Status, string? Stub, string? Fault, string? Nearest, IReadOnlyList<StubDifference> Differences);
