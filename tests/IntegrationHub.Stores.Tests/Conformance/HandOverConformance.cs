using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using HandOverWritten = IntegrationHub.Idempotency.Written<IntegrationHub.HandOvers.HandOverDone>;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class HandOverConformance(IStorePlace place) : StoreConformance(place)
{
    const string Board = "byggnadsnamnden";
    const string It = "it";

    static readonly HandOverFilter Nothing = new(AccessFilter.Nothing, AccessFilter.Nothing, AccessFilter.Nothing, []);
    static readonly TenantId OtherTenant = new("norrby");

    IHandOverStore HandOvers => Store.HandOvers;

    static HandOverId IdOf(string name) => new(BitConverter.ToUInt128(Records.Hash("handover", name)));

    static UInt128 Holder(string name) => BitConverter.ToUInt128(Records.Hash("holder", name));

    static HandOverStanding Waiting(string unit, int minutes = 0) => new(HandOverState.Waiting, unit, Records.Opened.AddMinutes(minutes));

    static StoredHandOver HandOver(string name, string unit = It, int minutes = 0, params string[] cases) => new()
    {
        Id = IdOf(name),
        Kind = HandOverKind.CallBack,
        Cases = [.. cases.Select(Records.IdOf)],
        Confidentiality = Confidentiality.Open,
        CreatedAt = Records.Opened.AddMinutes(minutes),
        Standing = Waiting(unit, minutes),
        Private = Records.Hash("handover", name),
        Keys = [Records.Person("tolvan")],
    };

    static StoredStep Step(int number, HandOverStepKind kind = HandOverStepKind.Noted) => new(number, number == 1 ? HandOverStepKind.Created : kind, Records.Opened.AddMinutes(number), Records.Hash("step", $"{number}"));

    StoredOnce Once(string key, string request = "1") =>
        new(BitConverter.ToUInt128(Records.Hash("once", key)), Records.Hash("request", request), Clock.GetUtcNow(), Clock.GetUtcNow().AddHours(24));

    static OnceWrite<HandOverDone> Answered(StoredOnce once) => new(once, done => Records.Hash("answer", $"{done.HandOver} {done.Version}"));

    // What a caller may know who belongs to these units, and sees everything or only what is open by itself.
    static HandOverFilter Of(AccessFilter own, AccessFilter cases, params string[] units) => new(own, Everything, cases, units);

    static AccessFilter UpTo(Confidentiality most) => new([new AccessRule { UpTo = most, Disclosure = Disclosure.Disclosure.Full }], []);

    async Task CreateAsync(StoredHandOver handOver) => Assert.IsType<HandOverWritten.Done>(await HandOvers.CreateAsync(Tenant, handOver, Step(1), null, Cancel));

    async Task<FoundHandOver?> ReadAsync(string name, HandOverFilter? filter = null) =>
        (await HandOvers.ListAsync(Tenant, new HandOverQuery { Id = IdOf(name), Limit = 1 }, filter, Cancel)).SingleOrDefault();

    async Task<string> ListAsync(HandOverQuery query, HandOverFilter? filter = null)
    {
        var names = new[] { "a", "b", "c", "d", "e" }.ToDictionary(IdOf);
        return string.Concat((await HandOvers.ListAsync(Tenant, query, filter, Cancel)).Select(found => names[found.HandOver.Id]));
    }

    [Fact]
    public async Task A_command_is_stored_with_its_step_or_not_at_all_and_its_end_and_the_end_of_its_case_are_news()
    {
        await CreateAsync(HandOver("a"));
        var command = new WriteBack.NewCommand { Id = new WriteBack.WriteCommandId(7), Kind = WriteBack.WriteKind.Create, AskedAt = Clock.GetUtcNow(), Private = [1] };
        var goesOut = new HandOverOut { Command = command.Id };
        var news = new HandOverQuery { CommandNews = true, Limit = 9 };

        Assert.IsType<HandOverWritten.Changed>(await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(It) with { Out = goesOut }, Step(7), null, Cancel, new HandOverCommand(Stream, command)));
        Assert.Null(await Store.Outbox.GetForOperatorAsync(Tenant, command.Id, Cancel));
        Assert.IsType<HandOverWritten.Done>(await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(It) with { Out = goesOut }, Step(2, HandOverStepKind.PassedOn), null, Cancel, new HandOverCommand(Stream, command)));
        Assert.NotNull(await Store.Outbox.GetForOperatorAsync(Tenant, command.Id, Cancel));
        Assert.Equal("", await ListAsync(news));

        var taken = (await Store.Outbox.TakeAsync(Tenant, new WriteBack.CommandTake("a", TimeSpan.FromMinutes(5), Clock.GetUtcNow(), 2, []), Cancel))!;
        await Store.Outbox.SettleAsync(taken.Lease, new WriteBack.CommandSettled { State = WriteBack.WriteState.Accepted, Attempts = 0, DueAt = Clock.GetUtcNow(), At = Clock.GetUtcNow(), Reference = "1" }, null, Cancel);
        Assert.Equal("a", await ListAsync(news));
        await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(It) with { Out = goesOut with { CommandTaken = true } }, Step(3, HandOverStepKind.Sent), null, Cancel);
        Assert.Equal("", await ListAsync(news));

        var run = await BeginAsync();
        await run.CommitAsync([Records.Store("1")]);
        Assert.Equal("", await ListAsync(news));
        await run.CommitAsync([Records.Store(Records.Case("1", "2") with { Status = CaseStatus.Closed }, order: 2)]);
        Assert.Equal("a", await ListAsync(news));
    }

    [Fact]
    public async Task A_command_is_taken_back_with_the_step_that_wants_it_no_more_and_left_alone_where_it_has_left()
    {
        await CreateAsync(HandOver("a"));
        var command = new WriteBack.NewCommand { Id = new WriteBack.WriteCommandId(7), Kind = WriteBack.WriteKind.Create, AskedAt = Clock.GetUtcNow(), Private = [1] };
        await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(It) with { Out = new HandOverOut { Command = command.Id } }, Step(2, HandOverStepKind.PassedOn), null, Cancel, new HandOverCommand(Stream, command));

        var seen = await FindAsync(command.Id);
        Assert.IsType<HandOverWritten.Changed>(await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(Board), Step(7, HandOverStepKind.Returned), null, Cancel, takenBack: Withdrawn(seen)));
        Assert.Equal(WriteBack.WriteState.Queued, (await FindAsync(command.Id)).State);
        Assert.IsType<HandOverWritten.Done>(await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(Board), Step(3, HandOverStepKind.Returned), null, Cancel, takenBack: Withdrawn(seen)));
        Assert.Equal(WriteBack.WriteState.Withdrawn, (await FindAsync(command.Id)).State);

        var next = command with { Id = new WriteBack.WriteCommandId(8) };
        await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(It) with { Out = new HandOverOut { Command = next.Id } }, Step(4, HandOverStepKind.PassedOn), null, Cancel, new HandOverCommand(Stream, next));
        seen = await FindAsync(next.Id);
        await Store.Outbox.TakeAsync(Tenant, new WriteBack.CommandTake("a", TimeSpan.FromMinutes(5), Clock.GetUtcNow(), 2, []), Cancel);
        Assert.IsType<HandOverWritten.Done>(await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(Board), Step(5, HandOverStepKind.Returned), null, Cancel, takenBack: Withdrawn(seen)));
        Assert.Equal(WriteBack.WriteState.Queued, (await FindAsync(next.Id)).State);

        async Task<WriteBack.StoredCommand> FindAsync(WriteBack.WriteCommandId id) => (await Store.Outbox.GetForOperatorAsync(Tenant, id, Cancel))!;

        CommandTakenBack Withdrawn(WriteBack.StoredCommand seen) => new(seen.Id, seen.Version, new WriteBack.CommandChange(
            new WriteBack.CommandSettled { State = WriteBack.WriteState.Withdrawn, Attempts = 0, DueAt = Clock.GetUtcNow(), At = Clock.GetUtcNow() }, null, null, null, Cut: false));
    }

    [Fact]
    public async Task What_goes_out_of_the_house_is_found_by_its_link_and_by_when_its_mail_is_due_and_one_node_has_the_mail()
    {
        var due = Records.Opened.AddMinutes(5);
        var goesOut = new HandOverOut { Reply = Holder("link"), ReplyUntil = due.AddDays(30), Mail = Holder("bits"), MailDue = due, MailAttempts = 2, Command = new WriteBack.WriteCommandId(7), CommandTaken = true };
        await CreateAsync(HandOver("a") with { Standing = Waiting(It) with { Out = goesOut } });
        await CreateAsync(HandOver("b"));

        Assert.Equal(goesOut, (await ReadAsync("a"))!.HandOver.Standing.Out);
        Assert.Null((await ReadAsync("b"))!.HandOver.Standing.Out);
        Assert.Equal("a", await ListAsync(new HandOverQuery { Reply = Holder("link"), Limit = 9 }));
        Assert.Equal("", await ListAsync(new HandOverQuery { Reply = Holder("other"), Limit = 9 }));
        Assert.Equal(("a", ""), (await ListAsync(new HandOverQuery { MailBy = due, Limit = 9 }), await ListAsync(new HandOverQuery { MailBy = due.AddTicks(-1), Limit = 9 })));

        Assert.True(await HandOvers.PutOffMailAsync(Tenant, IdOf("a"), due, due.AddMinutes(2), 3, Cancel));
        Assert.False(await HandOvers.PutOffMailAsync(Tenant, IdOf("a"), due, due.AddMinutes(2), 3, Cancel));
        Assert.Equal(goesOut with { MailDue = due.AddMinutes(2), MailAttempts = 3 }, (await ReadAsync("a"))!.HandOver.Standing.Out);

        await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(Board), Step(2, HandOverStepKind.Replied), null, Cancel);
        Assert.Null((await ReadAsync("a"))!.HandOver.Standing.Out);
        Assert.Equal("", await ListAsync(new HandOverQuery { Reply = Holder("link"), Limit = 9 }));
    }

    [Fact]
    public async Task A_hand_over_is_read_as_it_was_written_with_its_steps_in_their_order()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"));
        var written = HandOver("a", It, 0, "1", "2") with
        {
            Kind = HandOverKind.HandOver,
            Contact = new ContactId(7),
            Question = 2,
            Department = Board,
            Confidentiality = Confidentiality.Secret,
            DueAt = Records.Opened.AddHours(2),
            RemindAt = Records.Opened.AddHours(1),
            Standing = Waiting(It) with { Holder = Holder("anna"), RemindNext = Records.Opened.AddHours(1) },
            Keys = [Records.Person("tolvan"), Records.Phone("1")],
        };

        Assert.Equal(new HandOverWritten.Done(new HandOverDone(written.Id, 1, HandOverState.Waiting)), await HandOvers.CreateAsync(Tenant, written, Step(1), null, Cancel));
        var standing = new HandOverStanding(HandOverState.Accepted, Board, Records.Opened.AddMinutes(2)) { Holder = Holder("siv") };
        Assert.Equal(new HandOverWritten.Done(new HandOverDone(written.Id, 2, HandOverState.Accepted)), await HandOvers.AppendAsync(Tenant, written.Id, standing, Step(2, HandOverStepKind.Accepted), null, Cancel));

        var read = await ReadAsync("a");
        Assert.Equivalent(written with { Version = 2, Standing = standing, Cases = [.. written.Cases.OrderBy(id => id.Value)] }, read!.HandOver, strict: true);
        Assert.Equivalent(new[] { Step(1), Step(2, HandOverStepKind.Accepted) }, read.Steps, strict: true);
    }

    [Fact]
    public async Task What_was_written_is_there_when_the_store_is_opened_again_without_having_been_closed()
    {
        await CreateAsync(HandOver("a"));

        await using var again = await Place.OpenAsync(Clock);

        Assert.Single(await again.HandOvers.ListAsync(Tenant, new HandOverQuery { Id = IdOf("a"), Limit = 1 }, null, Cancel));
    }

    [Fact]
    public async Task A_step_that_is_not_the_next_one_is_not_taken_and_what_is_not_there_is_missing()
    {
        await CreateAsync(HandOver("a"));
        Assert.IsType<HandOverWritten.Done>(await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(Board), Step(2), null, Cancel));

        Assert.Equal(new HandOverWritten.Changed(2), await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(It), Step(2), null, Cancel));
        Assert.Equal(new HandOverWritten.Changed(2), await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(It), Step(4), null, Cancel));
        Assert.Equal(new HandOverWritten.Missing(), await HandOvers.AppendAsync(Tenant, IdOf("b"), Waiting(It), Step(2), null, Cancel));
        Assert.Equal(new HandOverWritten.Missing(), await HandOvers.AppendAsync(OtherTenant, IdOf("a"), Waiting(It), Step(3), null, Cancel));
        Assert.Empty(await HandOvers.ListAsync(OtherTenant, new HandOverQuery { Limit = 10 }, null, Cancel));
        Assert.Equal((2, Board), ((await ReadAsync("a"))!.Steps.Count, (await ReadAsync("a"))!.HandOver.Standing.Unit));
    }

    [Fact]
    public async Task Fifty_equal_requests_at_once_begin_one_hand_over_and_take_one_step_and_get_one_answer_each()
    {
        await using var otherNode = await Place.OpenAsync(Clock);
        var begun = await Task.WhenAll(Enumerable.Range(0, 50).Select(at => Task.Run(() =>
            (at % 2 == 0 ? Store : otherNode).HandOvers.CreateAsync(Tenant, HandOver($"{at}"), Step(1), Answered(Once("key")), Cancel).AsTask(), Cancel)));
        var first = Assert.Single(begun.OfType<HandOverWritten.Done>()).What;

        var stepped = await Task.WhenAll(Enumerable.Range(0, 50).Select(at => Task.Run(() =>
            (at % 2 == 0 ? Store : otherNode).HandOvers.AppendAsync(Tenant, first.HandOver, Waiting(It), Step(2), Answered(Once("step")), Cancel).AsTask(), Cancel)));

        Assert.Equal(49, begun.OfType<HandOverWritten.Again>().Count(again => again.Answer.AsSpan().SequenceEqual(Records.Hash("answer", $"{first.HandOver} 1"))));
        Assert.Single(stepped.OfType<HandOverWritten.Done>());
        Assert.Equal(49, stepped.OfType<HandOverWritten.Again>().Count(again => again.Answer.AsSpan().SequenceEqual(Records.Hash("answer", $"{first.HandOver} 2"))));
        Assert.Equal(2, Assert.Single(await HandOvers.ListAsync(Tenant, new HandOverQuery { Limit = 100 }, null, Cancel)).Steps.Count);
    }

    [Fact]
    public async Task Fifty_people_who_take_the_same_step_at_once_take_it_one_of_them()
    {
        await CreateAsync(HandOver("a"));

        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(It), Step(2), null, Cancel).AsTask(), Cancel)));

        Assert.Single(taken.OfType<HandOverWritten.Done>());
        Assert.All(taken.Where(one => one is not HandOverWritten.Done), one => Assert.Equal(new HandOverWritten.Changed(2), one));
    }

    [Fact]
    public async Task What_a_request_was_answered_is_remembered_until_it_expires()
    {
        await HandOvers.CreateAsync(Tenant, HandOver("a"), Step(1), Answered(Once("key")), Cancel);

        var remembered = await Store.Once.FindAsync(Tenant, Once("key", "another"), Cancel);
        Assert.Equal(Records.Hash("request", "1"), remembered!.Fingerprint);
        Assert.Equal(Records.Hash("answer", $"{IdOf("a")} 1"), remembered.Answer);
        Assert.Null(await Store.Once.FindAsync(Tenant, Once("other key"), Cancel));
        Assert.Null(await Store.Once.FindAsync(OtherTenant, Once("key"), Cancel));
        Clock.Advance(TimeSpan.FromHours(24));
        Assert.Null(await Store.Once.FindAsync(Tenant, Once("key"), Cancel));
    }

    [Fact]
    public async Task Lists_are_by_who_has_it_in_hand_what_it_is_about_and_when_it_is_due_the_oldest_first()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        await CreateAsync(HandOver("c", It, 3) with { Contact = new ContactId(7) });
        await CreateAsync(HandOver("a", It, 1, "1") with { DueAt = Records.Opened.AddHours(1), Standing = Waiting(It, 1) with { Holder = Holder("anna"), RemindNext = Records.Opened.AddHours(1) } });
        await CreateAsync(HandOver("b", Board, 2) with { Kind = HandOverKind.HandOver, DueAt = Records.Opened.AddHours(3), Keys = [Records.Phone("1")] });
        await CreateAsync(HandOver("d", It, 4));
        await HandOvers.AppendAsync(Tenant, IdOf("d"), new HandOverStanding(HandOverState.Done, It, Records.Opened) { EndedAt = Records.Opened.AddHours(1) }, Step(2, HandOverStepKind.Done), null, Cancel);
        HandOverState[] open = [HandOverState.Waiting, HandOverState.Accepted];

        Assert.Equal("abcd", await ListAsync(new HandOverQuery { Limit = 10 }));
        Assert.Equal("dcba", await ListAsync(new HandOverQuery { NewestFirst = true, Limit = 10 }));
        Assert.Equal("abc", await ListAsync(new HandOverQuery { States = open, Limit = 10 }));
        Assert.Equal("ac", await ListAsync(new HandOverQuery { Unit = It, States = open, Limit = 10 }));
        Assert.Equal("d", await ListAsync(new HandOverQuery { States = [HandOverState.Done], Limit = 10 }));
        Assert.Equal("a", await ListAsync(new HandOverQuery { Holders = [Holder("anna"), Holder("siv")], States = open, Limit = 10 }));
        Assert.Equal("", await ListAsync(new HandOverQuery { Holders = [], Limit = 10 }));
        Assert.Equal("b", await ListAsync(new HandOverQuery { Kind = HandOverKind.HandOver, Limit = 10 }));
        Assert.Equal("a", await ListAsync(new HandOverQuery { DueBefore = Records.Opened.AddHours(2), Limit = 10 }));
        Assert.Equal("a", await ListAsync(new HandOverQuery { RemindBy = Records.Opened.AddHours(1), Limit = 10 }));
        Assert.Equal("c", await ListAsync(new HandOverQuery { Contact = new ContactId(7), Limit = 10 }));
        Assert.Equal("a", await ListAsync(new HandOverQuery { Case = Records.IdOf("1"), Limit = 10 }));
        Assert.Equal("b", await ListAsync(new HandOverQuery { Keys = [Records.Phone("1"), Records.Phone("2")], Limit = 10 }));
        Assert.Equal("acd", await ListAsync(new HandOverQuery { Keys = [Records.Person("tolvan"), Records.Phone("2")], Limit = 10 }));
        Assert.Equal("", await ListAsync(new HandOverQuery { Keys = [], Limit = 10 }));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_a_gap_also_where_several_began_at_once()
    {
        foreach (var (name, minutes) in new[] { ("a", 1), ("b", 2), ("c", 2), ("d", 2), ("e", 3) }) await CreateAsync(HandOver(name, It, minutes));
        var whole = await HandOvers.ListAsync(Tenant, new HandOverQuery { Limit = 10 }, null, Cancel);

        var paged = new List<FoundHandOver>();
        HandOverPlace? after = null;
        while (await HandOvers.ListAsync(Tenant, new HandOverQuery { After = after, Limit = 2 }, null, Cancel) is { Count: > 0 } page)
        {
            paged.AddRange(page);
            after = new HandOverPlace(page[^1].HandOver.CreatedAt, page[^1].HandOver.Id);
        }

        Assert.Equal(5, whole.Count);
        Assert.Equal(whole.Select(found => found.HandOver.Id), paged.Select(found => found.HandOver.Id));
    }

    [Fact]
    public async Task Who_had_it_in_hand_is_told_of_it_and_only_of_those_of_its_cases_that_may_be_told()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("open"), Records.Store(Records.Case("closed") with { Confidentiality = Confidentiality.Secret }));
        await CreateAsync(HandOver("a", It, 0, "open", "closed", "gone") with { Confidentiality = Confidentiality.Secret, OriginUnit = "parks" });
        await HandOvers.AppendAsync(Tenant, IdOf("a"), Waiting(Board), Step(2, HandOverStepKind.PassedOn), null, Cancel);

        foreach (var unit in new[] { It, Board, "parks" })
            Assert.Equal([Records.IdOf("open")], (await ReadAsync("a", Of(UpTo(Confidentiality.Open), UpTo(Confidentiality.Open), unit)))!.HandOver.Cases);
        Assert.Null(await ReadAsync("a", Of(UpTo(Confidentiality.Open), UpTo(Confidentiality.Open), "schools")));
        Assert.Null(await ReadAsync("a", Of(Everything, UpTo(Confidentiality.Secret))));
        Assert.Null(await ReadAsync("a", Nothing));
        Assert.Null(await ReadAsync("a", Of(UpTo(Confidentiality.Open), Everything, It) with { Held = new AccessFilter(Everything.Rules, [new AccessRule { From = Confidentiality.Secret, Disclosure = Disclosure.Disclosure.Hidden }]) }));
        Assert.Equal("", await ListAsync(new HandOverQuery { Keys = [Records.Person("tolvan")], Limit = 10 }, Of(UpTo(Confidentiality.Open), Everything, "schools")));
        Assert.Empty(await HandOvers.CountAsync(Tenant, Clock.GetUtcNow(), Of(UpTo(Confidentiality.Open), Everything, "schools"), Cancel));
    }

    [Fact]
    public async Task A_case_whose_newer_record_is_in_quarantine_closes_the_hand_overs_about_it_to_who_never_had_them()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        await CreateAsync(HandOver("a", It, 0, "1"));
        Assert.NotNull(await ReadAsync("a", Of(Everything, UpTo(Confidentiality.Restricted))));

        await run.CommitAsync(Records.Hold("1", read: 1));

        Assert.Null(await ReadAsync("a", Of(Everything, UpTo(Confidentiality.Restricted))));
        Assert.Empty((await ReadAsync("a", Of(Everything, UpTo(Confidentiality.Restricted), It)))!.HandOver.Cases);
    }

    [Fact]
    public async Task Counts_are_what_the_lists_hold()
    {
        await CreateAsync(HandOver("a") with { DueAt = Records.Opened.AddHours(1) });
        await CreateAsync(HandOver("b", Board) with { DueAt = Records.Opened.AddHours(5) });
        await CreateAsync(HandOver("c"));
        await HandOvers.AppendAsync(Tenant, IdOf("c"), Waiting(It) with { State = HandOverState.Accepted }, Step(2, HandOverStepKind.Accepted), null, Cancel);
        await CreateAsync(HandOver("d"));
        await HandOvers.AppendAsync(Tenant, IdOf("d"), new HandOverStanding(HandOverState.Withdrawn, It, Records.Opened) { EndedAt = Records.Opened }, Step(2, HandOverStepKind.Withdrawn), null, Cancel);
        await CreateAsync(HandOver("e") with { Confidentiality = Confidentiality.Secret });

        Assert.Equal([new UnitCount(Board, 1, 0, 0), new UnitCount(It, 2, 1, 1)], await HandOvers.CountAsync(Tenant, Records.Opened.AddHours(2), null, Cancel));
        Assert.Equal([new UnitCount(Board, 1, 0, 0), new UnitCount(It, 1, 1, 1)], await HandOvers.CountAsync(Tenant, Records.Opened.AddHours(2), Of(UpTo(Confidentiality.Open), Everything), Cancel));
    }

    [Fact]
    public void What_is_told_is_what_its_own_closedness_and_all_of_its_cases_or_a_unit_that_had_it_let_be_told()
    {
        string?[] departments = [null, Board, "socialnamnden"];
        var confidentialities = Enum.GetValues<Confidentiality>();
        var rules = from of in Gen.Elements<string?>("all", Board, "socialnamnden")
                    from upTo in Gen.Elements(confidentialities)
                    from full in Gen.Frequency((3, Gen.Constant(Disclosure.Disclosure.Full)), (1, Gen.Constant(Disclosure.Disclosure.Existence)))
                    select new AccessRule { Departments = of == "all" ? null : [of!], UpTo = upTo, Disclosure = full };
        var limits = from some in rules.ListOf() select some.Take(1).Select(limit => limit with { Disclosure = Disclosure.Disclosure.Hidden }).ToArray();
        var filters = from some in rules.ListOf() from taken in limits select new AccessFilter([.. some.Take(3)], taken);
        var cases = (from department in Gen.Elements(departments) from closed in Gen.Elements(confidentialities) select (department, closed)).ListOf(2);
        var units = Gen.SubListOf(It, Board, "parks");
        var town = 0;

        Holds(Prop.ForAll(
            (from own in filters
             from ofCases in filters
             from held in limits
             from some in cases
             from department in Gen.Elements(departments)
             from closed in Gen.Elements(confidentialities)
             from links in Gen.SubListOf(0, 1)
             from had in units
             from mine in units
             select (own, ofCases, held, some, department, closed, links, had: had.ToArray(), mine: mine.ToArray())).ToArbitrary(), given =>
        {
            var name = $"{town++}";
            var run = BeginAsync(Stream with { Stream = new StreamName($"permits-{name}") }).GetAwaiter().GetResult();
            run.CommitAsync([.. given.some.Select((one, at) => Records.Store(Records.Case($"{name}-{at}") with { Department = one.department, Confidentiality = one.closed }))]).AsTask().GetAwaiter().GetResult();
            CreateAsync(HandOver(name, "schools", 0, [.. given.links.Select(link => $"{name}-{link}")]) with { Department = given.department, Confidentiality = given.closed }).GetAwaiter().GetResult();
            for (var at = 0; at < given.had.Length; at++) HandOvers.AppendAsync(Tenant, IdOf(name), Waiting(given.had[at]), Step(at + 2), null, Cancel).AsTask().GetAwaiter().GetResult();

            var held = new AccessFilter(Everything.Rules, given.held);
            bool CaseIsTold(int link) => given.ofCases.Of(Records.Source, given.some[link].department, Records.Case("").Type, given.some[link].closed) == Disclosure.Disclosure.Full;
            var told = given.own.Of(default, given.department, null, given.closed) == Disclosure.Disclosure.Full && given.links.All(CaseIsTold)
                || given.had.Intersect(given.mine).Any() && held.Of(default, given.department, null, given.closed) == Disclosure.Disclosure.Full;
            var read = ReadAsync(name, new HandOverFilter(given.own, held, given.ofCases, given.mine)).GetAwaiter().GetResult();
            return (read is not null) == told && (read is null || read.HandOver.Cases.ToHashSet().SetEquals(given.links.Where(CaseIsTold).Select(link => Records.IdOf($"{name}-{link}"))));
        }));
    }

    [Fact]
    public async Task What_ended_long_ago_is_erased_with_all_that_is_about_it_and_what_is_open_stays()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        foreach (var (name, hours) in new[] { ("a", 1), ("b", 2), ("c", 9) })
        {
            await CreateAsync(HandOver(name, It, 0, "1"));
            await HandOvers.AppendAsync(Tenant, IdOf(name), new HandOverStanding(HandOverState.Done, It, Records.Opened) { EndedAt = Records.Opened.AddHours(hours) }, Step(2, HandOverStepKind.Done), null, Cancel);
        }

        await CreateAsync(HandOver("d", It, 0, "1"));

        Assert.Equal(1, await HandOvers.EraseAsync(Tenant, Records.Opened.AddHours(5), 1, Cancel));
        Assert.Null(await ReadAsync("a"));
        Assert.Equal(1, await HandOvers.EraseAsync(Tenant, Records.Opened.AddHours(5), 10, Cancel));
        Assert.Equal(0, await HandOvers.EraseAsync(Tenant, Records.Opened.AddHours(5), 10, Cancel));

        Assert.Equal(2, (await ListAsync(new HandOverQuery { Keys = [Records.Person("tolvan")], Limit = 10 })).Length);
        Assert.Equal(2, (await ListAsync(new HandOverQuery { Case = Records.IdOf("1"), Limit = 10 })).Length);
    }
}
