using IntegrationHub.Cases;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>Applies the items of one batch, in order, inside one transaction.</summary>
internal sealed partial class BatchCommit
{
    readonly StreamKey stream;
    readonly IWriteScope scope;
    readonly IStreamRows rows;
    readonly ICaseRows cases;
    readonly IEventRows events;
    readonly IContactRows contacts;
    readonly IRecordStates states;
    readonly IQuarantineRows quarantine;
    readonly IEditedRows edited;
    readonly ISweepRows sweeps;
    readonly ILastRecords lastRecords;
    readonly IChangeFeed changes;
    readonly LookupKeyChanges keys;
    readonly HeldDeletes heldDeletes;
    readonly MergedCases merged;
    readonly List<string> ties = [];
    readonly List<string> olderEntries = [];
    readonly List<string> goneEntries = [];
    RunCounters counters;
    bool rebuilding;
    DateTimeOffset rebuildBegan;
    long older;

    public BatchCommit(IWriteScope scope, StreamKey stream)
    {
        this.scope = scope;
        this.stream = stream;
        rows = scope.Rows();
        cases = rows.Cases;
        events = rows.Events;
        contacts = rows.Contacts;
        states = rows.States;
        quarantine = rows.Quarantine;
        edited = rows.Edited;
        sweeps = rows.Sweeps;
        lastRecords = rows.LastRecords;
        changes = rows.Changes;
        keys = new LookupKeyChanges(rows.LookupKeys);
        heldDeletes = new HeldDeletes(rows.HeldDeletes, sweeps, scope.Now);
        merged = new MergedCases(cases, keys);
    }

    /// <summary>Applies the items; with a sweep, their keys are marked as seen by it.</summary>
    public BatchResult Apply(IReadOnlyList<BatchItem> items, string? sweepId) => Apply(items, sweepId is { } name ? sweeps.Begin(name) : null);

    /// <summary>Applies what was read by its keys beside whatever run goes on. A complete read that goes on has seen it too.</summary>
    public BatchResult ApplyBeside(IReadOnlyList<BatchItem> items)
    {
        if (items.Count > 0)
            rows.SetLastRead(items.Max(item => item.ReadStartedAt));
        return Apply(items, sweeps.Running());
    }

    BatchResult Apply(IReadOnlyList<BatchItem> items, long? sweep)
    {
        rows.ReadAhead(ExpectedKeys.Of(items));
        foreach (var item in items)
        {
            counters += Apply(item);
            See(item, sweep);
        }

        heldDeletes.Settle();
        keys.Flush();
        return new BatchResult { Counters = counters, Ties = ties, OlderEntries = olderEntries, GoneEntries = goneEntries };
    }

    /// <summary>Takes entries out of quarantine that somebody discards. What was known of their bytes is forgotten.</summary>
    /// <returns>How many.</returns>
    public long Discard(HeldFilter which, DateTimeOffset seenUntil, int limit)
    {
        var taken = quarantine.Discard(which, seenUntil, limit);
        foreach (var key in taken.OfType<string>())
            if (states.Find(key) is { Held: true } state) Forget(key, state);
        return taken.Count;
    }

    void See(BatchItem item, long? sweep)
    {
        // No read: nothing was seen by it.
        if (item is BatchItem.Remap) return;
        if (item.Key is { } seen) heldDeletes.Seen(seen, item.ReadStartedAt);
        if (sweep is not { } running) return;
        if (item is BatchItem.Hold held)
        {
            sweeps.Mark(running, SweepMarks.Of(held.Entry));
            if (edited.KeyOf(held.Entry.BytesHash) is { } editedKey) sweeps.Mark(running, editedKey);
        }
        else if (item.Key is { } key)
        {
            sweeps.Mark(running, key);
        }
    }

    RunCounters Apply(BatchItem item) => item switch
    {
        BatchItem.StoreCase store => Apply(store),
        BatchItem.StoreEvent store => Apply(store),
        BatchItem.Remove remove => Apply(remove),
        BatchItem.StoreContact store => Apply(store),
        BatchItem.RemoveContact remove => Apply(remove),
        BatchItem.Hold hold => Apply(hold),
        BatchItem.Again again => Apply(again),
        BatchItem.Remap remap => Apply(remap),
        BatchItem.Unchanged unchanged => Apply(unchanged),
        BatchItem.Skip skip => Apply(skip),
        _ => throw new ArgumentException($"A batch item of type {item.GetType().Name} is not known.", nameof(item)),
    };

