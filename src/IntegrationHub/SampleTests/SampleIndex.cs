using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.SampleTests;

/// <summary>A case index for tests: each finds it empty and fills it by the commit of a run, with keys that nobody keeps.</summary>
/// <param name="open">Opens an empty store; it is given the fingerprint of the keys.</param>
internal sealed class SampleIndex(Func<string, IHubStore> open) : IAsyncDisposable
{
    const int MaxEvents = 10_000;

    static readonly StreamName Stream = new("sample");
    static readonly DateTimeOffset Began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly AccessFilter Everything = new([new AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);

    readonly KeyRing keys = KeyRing.Create();
    IHubStore? store;
    int tenants;

    /// <summary>Applies records in their order, and looks at one case.</summary>
    /// <param name="mapping">What maps them.</param>
    /// <param name="source">The system that they come from.</param>
    /// <param name="records">The records.</param>
    /// <param name="key">The case that is looked at; null for that of the last record with a key.</param>
    public async Task<IndexedCase> ApplyAsync(IMapping mapping, SourceId source, IReadOnlyList<SourceRecord> records, string? key)
    {
        if (store is null)
        {
            store = open(keys.Fingerprint);
            await store.PrepareAsync(CancellationToken.None);
        }

        // The tenant is the first column of every key: a tenant of its own is an index of its own.
        var stream = new StreamKey(new TenantId($"test-{++tenants}"), source, Stream);
        var protector = new CaseProtector(keys, stream.Tenant);
        var last = await CommitAsync(store.Streams, stream, new RecordTranslator(DefinitionOf(source, mapping), mapping, protector), records);
        return await FindAsync(store, stream, protector, key ?? last ?? "");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store?.DisposeAsync() ?? ValueTask.CompletedTask;

    static async Task<string?> CommitAsync(IStreamStore streams, StreamKey stream, RecordTranslator translator, IReadOnlyList<SourceRecord> records)
    {
        var lease = await streams.TryLeaseAsync(stream, "sample tests", TimeSpan.FromMinutes(10), CancellationToken.None)
            ?? throw new InvalidOperationException("The index of a test belongs to somebody else.");
        var run = await streams.BeginRunAsync(lease, RunTrigger.Manual, RunKind.Changes, Began, CancellationToken.None);
        string? last = null;
        for (var i = 0; i < records.Count; i++)
        {
            var item = translator.Translate(records[i], translator.RawHash(records[i]), Began.AddMinutes(i + 1));
            await streams.CommitAsync(lease, run, new Batch { Items = [item], Checkpoint = Checkpoint.Start, Progress = default }, CancellationToken.None);
            last = item.Key ?? last;
        }

        return last;
    }

    static async Task<IndexedCase> FindAsync(IHubStore store, StreamKey stream, CaseProtector protector, string key)
    {
        var known = await store.Streams.GetKnownAsync(stream, [key], CancellationToken.None);
        var order = known.GetValueOrDefault(key)?.Order;
        var id = protector.IdOf(stream.Source, key);
        if (await store.Cases.GetAsync(stream.Tenant, id, Everything, CancellationToken.None) is { } found)
        {
            var events = await store.Cases.TimelineAsync(stream.Tenant, id, Everything, MaxEvents, CancellationToken.None);
            var mapped = new MappingResult.MappedCase(protector.Open(found.Case), order)
            {
                // The index shows the newest first; a mapping writes them as they happened.
                Timeline = [.. events.Select(protector.Open).OrderBy(e => e.At).ThenBy(e => e.Id, StringComparer.Ordinal)],
            };
            return new IndexedCase(key, mapped, null, found.NewerRecordHeld);
        }

        var removed = await store.Removals.GetRemovedAsync(stream.Tenant, stream.Stream, int.MaxValue, CancellationToken.None);
        return new IndexedCase(key, null, removed.FirstOrDefault(r => r.Key == key)?.Reason, known.GetValueOrDefault(key)?.Held ?? false);
    }

    static StreamDefinition DefinitionOf(SourceId source, IMapping mapping) => new()
    {
        Name = Stream,
        Source = source,
        Title = source.Value,
        File = "",
        Adapter = "",
        Mapping = mapping.Name,
        Connection = new Dictionary<string, string>(),
        Reading = new StreamReading { Strategy = ReadStrategy.Cursor },
    };
}

/// <summary>What the index holds of a case.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Case">The case; null when it is not there.</param>
/// <param name="Removed">Why it left; null when it did not, or was destroyed.</param>
/// <param name="Held">Whether a newer record of it waits in quarantine.</param>
internal sealed record IndexedCase(string Key, MappingResult.MappedCase? Case, TombstoneReason? Removed, bool Held);
