namespace IntegrationHub.PostgreSql;

/// <summary>The rows of a stream and of its source: what is known of them, and what is gathered to be sent.</summary>
internal sealed class StreamRows(WriteScope scope) : IStreamRows
{
    readonly CaseRows cases = new(scope);
    readonly EventRows events = new(scope);
    readonly RecordStates states = new(scope);
    readonly QuarantineRows quarantine = new(scope);
    readonly EditedRows edited = new(scope);
    readonly LastRecords lastRecords = new(scope);
    readonly SweepRows sweeps = new(scope);
    bool flushing;
    StreamFacts? facts;

    public ChangeFeed Feed { get; } = new(scope);

    /// <summary>What there was when somebody first asked.</summary>
    public StreamFacts Facts => facts ??= StreamFacts.Read(scope);

    public ICaseRows Cases => cases;

    public IEventRows Events => events;

    public IContactRows Contacts { get; } = new ContactRows(scope.Write, scope.Stream.Tenant);

    public IRecordStates States => states;

    public IQuarantineRows Quarantine => quarantine;

    public IEditedRows Edited => edited;

    public ILookupKeyRows LookupKeys { get; } = new LookupKeyRows(scope);

    public IChangeFeed Changes => Feed;

    public ISweepRows Sweeps => sweeps;

    public IHeldDeleteRows HeldDeletes { get; } = new HeldDeleteRows(scope);

    public ILastRecords LastRecords => lastRecords;

    public IShadowRows Shadow { get; } = new ShadowRows(scope);

    public IOutboxTraces Outbox { get; } = new OutboxTraces(scope);

    public void ReadAhead(ExpectedKeys keys)
    {
        cases.ReadAhead(keys.Cases);
        events.ReadAhead(keys.Cases);
        states.ReadAhead(keys.Records);
        quarantine.ReadAhead(keys);
    }

    public void SetLastRead(DateTimeOffset readStartedAt) =>
        scope.Apart("UPDATE streams SET last_read = $1 WHERE tenant = $2 AND id = $3 AND coalesce(last_read, 0) < $1").Bind(readStartedAt).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Run();

    public void MapAgain() => scope.Apart("UPDATE streams SET remapping = NULL WHERE tenant = $1 AND id = $2").Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Run();

    /// <summary>Sends what was gathered.</summary>
    public void Flush()
    {
        if (flushing) return;

        flushing = true;
        try
        {
            cases.Flush();
            events.Flush();
            states.Flush();
            lastRecords.Flush();
            sweeps.Flush();
        }
        finally
        {
            flushing = false;
        }
    }

    /// <summary>What is known of quarantine is no longer so.</summary>
    public void ForgetQuarantine() => quarantine.Forget();

    /// <summary>Forgets what is known and what was gathered: a part of the transaction was taken back.</summary>
    public void Forget()
    {
        facts = null;
        cases.Forget();
        events.Forget();
        states.Forget();
        quarantine.Forget();
        edited.Forget();
        lastRecords.Forget();
        sweeps.Forget();
    }
}
