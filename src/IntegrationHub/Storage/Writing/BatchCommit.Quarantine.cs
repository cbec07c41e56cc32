using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <content>Records that go to quarantine, and those that are taken out of it to be mapped again.</content>
internal sealed partial class BatchCommit
{
    RunCounters Apply(BatchItem.Hold item)
    {
        var entry = item.Entry;
        if (entry.Source != stream.Source || entry.Stream != stream.Stream)
            throw new ArgumentException($"A quarantine entry of stream '{entry.Stream}' stands in a batch of stream '{stream}'.", nameof(item));
        if (edited.KeyOf(entry.BytesHash) is { } editedKey) return SeenAgain(entry, editedKey);
        if (entry.Key is not { } key)
        {
            quarantine.Write(entry);
            return Quarantined;
        }

        if (IsOutdone(entry, key)) return Unchanged;

        quarantine.Write(entry);
        MarkHeld(entry, key);
        return Quarantined;
    }

    RunCounters Apply(BatchItem.Again item)
    {
        if (quarantine.Find(item.EntryId) is not { } held || !held.RawHash.AsSpan().SequenceEqual(item.EntryHash))
        {
            goneEntries.Add(item.EntryId);
            return Unchanged;
        }

        if (item.Now is BatchItem.Hold { Entry: var entry }) return HoldAgain(item.EntryId, held, entry);

        var before = older;
        var done = Apply(item.Now);
        if (older > before) olderEntries.Add(item.EntryId);
        if (item.EditedBytes is { } bytes)
        {
            // What a person wrote is not thrown away because something newer stands.
            if (older > before) return done;
            edited.Write(bytes, item.Now.Key!);
        }

        Leave(held);
        return done;
    }

    RunCounters HoldAgain(string id, HeldRow held, QuarantineEntry entry)
    {
        if (entry.Key is { } key && key != held.Key && IsOutdone(entry, key))
        {
            olderEntries.Add(id);
            Leave(held);
            return Unchanged;
        }

        quarantine.Write(held, entry);
        if (entry.Key is { } now) MarkHeld(entry, now);
        if (held.Key is { } then && then != entry.Key && states.Find(then) is { Held: true } state) Forget(then, state);
        return Quarantined;
    }

    /// <summary>The entry is in quarantine no more, if what was applied has not taken it out already.</summary>
    void Leave(HeldRow held)
    {
        quarantine.Remove(held);
        if (held.Key is { } key && states.Find(key) is { Held: true } state && quarantine.ReadStartedAt(key) is null) Forget(key, state);
    }

    // A read that started before the one that stands here holds nothing newer; and nothing is kept of a destroyed case.
    bool IsOutdone(QuarantineEntry entry, string key)
    {
        var state = states.Find(key);
        var newest = state is { Held: true } ? quarantine.ReadStartedAt(key) : state?.ReadStartedAt;
        return entry.ReadStartedAt < newest || cases.Find(key) is { Version.Erased: true };
    }

    void MarkHeld(QuarantineEntry entry, string key)
    {
        var state = states.Find(key);
        states.Write(key, state, new RecordState(entry.RawHash, state?.Order, state?.ReadStartedAt, Held: true, state?.Mapping));
        if (cases.Find(key) is { } stored) cases.SetHeld(stored, true);
    }

    /// <summary>The source sent the bytes again that a person has edited: what stands is newer than they are.</summary>
    RunCounters SeenAgain(QuarantineEntry entry, string editedKey)
    {
        ReleaseUnmapped(editedKey, entry.ReadStartedAt);
        // With another mapping the same bytes have another hash: the next time they need not be mapped.
        if (entry.Key == editedKey && states.Find(editedKey) is { Held: false } state) states.Write(editedKey, state, state with { RawHash = entry.RawHash });
        return Unchanged;
    }
}
