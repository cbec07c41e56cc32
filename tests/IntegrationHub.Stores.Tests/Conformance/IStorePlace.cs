using IntegrationHub.Storage;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>Where a store under test keeps its data: several instances may be opened on one place, as several processes would.</summary>
public interface IStorePlace : IAsyncDisposable
{
    /// <summary>Opens and prepares a store on the place.</summary>
    ValueTask<IHubStore> OpenAsync(TimeProvider time, string keyFingerprint = "fingerprint-1");

    /// <summary>Lets the store's own lease clock pass.</summary>
    ValueTask LetLeaseTimePassAsync(TimeSpan time);

    /// <summary>How many cases a property is tried with: a hundred where a commit costs microseconds.</summary>
    int Generated => 100;

    /// <summary>How many rows the store has written to the tables of this name since it was opened: <c>cases</c>, <c>lookup_keys</c>, <c>record_state</c> …</summary>
    long RowsWritten(IHubStore store, string table);
}
