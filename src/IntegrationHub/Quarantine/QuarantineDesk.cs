using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;
using IntegrationHub.Operation;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Quarantine;

/// <summary>What a person does with records in quarantine: looks, replays, edits, discards.</summary>
sealed class QuarantineDesk(
    TenantId tenant, IHubStore store, CaseProtector protector, Func<StreamName, RunnableStream> find, SyncOptions sync, QuarantineOptions options, TimeProvider time, ILogger logger) : IQuarantineDesk
{
    const int DiscardedAtOnce = 500;

    readonly OperatorAudit audit = new(tenant, store, time);
    readonly StreamTurn turn = new(store.Streams, sync, options.WaitForStream, time);

    public async Task<IReadOnlyList<QuarantineGroup>> GroupAsync(StreamName? stream, CancellationToken cancellationToken) =>
        await store.Quarantine.GroupAsync(tenant, stream, cancellationToken);

    public async Task<IReadOnlyList<QuarantinedRecord>> ListAsync(QuarantineQuery query, CancellationToken cancellationToken) =>
        await store.Quarantine.ListAsync(tenant, query, cancellationToken);

    public async Task<QuarantinedRecord?> FindAsync(string id, CancellationToken cancellationToken) => await store.Quarantine.FindAsync(tenant, id, cancellationToken);

    public async Task<QuarantinedContent?> ReadAsync(Caller caller, string id, string purpose, CancellationToken cancellationToken)
    {
        await LetInAsync(caller, "quarantine.read", id, purpose, cancellationToken);
        var entry = await FindAsync(id, cancellationToken);
        var held = entry is null ? null : await HeldAsync(entry, cancellationToken);
        await WriteAsync(caller, "quarantine.read", held is null ? "none" : "full", entry?.Stream, id, CaseOf(entry), purpose, cancellationToken);
        if (held is null) return null;

        var record = protector.OpenRaw(held.Raw, entry!.Source, held.RawHash);
        var view = RecordView.Of(record);
        return new QuarantinedContent
        {
            Entry = entry,
            Format = record.Format,
            MediaType = RecordView.MediaTypeOf(record.Format),
            Charset = record.Charset,
            Bytes = record.Content.Length,
            Columns = record.Layout?.Columns,
            Text = view.Text,
            Pretty = view.Pretty,
            NotEditable = view.NotEditable,
            Version = VersionOf(record),
        };
    }

    public async Task<ReplayOutcome> ReplayAsync(Caller caller, QuarantineSelection which, CancellationToken cancellationToken)
    {
        if (await ResolveAsync(which, cancellationToken) is not { } found) return new ReplayOutcome.NotFound();

        var stream = find(found.Stream);
        await WriteAsync(caller, "quarantine.replay", "asked", found.Stream, which.Named, null, null, cancellationToken);
        var expired = await ExpiredAsync(which, found.Stream, cancellationToken);
        var tally = new HeldTally();
        var whole = await turn.TakeAsync(
            stream.Key, (lease, token) => new HeldRecords(stream, store.Streams, protector, logger).ReplayAsync(lease, found.Filter, tally, token), cancellationToken);
        if (tally.Again > 0) QuarantineLog.Replayed(logger, caller.Name, tally.Again, found.Stream, tally.CameIn, tally.Older, tally.Held);
        if (whole) return new ReplayOutcome.Done(ResultOf(tally, expired));

        return new ReplayOutcome.Busy(tally.Again > 0 ? ResultOf(tally, expired) : null);
    }

    public async Task<EditOutcome> EditAsync(Caller caller, string id, RecordEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);

        await LetInAsync(caller, "quarantine.edit", id, edit.Purpose, cancellationToken);
        if (await FindAsync(id, cancellationToken) is not { ExpiredAt: null } entry) return new EditOutcome.NotFound();

        var stream = find(entry.Stream);
        EditOutcome outcome = new EditOutcome.Busy();
        await turn.TakeAsync(stream.Key, async (lease, token) => outcome = await EditAsync(caller, entry, edit, stream, lease, token), cancellationToken);
        if (outcome is EditOutcome.Stored) QuarantineLog.Edited(logger, caller.Name, id, entry.Stream);
        return outcome;
    }

    public async Task<long?> DiscardAsync(Caller caller, QuarantineSelection which, string reason, CancellationToken cancellationToken)
    {
        if (LookupRules.PurposeProblem(reason) is { } problem) throw new LookupInvalidException([problem with { Field = "reason" }]);
        if (await ResolveAsync(which, cancellationToken) is not { } found) return null;

        await WriteAsync(caller, "quarantine.discard", "asked", found.Stream, which.Named, which.Id is null ? null : CaseOf(found.First), reason, cancellationToken);
        var key = new StreamKey(tenant, found.First.Source, found.Stream);
        var asked = time.GetUtcNow();
        var discarded = 0L;
        long some;
        do
        {
            some = await store.Quarantine.DiscardAsync(key, found.Filter, asked, DiscardedAtOnce, cancellationToken);
            discarded += some;
        }
        while (some == DiscardedAtOnce);

        QuarantineLog.Discarded(logger, caller.Name, discarded, found.Stream);
        return discarded;
    }

    async Task<EditOutcome> EditAsync(Caller caller, QuarantinedRecord entry, RecordEdit edit, RunnableStream stream, StreamLease lease, CancellationToken cancellationToken)
    {
        if (await HeldAsync(entry, cancellationToken) is not { } held) return new EditOutcome.NotFound();

        var original = protector.OpenRaw(held.Raw, entry.Source, held.RawHash);
        if (VersionOf(original) != edit.Version) return new EditOutcome.Changed();

        // What the source sent counts as known under its own hash: the same bytes again are unchanged, and need not be mapped.
        var translator = new RecordTranslator(stream.Definition, stream.Mapping, protector);
        var item = translator.Translate(RecordView.Edited(original, edit.Text), translator.RawHash(original), held.ReadStartedAt);
        if (EditRule.Refuse(item, held.Key) is { } refused) return refused;

        await WriteAsync(caller, "quarantine.edit", "asked", entry.Stream, entry.Id, CaseOf(item, entry.Source), edit.Purpose, cancellationToken);
        try
        {
            var result = await store.Streams.CommitHeldAsync(lease, [new BatchItem.Again(held.Id, held.RawHash, item) { EditedBytes = translator.BytesHash(original) }], cancellationToken);
            return result.Gone > 0 ? new EditOutcome.Changed() : result.Older > 0 ? new EditOutcome.Older() : new EditOutcome.Stored(CaseOf(item, entry.Source));
        }
        catch (Exception e) when (RefusalRule.MayBeAboutARecord(e))
        {
            return new EditOutcome.Unmappable([$"error {RecordCodes.StoreRefuses}: the edited record can be mapped, but not stored: {RefusalRule.Why(e)}"]);
        }
    }

    // Who asks, and why; both before anything is looked at.
    async Task LetInAsync(Caller caller, string action, string id, string purpose, CancellationToken cancellationToken)
    {
        if (caller.Role != CallerRole.Administrator)
        {
            await WriteAsync(caller, action, "refused", null, id, null, purpose, cancellationToken);
            throw new QuarantineDeniedException();
        }

        if (LookupRules.PurposeProblem(purpose) is { } problem) throw new LookupInvalidException([problem]);
    }

    ValueTask WriteAsync(Caller caller, string action, string result, StreamName? stream, string entry, CaseId? of, string? purpose, CancellationToken cancellationToken) =>
        audit.WriteAsync(
            audit.Line(caller, action) with { Result = result, Stream = stream?.Value, Entry = entry, Case = of?.ToString(), Purpose = FreeText.Masked(purpose) },
            cancellationToken);

    async Task<Resolved?> ResolveAsync(QuarantineSelection which, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(which);

        var first = which.Id is { } id
            ? await FindAsync(id, cancellationToken)
            : await ListAsync(new QuarantineQuery { Stream = which.Stream, Code = which.Code, Field = which.Field, Limit = 1 }, cancellationToken) is [var newest] ? newest : null;
        return first is null ? null : new Resolved(first, new HeldFilter { Id = which.Id, Code = which.Code, Field = which.Field });
    }

    async Task<HeldRecord?> HeldAsync(QuarantinedRecord entry, CancellationToken cancellationToken) =>
        (await store.Streams.GetHeldAsync(new StreamKey(tenant, entry.Source, entry.Stream), new HeldFilter { Id = entry.Id }, null, 1, cancellationToken)) is [var held] ? held : null;

    async Task<long> ExpiredAsync(QuarantineSelection which, StreamName stream, CancellationToken cancellationToken) =>
        which.Id is { } id
            ? await FindAsync(id, cancellationToken) is { ExpiredAt: not null } ? 1 : 0
            : (await GroupAsync(stream, cancellationToken)).Where(g => (which.Code ?? g.Code) == g.Code && (which.Field ?? g.Field) == g.Field).Sum(g => g.Expired);

    // A key of an event names no case by itself.
    CaseId? CaseOf(QuarantinedRecord? entry)
    {
        if (entry is not { Key: { } key }) return null;

        try
        {
            return find(entry.Stream).Mapping.Target == MappingTarget.Case ? protector.IdOf(entry.Source, key) : null;
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }

    CaseId? CaseOf(BatchItem item, SourceId source) => item switch
    {
        BatchItem.StoreCase store => store.Case.Id,
        BatchItem.StoreEvent happening => protector.IdOf(source, happening.Event.CaseKey),
        _ => null,
    };

    string VersionOf(SourceRecord record) => Convert.ToHexStringLower(protector.BytesHash(record));

    static Replayed ResultOf(HeldTally tally, long expired) => new()
    {
        Records = tally.Again,
        CameIn = tally.CameIn,
        Older = tally.Older,
        StillHeld = tally.Held,
        NotOpened = tally.NotOpened,
        Expired = expired,
        Faults = tally.Faults,
    };

    sealed record Resolved(QuarantinedRecord First, HeldFilter Filter)
    {
        public StreamName Stream => First.Stream;
    }
}
