using IntegrationHub.Alerts;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Drift;
using IntegrationHub.HandOvers;
using IntegrationHub.History;
using IntegrationHub.Idempotency;
using IntegrationHub.Nodes;
using IntegrationHub.Notifications;
using IntegrationHub.Quarantine;
using IntegrationHub.Remapping;
using IntegrationHub.Removals;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage;

/// <summary>Where the hub keeps everything. SQLite and PostgreSQL implement it with one behaviour, proved by one suite.</summary>
/// <remarks>
/// A store sees protected values only: what is personal was encrypted and keyed before it comes here.
/// All methods may be called from several threads.
/// </remarks>
public interface IHubStore : IAsyncDisposable
{
    /// <summary>Makes or migrates the tables. Called once before anything else; harmless when nothing is to be done.</summary>
    /// <exception cref="StoreUnusableException">The store was written by a newer version, or with other keys.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Leases, checkpoints, runs, and the one transaction per batch.</summary>
    IStreamStore Streams { get; }

    /// <summary>The history of runs.</summary>
    IRunHistoryStore History { get; }

    /// <summary>Look-ups.</summary>
    ICaseIndex Cases { get; }

    /// <summary>Records that could not be mapped.</summary>
    IQuarantineStore Quarantine { get; }

    /// <summary>Held deletes, and what has left.</summary>
    IRemovalStore Removals { get; }

    /// <summary>The records that versions in the index were made of, and mapping them again.</summary>
    IRemapStore Remapping { get; }

    /// <summary>What is known of the shape of records, and of codes without a row.</summary>
    IDriftStore Drift { get; }

    /// <summary>What vendors told of their own accord, and what has not been read of it yet.</summary>
    INotificationStore Notifications { get; }

    /// <summary>Which processes share the store.</summary>
    INodeStore Nodes { get; }

    /// <summary>Contacts with their questions.</summary>
    IContactStore Contacts { get; }

    /// <summary>Callbacks and hand-overs with their steps.</summary>
    IHandOverStore HandOvers { get; }

    /// <summary>Requests that are carried out once.</summary>
    IOnceStore Once { get; }

    /// <summary>What is on its way to vendors.</summary>
    WriteBack.IOutboxStore Outbox { get; }

    /// <summary>What is known of the alerts.</summary>
    IAlertStore Alerts { get; }

    /// <summary>Who looked at what.</summary>
    IAuditLog Audit { get; }
}

/// <summary>The store cannot be used as it is; the message says why and what to do.</summary>
public sealed class StoreUnusableException(string message, Exception? inner = null) : Exception(message, inner);
