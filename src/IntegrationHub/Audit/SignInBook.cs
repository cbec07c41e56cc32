using System.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Storage;

namespace IntegrationHub.Audit;

/// <summary>Writes sign-ins into the audit.</summary>
sealed class SignInBook(TenantId tenant, IHubStore store, TimeProvider time) : ISignInBook
{
    const string Action = "sign-in";

    // Whose key it was is not known, and it was of no role.
    const string Nobody = "unknown";

    public async Task SignedInAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);

        await WriteAsync(caller.Name, caller.Role.ToString().ToLowerInvariant(), caller.OnBehalfOf, "signed-in", cancellationToken);
    }

    public async Task RefusedAsync(string person, bool locked, CancellationToken cancellationToken) =>
        await WriteAsync(Nobody, Nobody, person, locked ? "locked" : "refused", cancellationToken);

    ValueTask WriteAsync(string caller, string role, string? person, string result, CancellationToken cancellationToken) => store.Audit.AppendAsync(
        tenant,
        [new AuditLine { At = time.GetUtcNow(), Caller = caller, Role = role, OnBehalfOf = person, Action = Action, Result = result, TraceId = Activity.Current?.TraceId.ToHexString() }],
        cancellationToken);
}
