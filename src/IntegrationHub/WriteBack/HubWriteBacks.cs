using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Operation;
using IntegrationHub.Protection;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.WriteBack;

/// <summary>Takes commands in, tells of them and does what people decide of them: what is written is checked and protected, what is told is filtered in the store and stands in the audit before it leaves.</summary>
sealed class HubWriteBacks(
    TenantId tenant, IHubStore store, KeyRing keys, CaseProtector cases, LookupKeys lookupKeys, ProtectedIdentities protectedIdentities, Func<DisclosurePolicy> policy, Func<IReadOnlyList<StreamDefinition>> streams,
    WriteRounds rounds, TimeProvider time, ILogger logger) : IWriteBacks
{
    const int MaxCommands = 100;

    readonly CallerGate gate = new(tenant, store, lookupKeys, policy, time);
    readonly WriteProtector protector = new(keys, tenant);
    readonly WriteCreation creation = new(new WriteProtector(keys, tenant), protectedIdentities, policy, streams);
    readonly OnceReceipts<NewCommand, WriteAsked> once = new(store, keys, tenant, added => new WriteAsked(added.Id.ToString(), WriteState.Queued, added.Cut), WriteJson.Default.WriteAsked);

    public async Task<WriteOutcome<WriteAsked>> AskAsync(Caller caller, CaseId id, WriteRequest request, OnceKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await gate.LetInAsync(caller, "write.ask", cancellationToken, id);

        var now = time.GetUtcNow();
        var sent = once.Of(caller, key, now);
        if (await CaseAsync(caller, id, cancellationToken) is not { } of)
        {
            await gate.AuditAsync([gate.LinesOf(caller, purpose: null).Attempt("write.ask", "none", subject: null, id)], cancellationToken);
            return await once.BeforeAsync(sent, cancellationToken) ?? new WriteOutcome<WriteAsked>.NotFound();
        }

        var offered = WriteRules.OfCases(Find(of.Found.Case.Stream));
        if (!offered.Contains(request.Kind)) return await once.BeforeAsync(sent, cancellationToken) ?? new WriteNotOffered(offered);
        if (WriteRules.ProblemsOf(request) is { Count: > 0 } problems) return await once.BeforeAsync(sent, cancellationToken) ?? throw new WriteInvalidException(problems);

        var command = new WriteCommandId(RandomId.New());
        var cut = IsCut(of.Found.Case.Stream, request.Kind, request.Text);
        var file = request.Attachment;
        var secret = new WritePrivate
        {
            By = OperatorAudit.NameOf(caller),
            Subject = request.Subject,
            Text = request.Text,
            Status = request.Status,
            Number = of.Case.Reference.Number,
            Fields = request.Fields.Count > 0 ? request.Fields : null,
            FileName = file?.Name,
            FileType = file?.MediaType,
        };
        var added = new NewCommand
        {
            Id = command,
            Key = of.Found.Case.Key,
            Kind = request.Kind,
            AskedAt = now,
            Cut = cut,
            Private = protector.Protect(command, secret),
            Attachment = file is null ? null : protector.ProtectFile(command, file.Content.Span),
        };

        var lines = gate.LinesOf(caller, purpose: null);
        await gate.AuditAsync([lines.OfWrite("write.ask", "asked", command.ToString(), id, EnumNames.Of(request.Kind)), .. lines.OfTold("write.asked", of)], cancellationToken);
        var written = await store.Outbox.AddAsync(new StreamKey(tenant, of.Found.Case.Source, of.Found.Case.Stream), added, sent, cancellationToken);
        rounds.Wake();
        return once.Outcome(written, sent);
    }

    public async Task<IReadOnlyList<WriteTarget>> TargetsAsync(Caller caller, CancellationToken cancellationToken)
    {
        await gate.LetInAsync(caller, "write.targets", cancellationToken);
        return creation.TargetsFor(caller);
    }

    public async Task<WriteOutcome<WriteAsked>> CreateAsync(Caller caller, string source, string? stream, WriteRequest request, OnceKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await gate.LetInAsync(caller, "write.create", cancellationToken);

        var now = time.GetUtcNow();
        var sent = once.Of(caller, key, now);
        var (target, problem) = creation.Find(caller, source, stream);
        var problems = target is null ? [problem!] : WriteRules.ProblemsOfNew(request, target);
        if (problems.Count > 0)
        {
            if (await once.BeforeAsync(sent, cancellationToken) is { } before) return before;

            if (target is null) await gate.AuditAsync([gate.LinesOf(caller, purpose: null).Attempt("write.create", "refused", gate.SubjectOf(request.Person))], cancellationToken);
            throw new WriteInvalidException(problems);
        }

        var added = await creation.CommandAsync(OperatorAudit.NameOf(caller), request, target!, now, cancellationToken);
        await gate.AuditAsync([gate.LinesOf(caller, purpose: null).OfWrite("write.create", "asked", added.Id.ToString(), null, null) with { Subject = gate.SubjectOf(request.Person), Stream = target!.Stream }], cancellationToken);
        var written = await store.Outbox.AddAsync(WriteCreation.KeyOf(tenant, target), added, sent, cancellationToken);
        rounds.Wake();
        return once.Outcome(written, sent);
    }

    public async Task<IReadOnlyList<AnswerWrite>?> OfCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken)
    {
        var lines = await gate.LetInAsync(caller, "write.ofCase", purpose, cancellationToken, id);
        if (await CaseAsync(caller, id, cancellationToken) is not { } of)
        {
            await gate.AuditAsync([lines.Attempt("write.ofCase", "none", subject: null, id)], cancellationToken);
            return null;
        }

        var commands = (await store.Outbox.OfCaseAsync(tenant, id, policy().For(caller), MaxCommands, cancellationToken)).Select(Open).ToList();
        var marked = await IsMarkedAsync(of, cancellationToken);
        await gate.AuditAsync([lines.Attempt("write.ofCase", commands.Count > 0 ? "full" : "none", subject: null, id), .. commands.Count > 0 ? lines.OfTold("write.told", of) : []], cancellationToken);
        return [.. commands.Select(command => WriteProjection.Of(command, marked))];
    }

    public async Task<AnswerWrite?> ReadAsync(Caller caller, WriteCommandId id, string purpose, CancellationToken cancellationToken)
    {
        var lines = await gate.LetInAsync(caller, "write.read", purpose, cancellationToken);
        var stored = await FindAsync(caller, id, cancellationToken);
        if (stored is { Case: null })
        {
            var anew = Open(stored);
            await gate.AuditAsync([lines.OfWrite("write.read", "full", id.ToString(), null, null) with { Subject = gate.SubjectOf(anew.Private.Person) }], cancellationToken);
            return WriteProjection.Of(anew, await creation.IsMarkedAsync(anew.Private.Person, cancellationToken));
        }

        if (stored?.Case is not { } @case || await CaseAsync(caller, @case, cancellationToken) is not { } of)
        {
            await gate.AuditAsync([lines.OfWrite("write.read", "none", id.ToString(), null, null)], cancellationToken);
            return null;
        }

        var marked = await IsMarkedAsync(of, cancellationToken);
        await gate.AuditAsync([lines.OfWrite("write.read", "full", id.ToString(), @case, null), .. lines.OfTold("write.told", of)], cancellationToken);
        return WriteProjection.Of(Open(stored), marked);
    }

    public async Task<WriteOutcome<WriteAsked>> DecideAsync(Caller caller, WriteCommandId id, WriteDecision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(decision);

        // Operators see none of it, so they cannot write it anew.
        var words = decision as WriteDecision.Resend;
        if (!caller.SeesCases && words is not (null or { Text: null, Subject: null })) throw new LookupDeniedException();
        var problems = words is null ? [] : WriteRules.ProblemsOf(words.Text, words.Subject);
        if (decision.Why is { } why && LookupRules.PurposeProblem(why) is { } unsaid) problems = [.. problems, new WriteProblem("reason", unsaid.Message)];
        if (problems.Count > 0) throw new WriteInvalidException(problems);

        var stored = caller.SeesCases ? await FindAsync(caller, id, cancellationToken) : await store.Outbox.GetForOperatorAsync(tenant, id, cancellationToken);
        var action = $"write.{WordOf(decision)}";
        await gate.AuditAsync([gate.LinesOf(caller, decision.Why).OfWrite(action, stored is null ? "none" : "asked", id.ToString(), stored?.Case, null) with { Stream = stored?.Stream.Stream.Value }], cancellationToken);
        if (stored is null) return new WriteOutcome<WriteAsked>.NotFound();
        if (WriteDecisions.Of(stored, decision, time.GetUtcNow()) is not { } settled) return new WriteNotNow(stored.State);
        if (decision.Seen is { } seen && seen != stored.Version) return new WriteOutcome<WriteAsked>.Changed(stored.Version);

        var change = ChangeOf(stored, decision, settled, caller);
        if (!await store.Outbox.ChangeAsync(tenant, id, stored.Version, change, cancellationToken)) return new WriteNotNow(WriteState.Sending);

        WriteLog.Decided(logger, caller.Name, id, stored.Stream.Stream, WordOf(decision));
        rounds.Wake();
        return new WriteOutcome<WriteAsked>.Written(new WriteAsked(id.ToString(), settled.State, change.Cut), Before: false);
    }

    public async Task<IReadOnlyDictionary<StreamKey, OutboxQueue>> CountAsync(CancellationToken cancellationToken) => await store.Outbox.CountAsync(tenant, cancellationToken);

    public async Task<OutboxItem?> FindAsync(WriteCommandId id, CancellationToken cancellationToken) =>
        await store.Outbox.GetForOperatorAsync(tenant, id, cancellationToken) is { } stored ? WriteProjection.Of(stored, protector.OpenSaid(stored)) : null;

    public async Task<IReadOnlyList<OutboxItem>> ListAsync(StreamName? stream, bool dead, int limit, CancellationToken cancellationToken) =>
        [.. (await store.Outbox.ListAsync(tenant, stream, dead, limit, cancellationToken)).Select(stored => WriteProjection.Of(stored, protector.OpenSaid(stored)))];

    public Task KeepSendingAsync(CancellationToken cancellationToken) => rounds.KeepSendingAsync(cancellationToken);

    // Of a new case that the index does not have yet nothing can be asked but who may create in its system.
    async ValueTask<StoredCommand?> FindAsync(Caller caller, WriteCommandId id, CancellationToken cancellationToken)
    {
        if (await store.Outbox.GetAsync(tenant, id, policy().For(caller), cancellationToken) is { } told) return told;

        return await store.Outbox.GetForOperatorAsync(tenant, id, cancellationToken) is { Kind: WriteKind.Create, Case: null } anew && WriteCreation.MayCreate(policy(), caller, anew.Stream.Source) ? anew : null;
    }

    CommandChange ChangeOf(StoredCommand stored, WriteDecision decision, CommandSettled settled, Caller caller)
    {
        if (decision is not WriteDecision.Resend resend) return protector.Decided(stored, settled, OperatorAudit.NameOf(caller));

        var now = time.GetUtcNow();
        if (resend is { Text: null, Subject: null }) return new CommandChange(settled, now, null, null, stored.Cut);

        // Other words are another command towards the vendor: under the id of the first it would take them for those.
        var before = protector.Open(stored);
        var anew = before with { Text = resend.Text ?? before.Text, Subject = resend.Subject ?? before.Subject };
        return new CommandChange(settled, now, new WriteCommandId(RandomId.New()), protector.Protect(stored.Id, anew), IsCut(stored.Stream.Stream, stored.Kind, anew.Text));
    }

    async ValueTask<OpenedCase?> CaseAsync(Caller caller, CaseId id, CancellationToken cancellationToken) =>
        await gate.CaseAsync(caller, id, cancellationToken) is { } found ? new OpenedCase(found, cases.Open(found.Case)) : null;

    async ValueTask<bool> IsMarkedAsync(OpenedCase of, CancellationToken cancellationToken) => (await protectedIdentities.AmongAsync([of], cancellationToken)).Count > 0;

    OpenedWrite Open(StoredCommand stored) => new(stored, protector.Open(stored), protector.OpenSaid(stored));

    bool IsCut(StreamName stream, WriteKind kind, string text) => Find(stream)?.Writes.GetValueOrDefault(kind)?.Capability.MaxText is { } most && text.Length > most;

    StreamDefinition? Find(StreamName stream) => streams().FirstOrDefault(one => one.Name == stream);

    static string WordOf(WriteDecision decision) => decision switch
    {
        WriteDecision.Resend { Text: null, Subject: null } => "resend",
        WriteDecision.Resend => "rewrite",
        WriteDecision.Withdraw => "withdraw",
        _ => "settle",
    };
}

