using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <content>Contacts that other systems hold. They are no cases: no complete read takes them away, and nothing of them stands in the change feed.</content>
internal sealed partial class BatchCommit
{
    RunCounters Apply(BatchItem.StoreContact item)
    {
        Check(item.Contact.Source ?? default);
        var key = item.Key!;
        var state = states.Find(key);
        var stands = contacts.Find(item.Contact.Id);
        if (IsOwn(stands)) return Unchanged;

        var known = Version(stands, state);
        var action = Decide(known, item.Order, item.ReadStartedAt, item.ContentHash);
        if (StandsAside(action, key)) return Unchanged;

        var (order, readStartedAt) = Standing(known, item.Order, item.ReadStartedAt, action);
        DropEdited(key);
        Release(key, item.ReadStartedAt, state);
        if (action != UpsertAction.Same)
        {
            new ContactCommit(contacts).Record(stands, item.Contact, item.Questions, new RecordVersion(key, item.ContentHash, order, readStartedAt));
            if (rebuilding && stands?.Recorded is { } same && same.ContentHash.Span.SequenceEqual(item.ContentHash)) action = UpsertAction.Same;
        }

        Confirm(key, state, item, item.RawHash, order, readStartedAt);
        lastRecords.Write(key, item.LastRecord, readStartedAt);
        return action == UpsertAction.Same ? Unchanged : Written;
    }

    RunCounters Apply(BatchItem.RemoveContact item)
    {
        var key = item.Key!;
        var state = states.Find(key);
        var stands = contacts.Find(item.Id);
        if (IsOwn(stands)) return Unchanged;

        var known = Version(stands, state);
        var action = RemovalDecision.Decide(known, item.Order, item.ReadStartedAt, erase: false);
        if (StandsAside(action, key)) return Unchanged;

        var (order, readStartedAt) = Standing(known, item.Order, item.ReadStartedAt, action);
        edited.Drop(key);
        Release(key, item.ReadStartedAt, state);
        if (stands is not null) contacts.Delete(stands);
        lastRecords.Erase(key);
        Confirm(key, state, item, item.RawHash, order, readStartedAt);
        return stands is null ? Unchanged : Written with { Tombstoned = 1 };
    }

    // The ids of streams are made of their keys, those of the hub are drawn: that both are one is next to impossible, and then what a person wrote stays.
    static bool IsOwn(ContactRow? stands) => stands is { Recorded: null };

    // Nothing is left of a contact that was erased but how new it was: an older record does not bring it back.
    static StoredVersion? Version(ContactRow? stands, RecordState? state) => stands is { Recorded: { } recorded }
        ? Version(recorded, state)
        : state is { ReadStartedAt: { } read } ? new StoredVersion(state.Order, read, Array.Empty<byte>(), Tombstoned: true, Erased: false) : null;
}
