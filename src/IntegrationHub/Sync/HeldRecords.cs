using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>Maps a stream's records in quarantine again, without their vendor: those that somebody asks for, or all when what decides about them has changed since the stream's last run.</summary>
internal sealed class HeldRecords(RunnableStream stream, IStreamStore store, CaseProtector protector, ILogger logger)
{
    const int AtOnce = 200;

    readonly RecordTranslator translator = new(stream.Definition, stream.Mapping, protector);

    /// <summary>What decides about the stream's records now: mapping and code tables, the floor of confidentiality, the size limit.</summary>
    public string MappedWith { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{Convert.ToHexStringLower(stream.Mapping.Fingerprint.Span)}/{stream.Definition.ConfidentialityFloor}/{stream.Definition.Limits.MaxRecordBytes}{ListsOf(stream, protector)}");

    // A channel that was missing brings the contacts in that wait for it.
    static string ListsOf(RunnableStream stream, CaseProtector protector) =>
        stream.Mapping.Target == MappingTarget.Contact ? $"/{string.Join(',', protector.ContactLists.Channels.Keys)}/{string.Join(',', protector.ContactLists.Results.Keys)}" : "";

    /// <summary>In a run: maps them again if there is reason to. What still cannot be mapped stays, with its new fault; a newer version in the index is left alone.</summary>
    /// <returns>The checkpoint that says with what the stream is mapped now. It is stored with the next commit.</returns>
    public async Task<Checkpoint> MapAgainAsync(Checkpoint checkpoint, BatchWriter writer, CancellationToken cancellationToken)
    {
        if (checkpoint.MappedWith == MappedWith) return checkpoint;

        var done = checkpoint with { MappedWith = MappedWith };
        var tally = new HeldTally();
        // Until the last is done the checkpoint says what it said: a run that ends here begins with them anew.
        await foreach (var (items, last) in PagesAsync(HeldFilter.All, tally, cancellationToken))
            await writer.CommitHeldAsync(items, last ? done : checkpoint, tally, cancellationToken);

        if (tally.Again + tally.NotOpened > 0) SyncLog.HeldMappedAgain(logger, stream.Key, tally.Again + tally.NotOpened, tally.Again - tally.Held, tally.Held + tally.NotOpened);
        return done;
    }

    /// <summary>Between runs: maps those that somebody asks for again, under the stream's lease.</summary>
    public async Task ReplayAsync(StreamLease lease, HeldFilter which, HeldTally tally, CancellationToken cancellationToken)
    {
        await foreach (var (items, _) in PagesAsync(which, tally, cancellationToken))
        {
            var bisection = new BatchBisection(async (part, _) => tally.Add(part, await store.CommitHeldAsync(lease, part, cancellationToken)), new RefusedRecords(translator).HoldsOf);
            await bisection.CommitAsync(items);
        }
    }

    async IAsyncEnumerable<(IReadOnlyList<BatchItem> Items, bool Last)> PagesAsync(HeldFilter which, HeldTally tally, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? lastId = null;
        while (await store.GetHeldAsync(stream.Key, which, lastId, AtOnce, cancellationToken) is { Count: > 0 } held)
        {
            yield return ([.. held.Select(h => Translate(h, tally)).OfType<BatchItem.Again>()], held.Count < AtOnce);
            lastId = held[^1].Id;
        }
    }

    // Null: it cannot be opened, because a key is gone. It stays as it is, and is no reason to stop the stream.
    BatchItem.Again? Translate(HeldRecord held, HeldTally tally)
    {
        try
        {
            var record = protector.OpenRaw(held.Raw, stream.Key.Source, held.RawHash);
            return new BatchItem.Again(held.Id, held.RawHash, translator.Translate(record, translator.RawHash(record), held.ReadStartedAt)) { Record = record };
        }
        catch (ProtectedValueException)
        {
            SyncLog.HeldNotOpened(logger, stream.Key, held.Id);
            tally.AddNotOpened();
            return null;
        }
    }
}
