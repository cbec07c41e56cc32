using System.Globalization;
using IntegrationHub.Protection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>Maps a stream's records in quarantine again when what decides about them has changed since its last run: a code that was added to a table brings them in without their vendor.</summary>
internal sealed class HeldRecords(RunnableStream stream, IStreamStore store, CaseProtector protector, ILogger logger)
{
    const int AtOnce = 200;

    readonly RecordTranslator translator = new(stream.Definition, stream.Mapping, protector);

    /// <summary>What decides about the stream's records now: mapping and code tables, the floor of confidentiality, the size limit.</summary>
    public string MappedWith { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{Convert.ToHexStringLower(stream.Mapping.Fingerprint.Span)}/{stream.Definition.ConfidentialityFloor}/{stream.Definition.Limits.MaxRecordBytes}");

    /// <summary>Maps them again if there is reason to. What still cannot be mapped stays, with its new fault; a newer version in the index is left alone.</summary>
    /// <returns>The checkpoint that says with what the stream is mapped now. It is stored with the next commit.</returns>
    public async Task<Checkpoint> MapAgainAsync(Checkpoint checkpoint, BatchWriter writer, CancellationToken cancellationToken)
    {
        if (checkpoint.MappedWith == MappedWith) return checkpoint;

        var done = checkpoint with { MappedWith = MappedWith };
        var (again, left) = (0, 0);
        // What is held again without a key is a new entry, and may come by once more.
        var heldAgain = new HashSet<string>(StringComparer.Ordinal);
        string? lastId = null;
        while (await store.GetHeldAsync(stream.Key, lastId, AtOnce, cancellationToken) is { Count: > 0 } held)
        {
            var records = held.Where(h => !heldAgain.Contains(Convert.ToHexString(h.RawHash))).Select(h => (Held: h, Item: Translate(h))).ToList();
            var items = records.Select(r => r.Item).OfType<BatchItem>().ToList();
            // Until the last is done the checkpoint says what it said: a run that ends here begins with them anew.
            await writer.CommitHeldAsync(items, [.. records.Where(r => r is { Held.Key: null, Item: not null }).Select(r => r.Held.RawHash)], held.Count < AtOnce ? done : checkpoint, cancellationToken);
            foreach (var keyless in items.OfType<BatchItem.Hold>().Where(hold => hold.Key is null)) heldAgain.Add(Convert.ToHexString(keyless.Entry.RawHash));
            again += records.Count;
            left += records.Count(r => r.Item is null or BatchItem.Hold);
            lastId = held[^1].Id;
        }

        if (again > 0) SyncLog.HeldMappedAgain(logger, stream.Key, again, again - left, left);
        return done;
    }

    // Null: it cannot be opened, because a key is gone. It stays as it is, and is no reason to stop the stream.
    BatchItem? Translate(HeldRecord held)
    {
        try
        {
            var record = protector.OpenRaw(held.Raw, stream.Key.Source, held.RawHash);
            return translator.Translate(record, translator.RawHash(record), held.ReadStartedAt);
        }
        catch (ProtectedValueException)
        {
            SyncLog.HeldNotOpened(logger, stream.Key, held.Id);
            return null;
        }
    }
}
