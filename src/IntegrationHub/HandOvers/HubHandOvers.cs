using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Mails;
using IntegrationHub.Operation;
using IntegrationHub.Protection;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HandOvers;

/// <summary>What hand-overs need to know of the house that they leave.</summary>
/// <param name="Name">What people call the municipality.</param>
/// <param name="Zone">Its time zone.</param>
/// <param name="Send">Sends a mail.</param>
sealed record HandOverHouse(string Name, TimeZoneInfo Zone, Func<MailServerSettings, string, Mail, CancellationToken, Task<MailOutcome>> Send)
{
    /// <summary>The streams, some of which let new cases through.</summary>
    public Func<IReadOnlyList<StreamDefinition>> Streams { get; init; } = () => [];

    /// <summary>Called when a command is to be sent.</summary>
    public Action CommandAsked { get; init; } = () => { };
}

/// <summary>Writes and finds hand-overs: what is written is checked, decided and protected, what is told is filtered in the store and stands in the audit before it leaves.</summary>
sealed class HubHandOvers(
    TenantId tenant, IHubStore store, KeyRing keys, LookupKeys lookupKeys, ProtectedIdentities protectedIdentities, Func<DisclosurePolicy> policy, HandOverOptions options,
    Func<IEnumerable<SourceId>> sources, HandOverHouse house, TimeProvider time, ILogger logger) : IHandOvers
{
    const int MaxFound = 50;

    readonly CallerGate gate = new(tenant, store, lookupKeys, policy, time);
    readonly HandOverProtector protector = new(keys, tenant);
    readonly ContactProtector contacts = new(keys, tenant);
    readonly HandOverReminders reminders = new(tenant, store, new HandOverProtector(keys, tenant), options, time, logger);
    readonly ReplyLinks links = new(keys, tenant);
    readonly HandOverMails mails = new(
        tenant, store, new HandOverProtector(keys, tenant), new ReplyLinks(keys, tenant), options, house.Send, house.Name, house.Zone, time, logger);
    readonly HandOverReplies replies = new(tenant, store, new HandOverProtector(keys, tenant), new CallerGate(tenant, store, lookupKeys, policy, time), options, house.Name, time);
    readonly HandOverSystems systems = new(tenant, store, new HandOverProtector(keys, tenant), new WriteProtector(keys, tenant), time, logger);
    readonly WriteCreation creation = new(new WriteProtector(keys, tenant), protectedIdentities, policy, house.Streams);
    readonly OnceReceipts<HandOverDone, HandOverReceipt> once = new(
        store, keys, tenant, done => new HandOverReceipt(done.HandOver.ToString(), done.Version, done.State), HandOverJson.Default.HandOverReceipt);

    public async Task<WriteOutcome<HandOverReceipt>> BeginAsync(Caller caller, HandOver handOver, HandOverHolder to, string? from, OnceKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handOver);
        ArgumentNullException.ThrowIfNull(to);
        await gate.LetInAsync(caller, "handover.begin", cancellationToken);

        var now = time.GetUtcNow();
        var problems = new List<WriteProblem>();
        var origin = OriginOf(caller, from, problems);
        var whole = await WithContactAsync(caller, handOver, problems, cancellationToken);
        problems.AddRange(HandOverRules.ProblemsOf(whole, to, origin, options, Systems(), now));
        for (var at = 0; at < (whole.Cases?.Count ?? 0); at++)
            if (await gate.CaseAsync(caller, whole.Cases![at], cancellationToken) is null)
                problems.Add(new WriteProblem($"cases[{at}]", "There is no such case. Take the id from the answer of a look-up made with the same key."));
        var request = once.Of(caller, key, now);
        if (problems.Count > 0) return await once.BeforeAsync(request, cancellationToken) ?? throw new WriteInvalidException(problems);

        var id = new HandOverId(RandomId.New());
        var created = new HandOverStep { Number = 1, Kind = HandOverStepKind.Created, At = now, By = OperatorAudit.NameOf(caller), From = origin, To = HandOverDecision.Placed(to, origin.Unit), Letter = whole.Letter };
        var marked = await protectedIdentities.AmongAsync(OpenedContact.NumbersOf(whole.Person), cancellationToken);
        var stored = protector.Protect(id, whole, HandOverCourse.Begun(created), caller.Role == CallerRole.Specialist, OpenedContact.NumbersOf(whole.Person).Any(marked.Holds), OutOf(id, whole.Letter, now));
        await gate.AuditAsync([gate.LinesOf(caller, purpose: null).OfEntry("handover.begin", "asked", id.ToString(), gate.SubjectOf(whole.Person))], cancellationToken);
        var written = await store.HandOvers.CreateAsync(tenant, stored, protector.Protect(id, created), request, cancellationToken);
        if (whole.Letter is not null) mails.Wake();
        return once.Outcome(written, request);
    }

    public async Task<WriteOutcome<HandOverReceipt>> StepAsync(Caller caller, HandOverId id, HandOverOrder order, long version, OnceKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        await gate.LetInAsync(caller, "handover.step", cancellationToken);

        var now = time.GetUtcNow();
        var request = once.Of(caller, key, now);
        // What was carried out before is answered as it was: it could not be carried out again where it led on.
        if (await GetAsync(caller, id, cancellationToken) is not { } opened) return await once.BeforeAsync(request, cancellationToken) ?? new WriteOutcome<HandOverReceipt>.NotFound();

        var course = opened.Course;
        if (HandOverRules.ProblemsOf(order, options, Systems()) is { Count: > 0 } problems)
            return await once.BeforeAsync(request, cancellationToken) ?? throw new WriteInvalidException(problems);

        var (lines, action, subject) = (gate.LinesOf(caller, purpose: null), "handover." + EnumNames.Of(order.Kind), gate.SubjectOf(opened.HandOver.Person));
        var actor = ActorOf(caller);
        if (HandOverDecision.Decide(course, actor, order) is not { } to)
        {
            if (await once.BeforeAsync(request, cancellationToken) is { } before) return before;

            await gate.AuditAsync([lines.OfEntry(action, "refused", id.ToString(), subject)], cancellationToken);
            return version == course.Version ? new HandOverRefused(course.State, course.Holder.Unit, HandOverDecision.Possible(course, actor)) : new WriteOutcome<HandOverReceipt>.Changed(course.Version);
        }

        var step = new HandOverStep { Number = course.Version + 1, Kind = order.Kind, At = now, By = OperatorAudit.NameOf(caller), From = course.Holder, To = to, Text = order.Text, Outcome = order.Outcome, Letter = order.Letter };
        // Decided on what stands, written on what the caller saw: where the two differ the same request came before, or somebody else did.
        if (version != course.Version) return await once.BeforeAsync(request, cancellationToken) ?? new WriteOutcome<HandOverReceipt>.Changed(course.Version);

        var command = order.Case is { } made ? await CommandAsync(caller, opened, order.To!, made, now, cancellationToken) : null;
        var after = course.After(step);
        var standing = opened.Stored.Standing;
        var takenBack = order.Kind is HandOverStepKind.Returned or HandOverStepKind.PassedOn or HandOverStepKind.Withdrawn && standing.Out?.Command is { } left ? await systems.TakenBackAsync(left, step.By, cancellationToken) : null;
        List<AuditLine> asked = [lines.OfEntry(action, "asked", id.ToString(), subject)];
        if (takenBack is not null) asked.Add(lines.OfWrite("write.withdraw", "asked", takenBack.Id.ToString(), null, null));
        await gate.AuditAsync(asked, cancellationToken);
        var goesOut = step.To.IsSameAs(step.From) ? standing.Out : command is not null ? new HandOverOut { Command = command.Command.Id } : OutOf(id, order.Letter, now);
        var written = await store.HandOvers.AppendAsync(
            tenant, id, protector.StandingOf(after, standing.RemindNext, after.IsOpen ? null : now, goesOut), protector.Protect(id, step), request, cancellationToken, command, takenBack);
        if (order.Letter is not null) mails.Wake();
        if (command is not null) house.CommandAsked();
        return once.Outcome(written, request);
    }

    public async Task<HandOverPreview?> PreviewAsync(Caller caller, HandOverId id, string system, HandOverCase made, string purpose, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(made);
        var lines = await gate.LetInAsync(caller, "handover.preview", purpose, cancellationToken);
        if (await GetAsync(caller, id, cancellationToken) is not { } opened)
        {
            await gate.AuditAsync([lines.OfEntry("handover.preview", "none", id.ToString(), subject: null)], cancellationToken);
            return null;
        }

        var (target, problem) = creation.Find(caller, system, made.Stream);
        if (target is null) throw new WriteInvalidException([problem!]);

        await gate.AuditAsync([lines.OfEntry("handover.preview", "full", id.ToString(), gate.SubjectOf(opened.HandOver.Person))], cancellationToken);
        return HandOverCopy.Preview(opened.HandOver, await creation.IsMarkedAsync(opened.HandOver.Person, cancellationToken), target, made);
    }

    public async Task<AnswerHandOver?> ReadAsync(Caller caller, HandOverId id, string purpose, CancellationToken cancellationToken)
    {
        var lines = await gate.LetInAsync(caller, "handover.read", purpose, cancellationToken);
        if (await GetAsync(caller, id, cancellationToken) is not { } opened)
        {
            await gate.AuditAsync([lines.OfEntry("handover.read", "none", id.ToString(), subject: null)], cancellationToken);
            return null;
        }

        var marked = await MarkedAsync([opened], cancellationToken);
        await gate.AuditAsync([lines.OfEntry("handover.read", "full", id.ToString(), gate.SubjectOf(opened.HandOver.Person))], cancellationToken);
        return Projection().Of(opened, ActorOf(caller), marked, certainty: null);
    }

    public async Task<ReachOutcome?> ReachAsync(Caller caller, HandOverId id, string purpose, CancellationToken cancellationToken)
    {
        var lines = await gate.LetInAsync(caller, "handover.reach", purpose, cancellationToken);
        var opened = await GetAsync(caller, id, cancellationToken);
        var actor = ActorOf(caller);
        var course = opened?.Course;
        // Whoever else of the unit needs it takes it over first: so the chain tells who could call.
        var holds = course is { State: HandOverState.Accepted } && opened!.HandOver.Kind == HandOverKind.CallBack && actor.BelongsTo(course.Holder.Unit)
            && course.Holder.IsSameAs(new HandOverHolder(HolderKind.Person, course.Holder.Unit, actor.Name));
        await gate.AuditAsync([lines.OfEntry("handover.reach", opened is null ? "none" : holds ? "exported" : "refused", id.ToString(), opened is null ? null : gate.SubjectOf(opened.HandOver.Person))], cancellationToken);
        if (opened is null) return null;
        if (!holds) return new ReachOutcome.Refused(course!.State, course.Holder.Unit, HandOverDecision.Possible(course, actor));

        var marked = await MarkedAsync([opened], cancellationToken);
        return new ReachOutcome.Told(new AnswerReach(opened.HandOver.Person?.Phone, opened.HandOver.Person?.Email, opened.Persons().Any(marked.Holds)));
    }

    public async Task<HandOverPage> ListAsync(Caller caller, HandOverList list, string purpose, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(list);
        var lines = await gate.LetInAsync(caller, "handover.list", purpose, cancellationToken);

        var actor = ActorOf(caller);
        var limit = Math.Clamp(list.Limit, 1, 200);
        var query = new HandOverQuery
        {
            Unit = list.Unit,
            Holders = list.Mine ? [.. actor.Units.Where(unit => list.Unit is null || unit == list.Unit).Select(unit => KeyOf(HolderKind.Person, unit, actor.Name))]
                : list is { Group: { } group, Unit: { } of } ? [KeyOf(HolderKind.Group, of, group)]
                : null,
            States = list.States,
            Kind = list.Kind,
            DueBefore = list.Overdue ? time.GetUtcNow() : null,
            After = list.After,
            Limit = limit + 1,
        };
        var opened = await OpenAsync(caller, query, cancellationToken);
        var page = opened.Take(limit).ToList();
        return new HandOverPage(
            await TellAsync(caller, lines, "handover.list", page, of: null, _ => null, cancellationToken),
            opened.Count > limit ? TextOf(new HandOverPlace(page[^1].Stored.CreatedAt, page[^1].Stored.Id)) : null);
    }

    public async Task<IReadOnlyList<AnswerHandOver>> FindAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await gate.LetInAsync(caller, "handover.find", cancellationToken);

        var term = gate.TermOf(request, "Hand-overs are found by whom they are for: a person, an organisation, a telephone number, an e-mail address or a name.");
        var opened = await OpenAsync(caller, new HandOverQuery { Keys = term.Keys, NewestFirst = true, Limit = MaxFound }, cancellationToken);
        if (!term.FindsProtected)
        {
            var marked = await MarkedAsync(opened, cancellationToken);
            opened.RemoveAll(handOver => handOver.Persons().Any(marked.Holds));
        }

        return await TellAsync(caller, gate.LinesOf(caller, request.Purpose), "handover.find", opened, of: null, handOver => CallerGate.CertaintyOf(handOver.Stored.Keys, term), cancellationToken, term.Subject);
    }

    public async Task<IReadOnlyList<AnswerHandOver>?> OfCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken)
    {
        var lines = await gate.LetInAsync(caller, "handover.ofCase", purpose, cancellationToken);
        if (await gate.CaseAsync(caller, id, cancellationToken) is null)
        {
            await gate.AuditAsync([lines.OfEntry("handover.ofCase", "none", entry: null, subject: null, id)], cancellationToken);
            return null;
        }

        return await TellAsync(
            caller, lines, "handover.ofCase", await OpenAsync(caller, new HandOverQuery { Case = id, NewestFirst = true, Limit = MaxFound }, cancellationToken), id, _ => null, cancellationToken);
    }

    public async Task<IReadOnlyList<AnswerHandOver>?> OfContactAsync(Caller caller, ContactId id, string purpose, CancellationToken cancellationToken)
    {
        var lines = await gate.LetInAsync(caller, "handover.ofContact", purpose, cancellationToken);
        if (await ContactAsync(caller, id, cancellationToken) is null)
        {
            await gate.AuditAsync([lines.OfEntry("handover.ofContact", "none", id.ToString(), subject: null)], cancellationToken);
            return null;
        }

        return await TellAsync(
            caller, lines, "handover.ofContact", await OpenAsync(caller, new HandOverQuery { Contact = id, NewestFirst = true, Limit = MaxFound }, cancellationToken), of: null, _ => null, cancellationToken);
    }

    public async Task<IReadOnlyList<UnitHandOvers>> UnitsAsync(Caller caller, CancellationToken cancellationToken)
    {
        await gate.LetInAsync(caller, "handover.units", cancellationToken);

        var counts = (await store.HandOvers.CountAsync(tenant, time.GetUtcNow(), FilterOf(caller), cancellationToken)).ToDictionary(count => count.Unit, StringComparer.Ordinal);
        var mine = ActorOf(caller);
        // A unit that was taken out of the list is told as long as something is in its hand.
        return [.. options.Units.Keys.Concat(counts.Keys.Where(unit => !options.Units.ContainsKey(unit)).Order(StringComparer.Ordinal)).Select(unit =>
        {
            var count = counts.GetValueOrDefault(unit) ?? new UnitCount(unit, 0, 0, 0);
            return new UnitHandOvers(unit, options.Units.GetValueOrDefault(unit, unit), mine.BelongsTo(unit), count.Waiting, count.Accepted, count.Overdue);
        })];
    }

    public Task KeepWatchAsync(CancellationToken cancellationToken) => Task.WhenAll(reminders.KeepWatchAsync(cancellationToken), mails.KeepSendingAsync(cancellationToken), systems.KeepTellingAsync(cancellationToken));

    public Task<AnswerReply?> ReadReplyAsync(string link, CancellationToken cancellationToken) => replies.ReadAsync(link, cancellationToken);

    public Task<ReplyOutcome> ReplyAsync(string link, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        return replies.ReplyAsync(link, text, cancellationToken);
    }

    /// <summary>A command has come to its end: if it is one of a hand-over, the unit is told. Returns at once.</summary>
    public void CommandEnded() => systems.Wake();

    /// <summary>Tells what became of cases that systems were to make.</summary>
    internal Task<int> TellOfSystemsAsync(CancellationToken cancellationToken) => systems.LookAsync(cancellationToken);

    /// <summary>Sends the mails that are due now.</summary>
    internal Task<int> SendMailsAsync(CancellationToken cancellationToken) => mails.LookAsync(cancellationToken);

    /// <summary>A place as the next page is asked for by.</summary>
    internal static string TextOf(HandOverPlace place) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{place.CreatedAt.UtcTicks:x}-{place.Id}");

    // The same as was shown before; what the system demands and nobody has told is told by its name.
    async ValueTask<HandOverCommand> CommandAsync(Caller caller, OpenedHandOver opened, HandOverHolder to, HandOverCase made, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (target, problem) = creation.Find(caller, to.Name ?? "", made.Stream);
        if (target is null) throw new WriteInvalidException([problem! with { Field = problem!.Field == "source" ? "to.name" : $"case.{problem.Field}" }]);

        var request = HandOverCopy.RequestOf(opened.HandOver, await creation.IsMarkedAsync(opened.HandOver.Person, cancellationToken), made);
        var problems = WriteRules.ProblemsOfNew(request, target);
        if (problems.Count > 0) throw new WriteInvalidException([.. problems.Select(one => one with { Field = $"case.{one.Field}" })]);

        return new HandOverCommand(WriteCreation.KeyOf(tenant, target), await creation.CommandAsync(OperatorAudit.NameOf(caller), request, target, now, cancellationToken));
    }

    HandOverOut? OutOf(HandOverId id, HandOverLetter? letter, DateTimeOffset now) => letter is null || options.Replies is not { } how ? null : links.Begin(id, now, how.ValidFor);

    HandOverHolder OriginOf(Caller caller, string? from, List<WriteProblem> problems)
    {
        var units = options.UnitsOf(caller);
        if (from is not null && !units.Contains(from, StringComparer.Ordinal)) problems.Add(new WriteProblem("from", "The key that is used does not belong to this unit."));
        else if (from is null && units.Count != 1)
            problems.Add(new WriteProblem("from", units.Count == 0 ? "The key that is used belongs to no unit, so nothing could come back to it." : $"Tell which of its units begins it: {string.Join(", ", units)}."));
        return new HandOverHolder(HolderKind.Person, from ?? (units.Count > 0 ? units[0] : ""), PersonOf(caller));
    }

    // What it leaves out comes from its contact: the person, the question's cases and department; and it is never less closed than the question.
    async ValueTask<HandOver> WithContactAsync(Caller caller, HandOver handOver, List<WriteProblem> problems, CancellationToken cancellationToken)
    {
        if (handOver.Contact is not { } id) return handOver;

        // A contact that may not be told and one that is not there are refused alike.
        if (await ContactAsync(caller, id, cancellationToken) is not { } found)
        {
            problems.Add(new WriteProblem("contact", "There is no such contact. Take the id from the answer to its beginning."));
            return handOver;
        }

        var question = handOver.Question is { } number ? found.Questions.FirstOrDefault(told => told.Number == number) : null;
        if (handOver.Question is not null && question is null) problems.Add(new WriteProblem("question", "The contact has no question of this number."));
        if (question is { Confidentiality: not Confidentiality.Open, Department: var own } && handOver.Department is { } other && other != own)
            problems.Add(new WriteProblem("department", "What comes out of a closed question stays in its department; leave it out, and hand it to the other one."));
        return handOver with
        {
            Person = handOver.Person ?? contacts.Open(found.Contact).Person,
            Cases = handOver.Cases ?? question?.Cases,
            Department = handOver.Department ?? question?.Department,
            Confidentiality = question?.Confidentiality > handOver.Confidentiality ? question.Confidentiality : handOver.Confidentiality,
        };
    }

    ValueTask<FoundContact?> ContactAsync(Caller caller, ContactId id, CancellationToken cancellationToken) =>
        store.Contacts.GetAsync(tenant, id, gate.ContactsFor(caller), cancellationToken);

    async ValueTask<OpenedHandOver?> GetAsync(Caller caller, HandOverId id, CancellationToken cancellationToken) =>
        await OpenAsync(caller, new HandOverQuery { Id = id, Limit = 1 }, cancellationToken) is [var opened] ? opened : null;

    async ValueTask<List<OpenedHandOver>> OpenAsync(Caller caller, HandOverQuery query, CancellationToken cancellationToken) =>
        [.. (await store.HandOvers.ListAsync(tenant, query, FilterOf(caller), cancellationToken)).Select(protector.Open)];

    async ValueTask<IReadOnlyList<AnswerHandOver>> TellAsync(
        Caller caller, AuditLines lines, string action, List<OpenedHandOver> opened, CaseId? of, Func<OpenedHandOver, MatchCertainty?> certainty, CancellationToken cancellationToken, string? subject = null)
    {
        var marked = await MarkedAsync(opened, cancellationToken);
        await gate.AuditAsync(
            [lines.OfEntry(action, opened.Count > 0 ? "full" : "none", entry: null, subject, of), .. opened.Select(one => lines.OfEntry("handover.told", "full", one.Stored.Id.ToString(), gate.SubjectOf(one.HandOver.Person), of))],
            cancellationToken);
        var (projection, actor) = (Projection(), ActorOf(caller));
        return [.. opened.Select(one => projection.Of(one, actor, marked, certainty(one)))];
    }

    ValueTask<MarkedPersons> MarkedAsync(IEnumerable<OpenedHandOver> handOvers, CancellationToken cancellationToken) =>
        protectedIdentities.AmongAsync(handOvers.SelectMany(handOver => handOver.Persons()), cancellationToken);

    HandOverFilter FilterOf(Caller caller)
    {
        var current = policy();
        var own = current.ForQuestions(caller);
        // It was put into their hand on purpose, however closed it is; what limits take away stays away.
        return new HandOverFilter(own, new AccessFilter([new AccessRule { Disclosure = Disclosure.Disclosure.Full }], own.Limits), current.For(caller), options.UnitsOf(caller));
    }

    HandOverActor ActorOf(Caller caller) => new(PersonOf(caller), options.UnitsOf(caller));

    UInt128 KeyOf(HolderKind kind, string unit, string name) => protector.KeyOf(new HandOverHolder(kind, unit, name))!.Value;

    IEnumerable<string> Systems() => sources().Select(source => source.Value).Distinct(StringComparer.Ordinal);

    HandOverProjection Projection() => new(options, time.GetUtcNow());

    static string PersonOf(Caller caller) => caller.OnBehalfOf ?? caller.Name;
}
