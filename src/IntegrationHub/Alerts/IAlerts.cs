using IntegrationHub.Disclosure;

namespace IntegrationHub.Alerts;

/// <summary>What the hub tells of by itself, and whom.</summary>
public interface IAlerts
{
    /// <summary>What is set; null when <c>hub.yaml</c> says nothing of alerts: then nobody is told anything.</summary>
    AlertSettings? Settings { get; }

    /// <summary>What fires, what was told, and what waits to be sent.</summary>
    Task<AlertBook> GetAsync(CancellationToken cancellationToken);

    /// <summary>Sends a test to every channel now, and tells what came of each. Who asked is in the audit first.</summary>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was sent.</exception>
    Task<IReadOnlyList<AlertMessage>> TestAsync(Caller caller, CancellationToken cancellationToken);

    /// <summary>Looks at the streams and tells what is to be told, until it is cancelled. Several processes may: one of them tells.</summary>
    Task KeepWatchAsync(CancellationToken cancellationToken);
}
