using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Storage;

namespace IntegrationHub.Operation;

/// <summary>Reads the lines of operators for an administrator, once it is written down who reads them.</summary>
sealed class AuditTrail(TenantId tenant, IHubStore store, TimeProvider time) : IAuditTrail
{
    const string Action = "audit.read";

    readonly OperatorAudit audit = new(tenant, store, time);

    public async Task<IReadOnlyList<WrittenAuditLine>> ReadAsync(Caller caller, AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(query);

        var allowed = caller.Role == CallerRole.Administrator;
        await audit.WriteAsync(audit.Line(caller, Action) with { Stream = query.Stream?.Value, Purpose = InWords(query), Result = allowed ? "full" : "refused" }, cancellationToken);
        if (!allowed) throw new AuditDeniedException();

        return await store.Audit.ListAsync(tenant, query, cancellationToken);
    }

    /// <summary>What was asked for. The text that names of people are searched for stays out: somebody will write something else into it.</summary>
    static string? InWords(AuditQuery query)
    {
        var parts = new List<string>();
        if (query.Person is not null) parts.Add("by person");
        if (query.Action is { } action) parts.Add($"actions {action}");
        if (query.From is { } from) parts.Add($"from {from:O}");
        if (query.Until is { } until) parts.Add($"until {until:O}");
        if (query.Before is { } before) parts.Add($"before line {before}");
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }
}