    RunCounters Apply(BatchItem.StoreCase item)
    {
        var incoming = item.Case;
        Check(incoming.Source);
        var state = states.Find(incoming.Key);
        var stored = cases.Find(incoming.Key);
        var known = Version(stored?.Version, state);
        var action = Decide(known, item.Order, item.ReadStartedAt, incoming.ContentHash);
        if (StandsAside(action, incoming.Key)) return Unchanged;

        var (order, readStartedAt) = Standing(known, item.Order, item.ReadStartedAt, action);
        DropEdited(incoming.Key);
        var held = !Release(incoming.Key, item.ReadStartedAt, state);
        if (action == UpsertAction.Same)
        {
            if (stored!.Stream != scope.Stream.Stream) cases.TakeOver(stored);
            cases.SetHeld(stored, held);
        }
        else
        {
            if (stored?.MergedInto is { } other) merged.TakeBack(incoming.Key, other);
            var id = stored?.Id ?? cases.Insert(incoming, order, readStartedAt, held);
            if (stored is not null) cases.Update(stored, incoming, order, readStartedAt, held);
            keys.Replace(id, stored?.Keys, incoming.Keys, whole: rebuilding);
            merged.AddTo(id, incoming.Key);
            EventTimeline.Replace(events, incoming.Key, item.Timeline, item.ReadStartedAt, nothingStored: stored is null);
            // A rebuilt case that comes out as it was is no change for anybody.
            if (rebuilding && IsAsItWas(stored, incoming.ContentHash)) action = UpsertAction.Same;
            else changes.Add(incoming.Id.Value, stored?.PublicId is null ? CaseChangeKind.Added
                : stored.Version.Tombstoned ? CaseChangeKind.Revived
                : CaseChangeKind.Changed);
        }

        Confirm(incoming.Key, state, item, item.RawHash, order, readStartedAt);
        lastRecords.Write(incoming.Key, item.LastRecord, readStartedAt);
        return action == UpsertAction.Same ? Unchanged : Written;
    }

    RunCounters Apply(BatchItem.StoreEvent item)
    {
        var incoming = item.Event;
        Check(incoming.Source);
        var key = item.Key!;
        var state = states.Find(key);
        var stored = events.Find(incoming.CaseKey, incoming.Id);
        var owner = cases.Find(incoming.CaseKey);
        // What a destroyed case held stays destroyed, whichever stream tells of it.
        if (owner is { Version.Erased: true }) return Unchanged;

        var known = Version(stored, state);
        var action = Decide(known, item.Order, item.ReadStartedAt, incoming.ContentHash);
        if (StandsAside(action, key)) return Unchanged;

        var (order, readStartedAt) = Standing(known, item.Order, item.ReadStartedAt, action);
        DropEdited(key);
        Release(key, item.ReadStartedAt, state);
        if (action != UpsertAction.Same)
        {
            events.Upsert(incoming, ofCase: false, order, readStartedAt);
            if (rebuilding && stored is { } same && same.ContentHash.Span.SequenceEqual(incoming.ContentHash)) action = UpsertAction.Same;
            else if (owner is { PublicId: { } publicId, Version.Tombstoned: false })
                changes.Add(publicId, stored is null ? CaseChangeKind.EventAdded : CaseChangeKind.Changed);
        }

        Confirm(key, state, item, item.RawHash, order, readStartedAt);
        lastRecords.Write(key, item.LastRecord, readStartedAt);
        return action == UpsertAction.Same ? Unchanged : Written;
    }

    RunCounters Apply(BatchItem.Remove item)
    {
        var state = states.Find(item.CaseKey);
        var stored = cases.Find(item.CaseKey);
        var known = Version(stored?.Version, state);
        var action = RemovalDecision.Decide(known, item.Order, item.ReadStartedAt, item.Erase);
        if (StandsAside(action, item.CaseKey)) return Unchanged;

        var (order, readStartedAt) = Standing(known, item.Order, item.ReadStartedAt, action);
        edited.Drop(item.CaseKey);
        Release(item.CaseKey, item.ReadStartedAt, state);
        var wasLive = stored is { Version.Tombstoned: false };
        var departure = new Departure(item.Reason, item.MergedInto);
        if (action == UpsertAction.Insert) cases.InsertTombstone(item.CaseKey, order, readStartedAt, departure, item.Erase);
        else if (action != UpsertAction.Same) RemoveLive(stored!, order, readStartedAt, departure);
        Merge(stored, item);

        if (item.Erase)
        {
            if (stored is not null) cases.Erase(item.CaseKey);
            events.Erase(item.CaseKey);
            rows.Outbox.Erase(item.CaseKey);
            states.ForgetEvents(item.CaseKey);
            quarantine.Erase(item.CaseKey);
            edited.Erase(item.CaseKey);
            lastRecords.Erase(item.CaseKey);
        }

        Confirm(item.CaseKey, state, item, item.RawHash, order, readStartedAt);
        return action == UpsertAction.Same ? Unchanged : wasLive ? Written with { Tombstoned = 1 } : Written;
    }

