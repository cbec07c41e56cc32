using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;

namespace IntegrationHub.Tests.Notifications;

public sealed class NotificationReaderTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_change_that_was_told_of_is_in_the_index_without_a_run()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.PutAndTellAsync("B-1", "waiting");

        Assert.Null(await town.ReadAsync());

        await town.HasReadAsync("B-1", "waiting");
        Assert.Empty(town.Vendor.Requests);
    }

    [Fact]
    public async Task A_run_reads_what_waits_before_it_reads_what_it_is_to_read()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.PutAndTellAsync("B-1");
        var order = new List<string>();
        town.Vendor.BeforeKeys = _ => order.Add("keys");
        town.Vendor.BeforePage = _ => order.Add("page");

        var run = await town.RunAsync();

        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.Equal(["keys", "page"], order);
        Assert.Equal(NotificationQueue.Empty, await town.QueueAsync());
    }

    [Fact]
    public async Task Notifications_use_half_of_a_runs_time_at_most_and_the_other_half_is_for_what_it_is_to_read()
    {
        await using var town = await NotifiedTown.StartAsync(NotifiedTown.Notify with { Batch = 1 });
        town.Hub.Definition = town.Hub.Definition with { Limits = town.Hub.Definition.Limits with { MaxRunTime = 20 * Minute } };
        for (var n = 0; n < 30; n++) await town.TellAsync($"{n:00}");
        town.Vendor.BeforeKeys = _ => town.Hub.Clock.Advance(Minute);

        var run = await town.RunAsync();

        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.Equal(11, town.Vendor.KeysAskedFor.Count);
        Assert.NotEmpty(town.Vendor.Requests);
        Assert.Equal(19, (await town.QueueAsync()).Waiting);
        Assert.Contains(town.Hub.Log.Lines, line => line.Id == 2310);
    }

    [Fact]
    public async Task A_run_that_is_to_stop_asks_for_no_further_notification_and_keeps_what_it_has_read()
    {
        await using var town = await NotifiedTown.StartAsync(NotifiedTown.Notify with { Batch = 1 });
        using var stop = new CancellationTokenSource();
        town.Hub.Stop = stop.Token;
        foreach (var key in new[] { "B-1", "B-2", "B-3" })
        {
            await town.PutAndTellAsync(key);
        }

        // The source knows nothing of the stop: its answer comes all the same.
        town.Vendor.BeforeKeys = keys =>
        {
            if (keys.Contains("B-2")) stop.Cancel();
        };

        var run = await town.RunAsync();

        Assert.Equal(RunOutcome.Stopped, run!.Outcome);
        Assert.DoesNotContain("B-3", town.Vendor.KeysAskedFor);
        Assert.Equal("open", await town.StatusAsync("B-1"));
        Assert.Empty(town.Vendor.Requests);
    }

    [Fact]
    public async Task However_often_a_case_was_told_of_it_is_asked_for_once_and_once_more_when_every_change_must_be_visible()
    {
        await using var town = await NotifiedTown.StartAsync(settle: Minute);
        town.Vendor.Put("B-1");
        for (var n = 0; n < 20; n++) await town.TellAsync("B-1");

        await town.ReadAsync();
        Assert.Equal(["B-1"], town.Vendor.KeysAskedFor);
        town.Hub.Clock.Advance(Minute);
        await town.ReadAsync();

        Assert.Equal(["B-1", "B-1"], town.Vendor.KeysAskedFor);
        Assert.Equal(0, (await town.QueueAsync()).Waiting);
    }

    // The notification is not taken for read by what came before the change that it told of.
    static async Task ItsNextChangeComesInAsync(NotifiedTown town, string key)
    {
        town.Vendor.Put(key, "closed");
        town.Hub.Clock.Advance(Minute);

        await town.ReadAsync();

        await town.HasReadAsync(key, "closed");
    }

    [Fact]
    public async Task A_change_that_is_visible_only_a_moment_after_it_was_told_of_comes_in()
    {
        await using var town = await NotifiedTown.StartAsync(settle: Minute);
        await town.PutAndTellAsync("B-1", "open");
        await town.ReadAsync();
        await town.TellAsync("B-1");
        await town.ReadAsync();

        await ItsNextChangeComesInAsync(town, "B-1");
    }

    [Fact]
    public async Task A_change_that_is_not_visible_yet_is_not_taken_for_read_because_an_earlier_one_comes_in_with_its_notification()
    {
        await using var town = await NotifiedTown.StartAsync(settle: Minute);
        await town.PutAndTellAsync("B-1", "waiting");
        await town.TellAsync("B-1");
        await town.ReadAsync();

        await ItsNextChangeComesInAsync(town, "B-1");
    }

    [Fact]
    public async Task Each_notification_has_its_case_read_when_its_own_change_must_be_visible_whatever_came_in_before()
    {
        await using var town = await NotifiedTown.StartAsync(settle: Minute);
        // Told of twice, each time before it can be seen; what the second look of the first would find is found by the first look of the second.
        await town.TellAsync("B-1");
        await town.ReadAsync();
        town.Hub.Clock.Advance(Minute * 5 / 6);
        town.Vendor.Put("B-1", "waiting");
        await town.TellAsync("B-1");
        await town.ReadAsync();
        town.Hub.Clock.Advance(Minute / 6);
        await town.ReadAsync();

        await ItsNextChangeComesInAsync(town, "B-1");
    }

    [Fact]
    public async Task What_a_clock_that_was_a_day_ahead_has_put_off_is_read_when_the_clock_is_right_again()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.PutAndTellAsync("B-1", "open");
        town.Hub.Clock.Advance(TimeSpan.FromDays(1));
        town.Vendor.BeforeKeys = _ => throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, "garbage");
        await town.ReadAsync();
        town.Vendor.BeforeKeys = null;
        town.Hub.Clock.Advance(-TimeSpan.FromDays(1));

        await town.ReadAsync();

        await town.HasReadAsync("B-1", "open");
    }

    [Fact]
    public async Task Of_two_reads_for_notifications_the_later_one_counts_though_a_run_before_went_by_a_clock_that_was_ahead()
    {
        await using var town = await NotifiedTown.StartAsync(NotifiedTown.Notify with { Batch = 1 });
        town.Vendor.Put("B-1", "open");
        town.Hub.Clock.Advance(TimeSpan.FromDays(1));
        await town.RunAsync();
        town.Hub.Clock.Advance(-TimeSpan.FromDays(1));
        // B-1 comes last in its round, and first in the next one.
        foreach (var key in new[] { "B-2", "B-3", "B-1" })
        {
            await town.PutAndTellAsync(key, "waiting");
        }

        await town.ReadAsync();
        await town.PutAndTellAsync("B-1", "a word that no table knows");
        await town.AnotherReader().ReadAsync(town.Hub.Runnable(_ => town.Vendor.Open()), CancellationToken.None);

        Assert.Equal("B-1", Assert.Single(await town.Hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None)).Key);
    }

    [Fact]
    public async Task Keys_are_asked_for_in_batches()
    {
        await using var town = await NotifiedTown.StartAsync(NotifiedTown.Notify with { Batch = 2 });
        var batches = new List<int>();
        town.Vendor.BeforeKeys = keys => batches.Add(keys.Count);
        foreach (var key in new[] { "1", "2", "3", "4", "5" }) await town.TellAsync(key);

        await town.ReadAsync();

        Assert.Equal([2, 2, 1], batches);
    }

    [Fact]
    public async Task What_has_not_changed_is_recognised_without_being_mapped()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.PutAndTellAsync("B-1");
        await town.ReadAsync();
        await town.TellAsync("B-1");

        await town.ReadAsync();

        Assert.Equal(1, town.Hub.Mapped);
    }

    [Fact]
    public async Task A_notification_that_comes_while_its_case_is_read_is_read_for_again()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.PutAndTellAsync("B-1", "open");
        town.Vendor.BeforeKeys = _ =>
        {
            town.Vendor.BeforeKeys = null;
            town.TellAsync("B-1").GetAwaiter().GetResult();
        };

        await town.ReadAsync();
        town.Vendor.Put("B-1", "closed");
        Assert.True((await town.QueueAsync()).Waiting <= 1);
        await town.TellAsync("B-1");
        await town.ReadAsync();

        Assert.Equal("closed", await town.StatusAsync("B-1"));
    }

    [Fact]
    public async Task A_case_that_the_vendor_does_not_know_is_left_as_it_is_and_its_notification_ends_when_the_change_must_be_visible()
    {
        await using var town = await NotifiedTown.StartAsync(settle: Minute);
        town.Vendor.Put("B-1", at: town.Hub.Clock.GetUtcNow() - (5 * Minute));
        await town.RunAsync();
        town.Vendor.Forget("B-1");
        await town.TellAsync("B-1");

        await town.ReadAsync();
        Assert.Equal(1, (await town.QueueAsync()).Waiting);
        town.Hub.Clock.Advance(Minute);
        await town.ReadAsync();

        Assert.Equal(NotificationQueue.Empty, await town.QueueAsync());
        Assert.Equal("open", await town.StatusAsync("B-1"));
        Assert.Equal(["B-1", "B-1"], town.Vendor.KeysAskedFor);
    }

    [Fact]
    public async Task A_case_that_is_visible_only_a_moment_after_it_was_told_of_comes_in()
    {
        await using var town = await NotifiedTown.StartAsync(settle: Minute);
        await town.TellAsync("B-1");
        await town.ReadAsync();
        town.Vendor.Put("B-1");
        town.Hub.Clock.Advance(Minute);

        await town.ReadAsync();

        await town.HasReadAsync("B-1", "open");
    }

    [Fact]
    public async Task The_vendors_own_word_that_a_case_is_gone_removes_it()
    {
        await using var town = await NotifiedTown.StartAsync();
        town.Vendor.Put("B-1", at: town.Hub.Clock.GetUtcNow() - (5 * Minute));
        await town.RunAsync();
        await town.PutAndTellAsync("B-1", "gone");

        await town.ReadAsync();

        Assert.Null(await town.StatusAsync("B-1"));
    }

    [Fact]
    public async Task A_record_that_cannot_be_mapped_goes_to_quarantine_and_its_notification_is_done()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.PutAndTellAsync("B-1", "a word that no table knows");

        await town.ReadAsync();

        Assert.Single(await town.Hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None));
        Assert.Equal(NotificationQueue.Empty, await town.QueueAsync());
    }

    [Fact]
    public async Task When_most_records_cannot_be_mapped_a_notification_stops_no_run()
    {
        await using var town = await NotifiedTown.StartAsync();
        for (var n = 0; n < 30; n++)
        {
            town.Vendor.Put($"{n:00}", "a word that no table knows", at: town.Hub.Clock.GetUtcNow().AddDays(1));
            await town.TellAsync($"{n:00}");
        }

        var run = await town.RunAsync();

        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.NotEmpty(town.Vendor.Requests);
        Assert.Equal(NotificationQueue.Empty, await town.QueueAsync());
    }

    [Fact]
    public async Task What_is_read_for_a_notification_is_no_older_because_a_run_before_went_by_a_clock_that_was_ahead()
    {
        await using var town = await NotifiedTown.StartAsync();
        town.Hub.MappingText = town.Hub.MappingText.Replace("  order: rev\n", "", StringComparison.Ordinal);
        town.Vendor.Put("B-1", "open");
        town.Hub.Clock.Advance(TimeSpan.FromDays(1));
        await town.RunAsync();
        town.Hub.Clock.Advance(-TimeSpan.FromDays(1));
        await town.PutAndTellAsync("B-1", "closed");

        await town.ReadAsync();

        Assert.Equal("closed", await town.StatusAsync("B-1"));
    }

    [Fact]
    public async Task Two_that_read_at_once_ask_for_a_case_once()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.PutAndTellAsync("B-1");
        Task<RunFault?>? beside = null;
        town.Vendor.BeforeKeys = _ => beside ??= town.ReadAsync();

        await town.ReadAsync();
        await beside!;

        Assert.Equal(["B-1"], town.Vendor.KeysAskedFor);
    }
}
