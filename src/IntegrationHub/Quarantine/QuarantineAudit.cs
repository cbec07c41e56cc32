using System.Diagnostics;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;

namespace IntegrationHub.Quarantine;

/// <summary>Writes down who does what with records in quarantine, before it is done.</summary>
sealed class QuarantineAudit(TenantId tenant, IAuditLog log, TimeProvider time)
{
    /// <summary>One line for what a person asks for.</summary>
    public ValueTask WriteAsync(Caller caller, string action, string result, StreamName? stream, string entry, CaseId? caseId, string? purpose, CancellationToken cancellationToken) =>
        log.AppendAsync(tenant, [new AuditLine
        {
            At = time.GetUtcNow(),
            Caller = caller.Name,
            Role = caller.Role.ToString().ToLowerInvariant(),
            OnBehalfOf = caller.OnBehalfOf,
            Action = action,
            Purpose = purpose,
            Case = caseId?.ToString(),
            Stream = stream?.Value,
            Entry = entry,
            Result = result,
            TraceId = Activity.Current?.TraceId.ToHexString(),
        }], cancellationToken);

    /// <summary>One line for each stream that the hub itself erases contents of.</summary>
    public ValueTask WriteExpiryAsync(IReadOnlyDictionary<StreamName, long> records, string why, CancellationToken cancellationToken) =>
        log.AppendAsync(tenant, [.. records.OrderBy(r => r.Key.Value, StringComparer.Ordinal).Select(r => new AuditLine
        {
            At = time.GetUtcNow(),
            Caller = "hub",
            Role = "hub",
            Action = "quarantine.expire",
            Purpose = why,
            Stream = r.Key.Value,
            Entry = $"{r.Value} records",
            Result = "asked",
        })], cancellationToken);
}