    RunCounters Apply(BatchItem.Unchanged item)
    {
        ReleaseUnmapped(item.KnownKey, item.ReadStartedAt);
        if (item.Confirms && states.Find(item.KnownKey) is { } state && state.ReadStartedAt < item.ReadStartedAt)
            states.Write(item.KnownKey, state, state with { ReadStartedAt = item.ReadStartedAt });
        return Unchanged;
    }

    RunCounters Apply(BatchItem.Skip item)
    {
        if (item.SkippedKey is { } key) ReleaseUnmapped(key, item.ReadStartedAt);
        return new RunCounters(Read: 1, Written: 0, Unchanged: 0, Skipped: 1, Quarantined: 0, Tombstoned: 0);
    }

    static RunCounters Written => new(Read: 1, Written: 1, Unchanged: 0, Skipped: 0, Quarantined: 0, Tombstoned: 0);

    static RunCounters Unchanged => new(Read: 1, Written: 0, Unchanged: 1, Skipped: 0, Quarantined: 0, Tombstoned: 0);

    static RunCounters Quarantined => new(Read: 1, Written: 0, Unchanged: 0, Skipped: 0, Quarantined: 1, Tombstoned: 0);

    /// <summary>The version that stands, with what reads have confirmed of it since it was written.</summary>
    static StoredVersion? Version(StoredVersion? stored, RecordState? state)
    {
        if (stored is not { } version || state is null) return stored;

        return version with
        {
            Order = state.Order > version.Order || version.Order is null ? state.Order : version.Order,
            ReadStartedAt = state.ReadStartedAt > version.ReadStartedAt ? state.ReadStartedAt.Value : version.ReadStartedAt,
        };
    }

    /// <summary>What is written down of the version that stands after the action: of the incoming one, or the later of both when they are the same.</summary>
    static (long? Order, DateTimeOffset ReadStartedAt) Standing(StoredVersion? known, long? order, DateTimeOffset readStartedAt, UpsertAction action)
    {
        if (known is not { } version) return (order, readStartedAt);
        if (action != UpsertAction.Same) return (order ?? version.Order, readStartedAt);

        return (order < version.Order ? version.Order : order ?? version.Order, readStartedAt > version.ReadStartedAt ? readStartedAt : version.ReadStartedAt);
    }

    void RemoveLive(StoredRow stored, long? order, DateTimeOffset readStartedAt, Departure departure)
    {
        keys.Replace(stored.Id, stored.Keys, []);
        cases.Remove(stored, order, readStartedAt, departure);
        if (stored.PublicId is { } publicId) changes.Add(publicId, CaseChangeKind.Removed);
    }

    /// <summary>Takes the key's record out of quarantine if this read is not older.</summary>
    /// <returns>Whether nothing is held of the key any more, in any stream of the source.</returns>
    bool Release(string key, DateTimeOffset readStartedAt, RecordState? state)
    {
        if (!quarantine.Any) return true;
        if (state is { Held: true })
        {
            if (quarantine.ReadStartedAt(key) > readStartedAt) return false;
            quarantine.Remove(key);
        }

        return !quarantine.IsHeldAnywhere(key);
    }

    void ReleaseUnmapped(string key, DateTimeOffset readStartedAt)
    {
        if (!quarantine.Any || states.Find(key) is not { Held: true } state) return;
        if (quarantine.ReadStartedAt(key) > readStartedAt) return;

        quarantine.Remove(key);
        Forget(key, state);
    }

    /// <summary>The key's record left quarantine without a version in its place.</summary>
    void Forget(string key, RecordState state)
    {
        // The hash that stands there is the held record's: none at all makes the next read map it.
        states.Write(key, state, state with { RawHash = [], Held = false });
        if (cases.Find(key) is { } stored) cases.SetHeld(stored, quarantine.IsHeldAnywhere(key));
    }

    /// <summary>Writes down which version stands and which bytes it came from. While a newer record is held, the hash stays that one's.</summary>
    void Confirm(string key, RecordState? state, BatchItem item, byte[] rawHash, long? order, DateTimeOffset readStartedAt)
    {
        var held = state is { Held: true } && quarantine.ReadStartedAt(key) is not null;
        states.Write(key, state, new RecordState(held ? state!.RawHash : rawHash, order, readStartedAt, held, lastRecords.NumberOf(item.With) ?? state?.Mapping));
    }

    // A version that is mapped again is the same that a person has edited.
    void DropEdited(string key)
    {
        if (!remapping) edited.Drop(key);
    }

    bool StandsAside(UpsertAction action, string key)
    {
        if (action is UpsertAction.TieTaken or UpsertAction.TieLeft) ties.Add(key);
        if (action is not (UpsertAction.Older or UpsertAction.TieLeft)) return false;

        older++;
        return true;
    }

    void Check(SourceId source)
    {
        if (source != stream.Source) throw new ArgumentException($"A record of source '{source}' stands in a batch of stream '{stream}'.", nameof(source));
    }
}
