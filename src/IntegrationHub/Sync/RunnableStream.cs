using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>A stream with everything that a run of it needs.</summary>
/// <param name="Key">Its full name.</param>
/// <param name="Definition">What its file says.</param>
/// <param name="Mapping">Its mapping, as it is in force when the run begins.</param>
/// <param name="Open">Makes the source for one run; what it asks of the vendor is counted by the meter.</param>
public sealed record RunnableStream(StreamKey Key, StreamDefinition Definition, IMapping Mapping, Func<RunMeter, OpenSource> Open);

/// <summary>A source with what was opened for it; both are disposed after the run.</summary>
/// <param name="source">The source.</param>
/// <param name="connection">What it calls the vendor with, if anything.</param>
public sealed class OpenSource(ISource source, IDisposable? connection = null) : IAsyncDisposable
{
    /// <summary>The source.</summary>
    public ISource Source { get; } = source;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Source is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
        else if (Source is IDisposable disposable) disposable.Dispose();
        connection?.Dispose();
    }
}

/// <summary>How runs are made.</summary>
public sealed class SyncOptions
{
    /// <summary>How long a lease lasts without being renewed; a run renews it three times as often. Ten seconds unless set.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The name of this node in leases and logs. The machine's name and the process id unless set.</summary>
    public string Owner { get; set; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>How many pages are read ahead of what is being mapped, and mapped ahead of what is being written. Two unless set.</summary>
    public int PagesAhead { get; set; } = 2;

    /// <summary>How many equally old, different versions one run asks the source for again. 1,000 unless set; of the others the one read later stands.</summary>
    public int MaxTies { get; set; } = 1000;
}
