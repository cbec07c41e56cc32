using IntegrationHub.Sqlite;
using IntegrationHub.Storage;
using IntegrationHub.Stores.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Stores.Tests.Sqlite;

/// <summary>A folder of its own for each test, and a lease clock that the test moves.</summary>
public sealed class SqlitePlace : IStorePlace
{
    readonly MovedClock leaseClock = new();

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "ihub-store-" + Guid.NewGuid().ToString("n"));

    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public string Boot
    {
        get => leaseClock.Boot;
        set => leaseClock.Boot = value;
    }

    public SqliteHubStore Create(TimeProvider time, string keyFingerprint = "fingerprint-1") =>
        new(new SqliteStoreOptions { Folder = Folder, LeaseClock = leaseClock, BusyTimeout = BusyTimeout }, keyFingerprint, time, NullLogger<SqliteHubStore>.Instance);

    public async ValueTask<IHubStore> OpenAsync(TimeProvider time, string keyFingerprint = "fingerprint-1")
    {
        var store = Create(time, keyFingerprint);
        try
        {
            await store.PrepareAsync(CancellationToken.None);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public ValueTask LetLeaseTimePassAsync(TimeSpan time)
    {
        leaseClock.Milliseconds += (long)time.TotalMilliseconds;
        return ValueTask.CompletedTask;
    }

    public long RowsWritten(IHubStore store, string table) => ((SqliteHubStore)store).RowsWritten[table];

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    sealed class MovedClock : ILeaseClock
    {
        public string Boot { get; set; } = "boot-1";

        public long Milliseconds { get; set; } = 1_000_000;
    }
}
