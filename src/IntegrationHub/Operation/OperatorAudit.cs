using System.Diagnostics;
using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Storage;

namespace IntegrationHub.Operation;

/// <summary>Writes into the audit what operators ask for, before it is done.</summary>
sealed class OperatorAudit(TenantId tenant, IHubStore store, TimeProvider time)
{
    /// <summary>Who an operator is, for people: the person and the key they came with.</summary>
    public static string NameOf(Caller caller) => caller.OnBehalfOf is { } person ? $"{person} ({caller.Name})" : caller.Name;

    /// <summary>Writes that somebody asks for something of a stream, and returns when it is durable.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="action">What for.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="purpose">Why, as they wrote it; or what exactly is asked for.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="AuditUnavailableException">It could not be written: then nothing is done.</exception>
    public ValueTask WriteAsync(Caller caller, string action, StreamName stream, string? purpose, CancellationToken cancellationToken) =>
        WriteAsync(Line(caller, action) with { Stream = stream.Value, Purpose = purpose }, cancellationToken);

    /// <summary>Writes one line and returns when it is durable.</summary>
    /// <exception cref="AuditUnavailableException">It could not be written: then nothing is done.</exception>
    public ValueTask WriteAsync(AuditLine line, CancellationToken cancellationToken) => store.Audit.AppendAsync(tenant, [line], cancellationToken);

    /// <summary>A line that tells who asks for what; it is completed by whoever knows of what.</summary>
    public AuditLine Line(Caller caller, string action) => new()
    {
        At = time.GetUtcNow(),
        Caller = caller.Name,
        Role = caller.Role.ToString().ToLowerInvariant(),
        OnBehalfOf = caller.OnBehalfOf,
        Action = action,
        Result = "asked",
        TraceId = Activity.Current?.TraceId.ToHexString(),
    };
}
