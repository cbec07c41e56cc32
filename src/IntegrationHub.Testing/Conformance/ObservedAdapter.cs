using IntegrationHub.Sources;

namespace IntegrationHub.Testing;

/// <summary>What a test sees, and does, between an adapter and the hub.</summary>
internal sealed class PageWatch
{
    readonly Lock gate = new();
    readonly List<SourcePage> pages = [];
    readonly List<PageRequest> requests = [];
    int underWay;

    /// <summary>How many calls for single records the source has not answered yet.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>The pages that were read, in order.</summary>
    public IReadOnlyList<SourcePage> Pages
    {
        get { lock (gate) return [.. pages]; }
    }

    /// <summary>The requests for them.</summary>
    public IReadOnlyList<PageRequest> Requests
    {
        get { lock (gate) return [.. requests]; }
    }

    /// <summary>Called before a page is read, with its number in the run from 0.</summary>
    public Action<int>? Before { get; set; }

    /// <summary>Called before each call of the source.</summary>
    public Action? Calling { get; set; }

    /// <summary>Gives the pages in the source's place.</summary>
    public Func<int, SourcePage>? Instead { get; set; }

    /// <summary>Changes a page before the hub gets it.</summary>
    public Func<int, SourcePage, SourcePage>? Change { get; set; }

    public void Clear()
    {
        lock (gate)
        {
            pages.Clear();
            requests.Clear();
        }
    }

    public async ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadsByKey source, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        Calling?.Invoke();
        Interlocked.Increment(ref underWay);
        try
        {
            return await source.ReadByKeysAsync(keys, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    public async ValueTask<SourcePage> ReadAsync(ISource source, PageRequest request, CancellationToken cancellationToken)
    {
        int number;
        lock (gate)
        {
            number = requests.Count;
            requests.Add(request);
        }

        Before?.Invoke(number);
        if (Instead is null) Calling?.Invoke();
        var page = Instead is { } instead ? instead(number) : await source.ReadPageAsync(request, cancellationToken);
        lock (gate) pages.Add(page);
        return Change?.Invoke(number, page) ?? page;
    }
}

/// <summary>An adapter whose pages a test sees on their way. It can what the adapter can, and no more.</summary>
internal sealed class ObservedAdapter(IAdapter adapter, PageWatch watch) : IAdapter
{
    public AdapterManifest Manifest => adapter.Manifest;

    public ISource CreateSource(SourceContext context)
    {
        var source = adapter.CreateSource(context);
        return (source is IReadsByKey, source is IPutsAway) switch
        {
            (true, true) => new Both(source, watch),
            (true, false) => new ByKey(source, watch),
            (false, true) => new PutsAway(source, watch),
            _ => new Observed(source, watch),
        };
    }

    class Observed(ISource source, PageWatch watch) : ISource, IAsyncDisposable
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) => watch.ReadAsync(source, request, cancellationToken);

        protected ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysOfAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
            watch.ReadByKeysAsync((IReadsByKey)source, keys, cancellationToken);

        protected ValueTask PutAwayOfAsync(string position, CancellationToken cancellationToken) => ((IPutsAway)source).PutAwayAsync(position, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            if (source is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else if (source is IDisposable disposable) disposable.Dispose();
        }
    }

    sealed class ByKey(ISource source, PageWatch watch) : Observed(source, watch), IReadsByKey
    {
        public ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => ReadByKeysOfAsync(keys, cancellationToken);
    }

    sealed class PutsAway(ISource source, PageWatch watch) : Observed(source, watch), IPutsAway
    {
        public ValueTask PutAwayAsync(string position, CancellationToken cancellationToken) => PutAwayOfAsync(position, cancellationToken);
    }

    sealed class Both(ISource source, PageWatch watch) : Observed(source, watch), IReadsByKey, IPutsAway
    {
        public ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => ReadByKeysOfAsync(keys, cancellationToken);

        public ValueTask PutAwayAsync(string position, CancellationToken cancellationToken) => PutAwayOfAsync(position, cancellationToken);
    }
}
