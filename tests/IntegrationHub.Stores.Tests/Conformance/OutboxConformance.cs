using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Notifications;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class OutboxConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    IOutboxStore Outbox => Store.Outbox;

    DateTimeOffset Now => Clock.GetUtcNow();

    static WriteCommandId IdOf(string name) => new(BitConverter.ToUInt128(Records.Hash("command", name)));

    NewCommand Command(string name, string? key = "1", WriteKind kind = WriteKind.Note) => new()
    {
        Id = IdOf(name),
        Key = key,
        Kind = kind,
        AskedAt = Now,
        Private = Records.Hash("private", name),
    };

    OnceWrite<NewCommand> Once(string key, string request = "1") =>
        new(new StoredOnce(BitConverter.ToUInt128(Records.Hash("once", key)), Records.Hash("request", request), Now, Now.AddHours(24)), _ => Records.Hash("answer", key));

    async Task AddAsync(params string[] names)
    {
        foreach (var name in names) Assert.IsType<Written<NewCommand>.Done>(await Outbox.AddAsync(Stream, Command(name, name[..1]), null, Cancel));
    }

    async Task<TakenCommand?> TakeAsync(TimeSpan? duration = null, int perSource = 100, string owner = "a", params StreamKey[] leave) =>
        await Outbox.TakeAsync(Tenant, new CommandTake(owner, duration ?? Long, Now, perSource, leave), Cancel);

    async Task<TakenCommand> TakenAsync(TimeSpan? duration = null) => (await TakeAsync(duration))!;

    CommandSettled Settled(WriteState state, TimeSpan? dueIn = null, DateTimeOffset? unknownAt = null, WriteReason? reason = null) =>
        new() { State = state, Attempts = 1, DueAt = Now + (dueIn ?? TimeSpan.Zero), At = Now, UnknownAt = unknownAt, Reason = reason };

    async Task<StoredCommand> ReadAsync(string name) => (await Outbox.GetForOperatorAsync(Tenant, IdOf(name), Cancel))!;

    async Task WithCasesAsync(params string[] keys)
    {
        var run = await BeginAsync();
        await run.CommitAsync([.. keys.Select(key => Records.Store(key))]);
    }

    [Fact]
    public async Task A_command_is_read_as_it_was_written()
    {
        await WithCasesAsync("1");
        var command = Command("1a") with { Cut = true, Attachment = [1, 2, 3] };

        await Outbox.AddAsync(Stream, command, null, Cancel);

        var read = await Outbox.GetAsync(Tenant, command.Id, Everything, Cancel);
        Assert.Equivalent(new StoredCommand
        {
            Id = command.Id, SentAs = command.Id, Stream = Stream, Case = Records.IdOf("1"), Key = "1", Kind = WriteKind.Note, State = WriteState.Queued, Attempts = 0, Version = 1,
            AskedAt = Now, Since = Now, DueAt = Now, ChangedAt = Now, Cut = true, Private = command.Private,
        }, read, strict: true);
        Assert.Equal([1, 2, 3], (await TakenAsync()).Attachment);
    }

    [Fact]
    public async Task The_command_of_a_new_case_is_with_the_case_as_soon_as_the_index_has_it_and_goes_with_it()
    {
        await AddAsync();
        await Outbox.AddAsync(Stream, Command("new", key: null, WriteKind.Create), null, Cancel);
        var taken = await TakenAsync();
        Assert.True(await Outbox.SettleAsync(taken.Lease, Settled(WriteState.Accepted) with { Reference = "1" }, null, Cancel));
        Assert.Equal((null, "1"), ((await ReadAsync("new")).Case, (await ReadAsync("new")).Reference));
        Assert.Null(await Outbox.GetAsync(Tenant, IdOf("new"), Everything, Cancel));

        await WithCasesAsync("1", "2");

        Assert.Equal(Records.IdOf("1"), (await Outbox.GetAsync(Tenant, IdOf("new"), Everything, Cancel))!.Case);
        Assert.Null(await Outbox.GetAsync(Tenant, IdOf("new"), AccessFilter.Nothing, Cancel));
        Assert.Equal(IdOf("new"), Assert.Single(await Outbox.OfCaseAsync(Tenant, Records.IdOf("1"), Everything, 10, Cancel)).Id);
        Assert.Empty(await Outbox.OfCaseAsync(Tenant, Records.IdOf("2"), Everything, 10, Cancel));
    }

    [Fact]
    public async Task What_was_asked_for_is_there_when_the_store_is_opened_again_without_having_been_closed()
    {
        await AddAsync("1a");

        await using var again = await Place.OpenAsync(Clock);

        Assert.NotNull(await again.Outbox.GetForOperatorAsync(Tenant, IdOf("1a"), Cancel));
    }

    [Fact]
    public async Task A_request_is_carried_out_once_and_another_under_its_key_is_not()
    {
        var once = Once("key");

        Assert.IsType<Written<NewCommand>.Done>(await Outbox.AddAsync(Stream, Command("1a"), once, Cancel));
        var again = Assert.IsType<Written<NewCommand>.Again>(await Outbox.AddAsync(Stream, Command("1b"), once, Cancel));
        Assert.IsType<Written<NewCommand>.OtherRequest>(await Outbox.AddAsync(Stream, Command("1c"), Once("key", "2"), Cancel));

        Assert.Equal(Records.Hash("answer", "key"), again.Answer);
        Assert.Equal(1, (await Outbox.CountAsync(Tenant, Cancel))[Stream].Queued);
        Clock.Advance(TimeSpan.FromHours(24));
        Assert.IsType<Written<NewCommand>.Done>(await Outbox.AddAsync(Stream, Command("1d"), Once("key", "2"), Cancel));
    }

    [Fact]
    public async Task Fifty_equal_requests_at_once_store_one_command()
    {
        var once = Once("key");

        var added = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Outbox.AddAsync(Stream, Command($"1-{n}"), once, Cancel).AsTask()));

        Assert.Single(added.OfType<Written<NewCommand>.Done>());
        Assert.Equal(49, added.OfType<Written<NewCommand>.Again>().Count());
    }

    [Fact]
    public async Task Of_each_case_only_the_oldest_that_is_not_finished_is_taken()
    {
        await AddAsync("1a", "1b", "2a");

        var first = await TakenAsync();
        var second = await TakenAsync();

        Assert.Equal([IdOf("1a"), IdOf("2a")], [first.Command.Id, second.Command.Id]);
        Assert.Null(await TakeAsync());
        await Outbox.SettleAsync(first.Lease, Settled(WriteState.Accepted), null, Cancel);
        Assert.Equal(IdOf("1b"), (await TakenAsync()).Command.Id);
    }

    [Theory]
    [InlineData(WriteState.Accepted, null, true)]
    [InlineData(WriteState.Refused, null, true)]
    [InlineData(WriteState.Dead, WriteReason.UsedUp, true)]
    [InlineData(WriteState.Withdrawn, null, true)]
    [InlineData(WriteState.Queued, null, false)]
    [InlineData(WriteState.Unknown, null, false)]
    [InlineData(WriteState.Unknown, WriteReason.OnlyAPersonCanTell, false)]
    public async Task What_is_finished_lets_the_next_of_its_case_go_and_what_nobody_knows_of_does_not(WriteState state, WriteReason? reason, bool goes)
    {
        await AddAsync("1a", "1b");

        await Outbox.SettleAsync((await TakenAsync()).Lease, Settled(state, TimeSpan.FromMinutes(1), reason: reason), null, Cancel);

        Assert.Equal(goes ? IdOf("1b") : (WriteCommandId?)null, (await TakeAsync())?.Command.Id);
    }

    [Fact]
    public async Task What_is_due_later_is_taken_later_and_what_a_clock_that_went_wrong_put_off_is_taken_now()
    {
        await AddAsync("1a", "2a");
        await Outbox.SettleAsync((await TakenAsync()).Lease, Settled(WriteState.Queued, TimeSpan.FromHours(1)), null, Cancel);
        await Outbox.SettleAsync((await TakenAsync()).Lease, Settled(WriteState.Unknown, TimeSpan.FromDays(400), unknownAt: Now), null, Cancel);

        Assert.Equal(IdOf("2a"), (await TakeAsync())?.Command.Id);
        Assert.Null(await TakeAsync());
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(IdOf("1a"), (await TakeAsync())?.Command.Id);
    }

    [Fact]
    public async Task What_a_node_whose_clock_is_a_day_ahead_put_off_is_taken_now_by_those_whose_clock_is_right()
    {
        await AddAsync("1a", "2a");
        var (ahead, right) = (Settled(WriteState.Queued, TimeSpan.FromHours(25)) with { At = Now.AddDays(1) }, Settled(WriteState.Queued, TimeSpan.FromHours(25)));
        await Outbox.SettleAsync((await TakenAsync()).Lease, ahead, null, Cancel);
        await Outbox.SettleAsync((await TakenAsync()).Lease, right, null, Cancel);

        Assert.Equal(IdOf("1a"), (await TakeAsync())?.Command.Id);
        // A vendor asked to be left alone for so long, by a clock that is right.
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task Of_a_source_only_so_many_are_taken_at_a_time_and_another_source_is_not_kept_waiting()
    {
        var other = new StreamKey(Tenant, new SourceId("ecos"), new StreamName("supervision"));
        await AddAsync("1a", "2a", "3a");
        await Outbox.AddAsync(other, Command("4a", "4"), null, Cancel);

        Assert.Equal([Stream, Stream, other], [(await TakeAsync(perSource: 2))!.Command.Stream, (await TakeAsync(perSource: 2))!.Command.Stream, (await TakeAsync(perSource: 2))!.Command.Stream]);
        Assert.Null(await TakeAsync(perSource: 2));
    }

    [Fact]
    public async Task Streams_that_are_to_be_left_are()
    {
        await AddAsync("1a");

        Assert.Null(await TakeAsync(leave: Stream));
        Assert.NotNull(await TakeAsync(leave: new StreamKey(Tenant, new SourceId("ecos"), new StreamName("supervision"))));
    }

    [Fact]
    public async Task Two_nodes_never_have_the_same_command_nor_two_of_one_case()
    {
        foreach (var n in Enumerable.Range(0, 8)) await AddAsync($"{n % 4}-{n}");

        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => TakeAsync(owner: $"node {n}")));

        var keys = taken.OfType<TakenCommand>().Select(t => t.Command.Key).ToList();
        Assert.Equal(4, keys.Count);
        Assert.Distinct(keys);
    }

    [Fact]
    public async Task Who_was_replaced_writes_no_more_of_the_command()
    {
        await AddAsync("1a");
        var first = await TakenAsync(Short);
        await Place.LetLeaseTimePassAsync(Short);
        var second = await TakenAsync();

        Assert.Equal(first.Lease.Epoch + 1, second.Lease.Epoch);
        Assert.False(await Outbox.RenewAsync(first.Lease, Long, Cancel));
        Assert.False(await Outbox.MarkSendingAsync(first.Lease, Long, Now, null, Cancel));
        Assert.False(await Outbox.SettleAsync(first.Lease, Settled(WriteState.Accepted), null, Cancel));
        Assert.True(await Outbox.MarkSendingAsync(second.Lease, Long, Now, null, Cancel));
        Assert.Equal(WriteState.Sending, (await ReadAsync("1a")).State);
    }

    [Fact]
    public async Task What_was_being_sent_when_its_node_vanished_is_found_as_being_sent()
    {
        await AddAsync("1a");
        var first = await TakenAsync(Short);
        await Outbox.MarkSendingAsync(first.Lease, Short, Now, null, Cancel);
        await Place.LetLeaseTimePassAsync(Short);

        var found = await TakenAsync();

        Assert.Equal((WriteState.Sending, Now), (found.Command.State, found.Command.SentAt));
    }

    [Fact]
    public async Task A_hold_that_is_renewed_lasts()
    {
        await AddAsync("1a");
        var taken = await TakenAsync(Short);
        Assert.True(await Outbox.RenewAsync(taken.Lease, Long, Cancel));
        await Place.LetLeaseTimePassAsync(Short);

        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task What_became_of_a_command_is_read_as_it_was_written_and_the_case_is_read_again_in_the_same_commit()
    {
        await WithCasesAsync("1");
        await AddAsync("1a");
        var taken = await TakenAsync();
        Clock.Advance(TimeSpan.FromSeconds(3));
        var settled = Settled(WriteState.Accepted) with { Reference = "note-7", Code = "IH6002", FaultKind = Faults.FaultKind.Unavailable, Outcome = [4, 5] };
        var told = new CommandTold(new NewNotification("1", new NotificationDelivery(new byte[16], null, new byte[16]), Now, Now, Now.AddHours(24)), 10);

        Assert.True(await Outbox.SettleAsync(taken.Lease, settled, told, Cancel));
        Assert.False(await Outbox.SettleAsync(taken.Lease, Settled(WriteState.Refused), told, Cancel));

        var read = await ReadAsync("1a");
        Assert.Equal((WriteState.Accepted, 1, "note-7", "IH6002", Now, 2), (read.State, read.Attempts, read.Reference, read.Code, read.ChangedAt, read.Version));
        Assert.Equal([4, 5], read.Outcome);
        Assert.Equal("1", Assert.Single(await Store.Notifications.GetDueAsync(Stream, Now, Now.AddDays(1), 10, Cancel)).Key);
        Assert.Empty(await Outbox.CountAsync(Tenant, Cancel));
    }

    [Fact]
    public async Task A_person_changes_a_command_that_nobody_has_in_the_version_that_they_have_seen()
    {
        await AddAsync("1a");
        var taken = await TakenAsync();
        var change = new CommandChange(Settled(WriteState.Queued) with { Attempts = 0 }, Now, IdOf("other"), [9], Cut: true);

        Assert.False(await Outbox.ChangeAsync(Tenant, IdOf("1a"), 1, change, Cancel));
        await Outbox.SettleAsync(taken.Lease, Settled(WriteState.Unknown, reason: WriteReason.OnlyAPersonCanTell, unknownAt: Now), null, Cancel);
        Assert.False(await Outbox.ChangeAsync(Tenant, IdOf("1a"), 1, change, Cancel));
        Assert.True(await Outbox.ChangeAsync(Tenant, IdOf("1a"), 2, change, Cancel));

        var read = await ReadAsync("1a");
        Assert.Equal((WriteState.Queued, null, null, 0, IdOf("other"), true, 3), (read.State, read.Reason, read.UnknownAt, read.Attempts, read.SentAs, read.Cut, read.Version));
        Assert.Equal([9], read.Private);
        Assert.False(await Outbox.SettleAsync(taken.Lease, Settled(WriteState.Accepted), null, Cancel));
    }

    [Fact]
    public async Task Commands_are_counted_by_where_they_stand_and_finished_ones_are_not()
    {
        await AddAsync("1a", "2a", "3a", "4a", "5a", "6a");
        var asked = Now;
        Clock.Advance(TimeSpan.FromMinutes(1));
        var taken = new List<TakenCommand>();
        for (var n = 0; n < 5; n++) taken.Add(await TakenAsync());
        await Outbox.SettleAsync(taken[0].Lease, Settled(WriteState.Accepted), null, Cancel);
        await Outbox.SettleAsync(taken[1].Lease, Settled(WriteState.Dead, reason: WriteReason.UsedUp), null, Cancel);
        await Outbox.SettleAsync(taken[2].Lease, Settled(WriteState.Unknown, unknownAt: Now, reason: WriteReason.OnlyAPersonCanTell), null, Cancel);
        await Outbox.SettleAsync(taken[3].Lease, Settled(WriteState.Queued, TimeSpan.FromHours(1)) with { FaultKind = Faults.FaultKind.Misconfigured, Code = "IH6301" }, null, Cancel);
        await Outbox.MarkSendingAsync(taken[4].Lease, Long, Now, null, Cancel);

        var queue = Assert.Single(await Outbox.CountAsync(Tenant, Cancel));

        Assert.Equal(new OutboxQueue(2, 1, 0, 2, asked, asked) { Misconfigured = 1 }, queue.Value);
        Assert.Equal([IdOf("2a"), IdOf("3a")], (await Outbox.ListAsync(Tenant, null, dead: true, 10, Cancel)).Select(c => c.Id));
        Assert.Equal([IdOf("4a"), IdOf("5a"), IdOf("6a")], (await Outbox.ListAsync(Tenant, Stream.Stream, dead: false, 10, Cancel)).Select(c => c.Id));
        Assert.Empty(await Outbox.ListAsync(Tenant, new StreamName("other"), dead: false, 10, Cancel));
    }

    [Fact]
    public async Task A_command_is_told_to_whom_its_case_is_told_in_full_and_to_nobody_else()
    {
        await WithCasesAsync("1");
        await AddAsync("1a", "1b", "2a");
        var nothing = new AccessFilter([], []);
        var existence = new AccessFilter([new AccessRule { Disclosure = Disclosure.Disclosure.Existence }], []);

        Assert.Equal([IdOf("1b"), IdOf("1a")], (await Outbox.OfCaseAsync(Tenant, Records.IdOf("1"), Everything, 10, Cancel)).Select(c => c.Id));
        Assert.Single(await Outbox.OfCaseAsync(Tenant, Records.IdOf("1"), Everything, 1, Cancel));
        Assert.NotNull(await Outbox.GetAsync(Tenant, IdOf("1a"), Everything, Cancel));
        // Its case is not in the index.
        Assert.Null(await Outbox.GetAsync(Tenant, IdOf("2a"), Everything, Cancel));
        foreach (var filter in new[] { nothing, existence })
        {
            Assert.Null(await Outbox.GetAsync(Tenant, IdOf("1a"), filter, Cancel));
            Assert.Empty(await Outbox.OfCaseAsync(Tenant, Records.IdOf("1"), filter, 10, Cancel));
        }

        Assert.Null(await Outbox.GetAsync(new TenantId("norrby"), IdOf("1a"), Everything, Cancel));
    }

    [Fact]
    public async Task When_a_case_is_destroyed_so_are_its_commands()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"));
        await AddAsync("1a", "2a");

        await run.CommitAsync(Records.Remove("1", order: 9, erase: true));

        Assert.Null(await Outbox.GetForOperatorAsync(Tenant, IdOf("1a"), Cancel));
        Assert.NotNull(await Outbox.GetForOperatorAsync(Tenant, IdOf("2a"), Cancel));
    }

    [Fact]
    public async Task Finished_commands_are_erased_when_they_are_old_and_others_never()
    {
        await AddAsync("1a", "2a", "3a");
        await Outbox.SettleAsync((await TakenAsync()).Lease, Settled(WriteState.Accepted), null, Cancel);
        await Outbox.SettleAsync((await TakenAsync()).Lease, Settled(WriteState.Unknown, unknownAt: Now, reason: WriteReason.OnlyAPersonCanTell), null, Cancel);
        Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await Outbox.EraseAsync(Tenant, Now.AddDays(-1), 10, Cancel));
        Assert.Equal(1, await Outbox.EraseAsync(Tenant, Now, 10, Cancel));
        Assert.Equal(2, (await Outbox.CountAsync(Tenant, Cancel))[Stream].Waiting + (await Outbox.CountAsync(Tenant, Cancel))[Stream].Dead);
    }
}
