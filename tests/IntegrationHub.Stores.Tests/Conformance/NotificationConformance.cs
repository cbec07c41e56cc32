using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class NotificationConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly StreamKey Other = Stream with { Stream = new StreamName("permits-other") };

    INotificationStore Notifications => Store.Notifications;

    NewNotification New(string key, string id = "", long? attempt = 1, string content = "1") => new(
        key, new NotificationDelivery(Records.Hash("delivery", id.Length > 0 ? id : key), attempt, Records.Hash("body", content)),
        Clock.GetUtcNow(), Clock.GetUtcNow(), Clock.GetUtcNow().AddHours(24));

    ValueTask<NotificationAdded> AddAsync(NewNotification notification, int maxWaiting = 100, StreamKey? stream = null) =>
        Notifications.AddAsync(stream ?? Stream, notification, maxWaiting, Cancel);

    async Task<IReadOnlyList<WaitingNotification>> DueAsync(int limit = 100, StreamKey? stream = null) =>
        await Notifications.GetDueAsync(stream ?? Stream, Clock.GetUtcNow(), Clock.GetUtcNow().AddHours(12), limit, Cancel);

    async Task<string[]> DueKeysAsync() => [.. (await DueAsync()).Select(n => n.Key)];

    async Task<NotificationQueue> QueueAsync(StreamKey? stream = null) =>
        (await Notifications.CountAsync(Tenant, Cancel)).GetValueOrDefault(stream ?? Stream) ?? NotificationQueue.Empty;

    ValueTask<BatchResult> SettleAsync(BatchItem[] items, long[] done, params NotificationLater[] later) =>
        Notifications.SettleAsync(Stream, items, new NotificationsSettled(done, later), Cancel);

    static readonly RunFault Fault = new(FaultKind.Refused, "IH6201", "The source says no.");

    [Fact]
    public async Task What_was_added_is_due_even_before_the_streams_first_run()
    {
        Assert.Equal(NotificationAdded.Stored, await AddAsync(New("1")));

        var waiting = Assert.Single(await DueAsync());
        Assert.Equal(("1", Clock.GetUtcNow(), 0), (waiting.Key, waiting.ReceivedAt, waiting.Attempts));
    }

    [Fact]
    public async Task What_was_added_is_there_when_the_store_is_opened_again_without_having_been_closed()
    {
        await AddAsync(New("1"));

        await using var again = await Place.OpenAsync(Clock);

        Assert.Equal("1", Assert.Single(await again.Notifications.GetDueAsync(Stream, Clock.GetUtcNow(), Clock.GetUtcNow().AddHours(12), 10, Cancel)).Key);
        Assert.Equal(NotificationAdded.Replayed, await again.Notifications.AddAsync(Stream, New("1"), 100, Cancel));
    }

    [Fact]
    public async Task The_one_that_has_been_due_for_longest_comes_first_and_one_that_is_not_due_does_not_come()
    {
        await AddAsync(New("late") with { DueAt = Clock.GetUtcNow().AddMinutes(1) });
        await AddAsync(New("b") with { DueAt = Clock.GetUtcNow().AddMinutes(-1) });
        await AddAsync(New("a") with { DueAt = Clock.GetUtcNow().AddMinutes(-2) });

        Assert.Equal(["a", "b"], await DueKeysAsync());
        Assert.Equal("a", Assert.Single(await DueAsync(limit: 1)).Key);
    }

    [Fact]
    public async Task The_same_delivery_is_told_from_a_later_one_of_the_same_notification_and_neither_is_stored_twice()
    {
        await AddAsync(New("1", attempt: 10));

        Assert.Equal(NotificationAdded.Replayed, await AddAsync(New("1", attempt: 10)));
        Assert.Equal(NotificationAdded.Repeated, await AddAsync(New("1", attempt: 12)));
        Assert.Equal(NotificationAdded.Replayed, await AddAsync(New("1", attempt: 12)));
        Assert.Equal(NotificationAdded.Replayed, await AddAsync(New("1", attempt: 11)));
        Assert.Single(await DueAsync());
    }

    [Fact]
    public async Task Deliveries_that_cannot_be_told_apart_are_repeats()
    {
        await AddAsync(New("1", attempt: null));

        Assert.Equal(NotificationAdded.Repeated, await AddAsync(New("1", attempt: null)));
        Assert.Single(await DueAsync());
    }

    [Fact]
    public async Task An_id_that_comes_with_another_content_is_not_stored()
    {
        await AddAsync(New("1", "id"));

        Assert.Equal(NotificationAdded.IdReused, await AddAsync(New("2", "id", attempt: 2, content: "other")));
        Assert.Equal(["1"], await DueKeysAsync());
    }

    [Fact]
    public async Task A_notification_is_recognised_after_it_is_done_and_until_it_may_be_forgotten()
    {
        await AddAsync(New("1"));
        await SettleAsync([], [.. (await DueAsync()).Select(n => n.Number)]);

        Assert.Equal(NotificationAdded.Replayed, await AddAsync(New("1")));
        Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(NotificationAdded.Stored, await AddAsync(New("1")));
    }

    [Fact]
    public async Task The_same_id_in_another_stream_or_of_another_municipality_is_another_notification()
    {
        var elsewhere = Stream with { Tenant = new TenantId("norrby") };
        await AddAsync(New("1"));

        Assert.Equal(NotificationAdded.Stored, await AddAsync(New("1"), stream: Other));
        Assert.Equal(NotificationAdded.Stored, await AddAsync(New("1"), stream: elsewhere));
        Assert.Single(await DueAsync());
        Assert.Single(await DueAsync(stream: Other));
        Assert.Single(await DueAsync(stream: elsewhere));
    }

    [Fact]
    public async Task No_more_wait_than_may_and_what_is_refused_then_comes_in_later()
    {
        for (var n = 0; n < 3; n++) Assert.Equal(NotificationAdded.Stored, await AddAsync(New($"{n}"), maxWaiting: 3));

        Assert.Equal(NotificationAdded.Full, await AddAsync(New("3"), maxWaiting: 3));
        Assert.Equal(NotificationAdded.Replayed, await AddAsync(New("0"), maxWaiting: 3));
        Assert.Equal(NotificationAdded.Stored, await AddAsync(New("3"), maxWaiting: 3, stream: Other));

        await SettleAsync([], [(await DueAsync())[0].Number]);
        Assert.Equal(NotificationAdded.Stored, await AddAsync(New("3"), maxWaiting: 3));
    }

    [Fact]
    public async Task A_flood_that_comes_at_once_fills_the_queue_to_its_limit_and_no_further()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 2000).Select(n => Task.Run(() => AddAsync(New($"{n}"), maxWaiting: 1000).AsTask(), Cancel)));

        Assert.Equal(1000, added.Count(a => a == NotificationAdded.Stored));
        Assert.Equal(1000, added.Count(a => a == NotificationAdded.Full));
        Assert.Equal(1000, (await QueueAsync()).Waiting);
    }

    [Fact]
    public async Task Of_many_that_send_the_same_at_once_one_is_stored()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => AddAsync(New("1")).AsTask(), Cancel)));

        Assert.Equal(1, added.Count(a => a == NotificationAdded.Stored));
        Assert.Single(await DueAsync());
    }

    [Fact]
    public async Task What_is_put_off_for_longer_than_anything_waits_comes_behind_what_is_due()
    {
        await AddAsync(New("by a clock that was ahead") with { DueAt = Clock.GetUtcNow().AddDays(1) });
        await AddAsync(New("in a while") with { DueAt = Clock.GetUtcNow().AddHours(12) });
        await AddAsync(New("now"));

        Assert.Equal(["now", "by a clock that was ahead"], await DueKeysAsync());
        Assert.Equal("now", Assert.Single(await DueAsync(limit: 1)).Key);
    }

    [Fact]
    public async Task A_complete_read_that_goes_on_has_seen_what_is_read_for_a_notification()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        await run.CommitAsync("sweep", Records.Unchanged("1", read: 1));
        await AddAsync(New("2"));
        await SettleAsync([Records.Store("2", read: 2)], [(await DueAsync())[0].Number]);

        var ended = await run.EndSweepAsync("sweep");

        Assert.Equal(0, ended.Removed);
        Assert.NotNull(await GetAsync("2"));
    }

    [Fact]
    public async Task What_is_read_for_a_notification_makes_every_later_read_later_and_a_run_that_knew_nothing_of_it_does_not_undo_that()
    {
        var run = await BeginAsync();
        await AddAsync(New("1"));
        await SettleAsync([Records.Store("1", read: 7)], [(await DueAsync())[0].Number]);

        await run.CommitAsync(new Batch { Items = [], Checkpoint = new Checkpoint { LastReadAt = Records.Read(5) }, Progress = default });

        Assert.Equal(Records.Read(7), (await Store.Streams.GetCheckpointAsync(Stream, Cancel)).LastReadAt);
    }

    [Fact]
    public async Task What_was_read_and_the_notification_that_is_done_with_it_are_committed_together()
    {
        await AddAsync(New("1"));
        await AddAsync(New("2"));

        await SettleAsync([Records.Store("1")], [(await DueAsync())[0].Number]);

        Assert.NotNull(await GetAsync("1"));
        Assert.Equal(["2"], await DueKeysAsync());
    }

    [Fact]
    public async Task When_what_was_read_cannot_be_committed_the_notification_stays()
    {
        await AddAsync(New("1"));
        var foreign = Records.Store("1") with { Case = Records.Case("1") with { Source = new SourceId("another") } };

        await Assert.ThrowsAnyAsync<Exception>(async () => await SettleAsync([foreign], [(await DueAsync())[0].Number]));

        Assert.Null(await GetAsync("1"));
        Assert.Equal(["1"], await DueKeysAsync());
    }

    [Fact]
    public async Task A_notification_that_came_while_its_case_was_read_is_not_taken_off_with_the_one_before()
    {
        await AddAsync(New("1", "first"));
        var taken = await DueAsync();
        await AddAsync(New("1", "second"));

        await SettleAsync([Records.Store("1")], [.. taken.Select(n => n.Number)]);

        Assert.Equal(["1"], await DueKeysAsync());
    }

    [Fact]
    public async Task A_number_is_never_used_again()
    {
        await AddAsync(New("1", "first"));
        var first = Assert.Single(await DueAsync()).Number;
        await SettleAsync([], [first]);
        await AddAsync(New("1", "second"));

        await SettleAsync([], [first]);

        Assert.NotEqual(first, Assert.Single(await DueAsync()).Number);
    }

    [Fact]
    public async Task Settling_beside_a_run_moves_no_checkpoint_and_counts_for_no_run()
    {
        var session = await BeginAsync();
        await session.CommitAsync(new Batch { Items = [Records.Store("2")], Checkpoint = Checkpoint.Start with { Position = "p" }, Progress = default });
        await AddAsync(New("1"));

        await SettleAsync([Records.Store("1")], [(await DueAsync())[0].Number]);

        Assert.Equal("p", (await Store.Streams.GetCheckpointAsync(Stream, Cancel)).Position);
        Assert.Equal(1, (await Store.Streams.GetRunAsync(Tenant, session.Run, Cancel))!.Counters.Read);
    }

    [Fact]
    public async Task An_older_version_that_a_notification_brings_does_not_stand()
    {
        var session = await BeginAsync();
        await session.CommitAsync(Records.Store("1", "new", order: 2, read: 2));
        await AddAsync(New("1"));

        await SettleAsync([Records.Store("1", "old", order: 1, read: 1)], [(await DueAsync())[0].Number]);

        Assert.Equal("Case 1, version new", (await GetAsync("1"))!.Case.Title);
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task What_is_tried_later_comes_when_it_is_due_with_its_attempts_and_its_fault()
    {
        await AddAsync(New("1"));
        var number = Assert.Single(await DueAsync()).Number;

        await SettleAsync([], [], new NotificationLater(number, 3, Clock.GetUtcNow().AddMinutes(5), Dead: false, Fault));

        Assert.Empty(await DueAsync());
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(3, Assert.Single(await DueAsync()).Attempts);
        var listed = Assert.Single(await Notifications.ListAsync(Tenant, Stream.Stream, dead: false, 10, Cancel));
        Assert.Equal((Fault, 3, Clock.GetUtcNow(), null), (listed.Fault, listed.Attempts, listed.DueAt, listed.DeadAt));
    }

    [Fact]
    public async Task A_dead_letter_is_not_due_does_not_wait_and_is_listed_until_somebody_decides()
    {
        await AddAsync(New("1"));
        await AddAsync(New("2"));
        var due = await DueAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await SettleAsync([], [due[1].Number], new NotificationLater(due[0].Number, 8, Clock.GetUtcNow(), Dead: true, Fault));

        Assert.Empty(await DueAsync());
        Assert.Equal(new NotificationQueue(0, null, null, 1), await QueueAsync());
        var dead = Assert.Single(await Notifications.ListAsync(Tenant, null, dead: true, 10, Cancel));
        Assert.Equal(("1", Stream.Stream, Clock.GetUtcNow(), Fault, null), (dead.Key, dead.Stream, dead.DeadAt, dead.Fault, dead.DueAt));
        Assert.Equal(NotificationAdded.Stored, await AddAsync(New("3"), maxWaiting: 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dead_letter_can_be_let_wait_again_alone_or_with_the_others(bool alone)
    {
        foreach (var key in new[] { "1", "2" }) await AddAsync(New(key));
        await SettleAsync([], [], [.. (await DueAsync()).Select(n => new NotificationLater(n.Number, 8, Clock.GetUtcNow(), Dead: true, Fault))]);
        var ids = (await Notifications.ListAsync(Tenant, null, dead: true, 10, Cancel)).ToDictionary(n => n.Key, n => n.Id);

        Assert.Equal(alone ? 1 : 2, await Notifications.ReplayAsync(Stream, alone ? ids["2"] : null, Clock.GetUtcNow(), Cancel));

        var due = await DueAsync();
        Assert.Equal(alone ? ["2"] : ["1", "2"], due.Select(n => n.Key).Order());
        Assert.All(due, n => Assert.Equal(0, n.Attempts));
        Assert.Equal(alone ? 1 : 0, (await QueueAsync()).Dead);
    }

    [Fact]
    public async Task Only_dead_letters_of_the_stream_are_thrown_away()
    {
        await AddAsync(New("dead"));
        await SettleAsync([], [], new NotificationLater((await DueAsync())[0].Number, 8, Clock.GetUtcNow(), Dead: true, Fault));
        await AddAsync(New("waiting"));
        var waiting = Assert.Single(await Notifications.ListAsync(Tenant, null, dead: false, 10, Cancel));
        var dead = Assert.Single(await Notifications.ListAsync(Tenant, null, dead: true, 10, Cancel));

        Assert.Equal(0, await Notifications.DiscardAsync(Stream, waiting.Id, Cancel));
        Assert.Equal(0, await Notifications.DiscardAsync(Other, dead.Id, Cancel));
        Assert.Equal(1, await Notifications.DiscardAsync(Stream, dead.Id, Cancel));
        Assert.Equal(["waiting"], await DueKeysAsync());
        Assert.Equal(0, (await QueueAsync()).Dead);
    }

    [Fact]
    public async Task What_stands_where_is_counted_by_stream()
    {
        await AddAsync(New("1"));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await AddAsync(New("2"));
        await AddAsync(New("3"), stream: Other);

        Assert.Equal(new NotificationQueue(2, Clock.GetUtcNow().AddMinutes(-1), Clock.GetUtcNow().AddMinutes(-1), 0), await QueueAsync());
        Assert.Equal(1, (await QueueAsync(Other)).Waiting);
        Assert.Empty(await Notifications.CountAsync(new TenantId("norrby"), Cancel));
    }

    [Fact]
    public async Task The_newest_is_listed_first_and_a_stream_can_be_asked_for_alone()
    {
        await AddAsync(New("1"));
        await AddAsync(New("2"));
        await AddAsync(New("3"), stream: Other);

        Assert.Equal(["3", "2", "1"], (await Notifications.ListAsync(Tenant, null, dead: false, 10, Cancel)).Select(n => n.Key));
        Assert.Equal(["2"], (await Notifications.ListAsync(Tenant, Stream.Stream, dead: false, 1, Cancel)).Select(n => n.Key));
    }
}