/// <summary>What a person may decide of a command, and what comes of it. Pure.</summary>
static class WriteDecisions
{
    /// <summary>Where the command stands then; null when this cannot be decided of it where it stands.</summary>
    public static CommandSettled? Of(StoredCommand command, WriteDecision decision, DateTimeOffset now)
    {
        var settled = new CommandSettled { State = command.State, Attempts = command.Attempts, DueAt = now, At = now, UnknownAt = command.UnknownAt, FaultKind = command.FaultKind, Code = command.Code };
        // Of one that is being sent nothing can be decided: what comes of it is not known yet.
        return (decision, command.State) switch
        {
            // The vendor has it, or a person has taken it back: neither is to be undone by sending.
            (WriteDecision.Resend, WriteState.Queued or WriteState.Dead or WriteState.Refused) => Again(settled),
            // Only of what does not go on by itself has somebody looked.
            (WriteDecision.Resend, WriteState.Unknown) when command.Reason is not null => Again(settled),
            (WriteDecision.Withdraw, WriteState.Queued or WriteState.Dead or WriteState.Unknown or WriteState.Refused) => settled with { State = WriteState.Withdrawn },
            (WriteDecision.Done, WriteState.Unknown or WriteState.Dead) => settled with { State = WriteState.Accepted, UnknownAt = null },
            _ => null,
        };
    }

    static CommandSettled Again(CommandSettled settled) => settled with { State = WriteState.Queued, Attempts = 0, UnknownAt = null, FaultKind = null, Code = null };
}
