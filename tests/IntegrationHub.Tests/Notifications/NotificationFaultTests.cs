using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;

namespace IntegrationHub.Tests.Notifications;

/// <summary>What becomes of notifications whose case cannot be read, or cannot be stored.</summary>
public sealed class NotificationFaultTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    static SourceException Refused => new SourceRefusedException(FaultCodes.Refused, "The source says no.");

    static SourceException Unavailable => new SourceUnavailableException(FaultCodes.Timeout, "The source does not answer.");

    [Fact]
    public async Task One_case_that_cannot_be_read_is_found_by_halves_and_the_others_come_in()
    {
        await using var town = await NotifiedTown.StartAsync();
        for (var n = 0; n < 32; n++)
        {
            town.Vendor.Put($"{n:00}");
            await town.TellAsync($"{n:00}");
        }

        town.Vendor.BeforeKeys = keys =>
        {
            if (keys.Contains("17")) throw Refused;
        };
        var before = town.Vendor.KeysAskedFor.Count;

        Assert.Null(await town.ReadAsync());

        Assert.Equal(31, await town.Hub.CountAsync());
        Assert.Equal(before + 32 + 32 + 16 + 8 + 4 + 2, town.Vendor.KeysAskedFor.Count);
        Assert.Equal(1, (await town.QueueAsync()).Waiting);
    }

    [Fact]
    public async Task A_case_that_fails_again_and_again_becomes_a_dead_letter_with_its_fault()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.TellAsync("B-1");
        town.Vendor.BeforeKeys = _ => throw Refused;

        for (var attempt = 0; attempt < 10; attempt++)
        {
            await town.ReadAsync();
            town.Hub.Clock.Advance(TimeSpan.FromHours(6));
        }

        Assert.Equal(3, town.Vendor.KeysAskedFor.Count);
        Assert.Equal(new NotificationQueue(0, null, null, 1), await town.QueueAsync());
        var dead = Assert.Single(await town.Notifications.ListAsync(SyncFixture.Tenant, null, dead: true, 10, CancellationToken.None));
        Assert.Equal(("B-1", 3, FaultCodes.Refused), (dead.Key, dead.Attempts, dead.Fault!.Code));
    }

    [Fact]
    public async Task A_dead_letter_that_is_replayed_is_read()
    {
        await using var town = await NotifiedTown.StartAsync(NotifiedTown.Notify with { Attempts = 1 });
        await town.PutAndTellAsync("B-1");
        town.Vendor.BeforeKeys = _ => throw Refused;
        await town.ReadAsync();
        town.Vendor.BeforeKeys = null;

        await town.Notifications.ReplayAsync(town.Hub.Key, null, town.Hub.Clock.GetUtcNow(), CancellationToken.None);
        await town.ReadAsync();

        await town.HasReadAsync("B-1", "open");
    }

    [Fact]
    public async Task An_outage_uses_up_no_attempts_however_long_it_lasts()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.PutAndTellAsync("B-1");
        town.Vendor.BeforeKeys = _ => throw Unavailable;

        for (var hour = 0; hour < 100; hour++)
        {
            Assert.Equal(FaultKind.Unavailable, (await town.ReadAsync())!.Kind);
            town.Hub.Clock.Advance(TimeSpan.FromHours(1));
        }

        var waiting = Assert.Single(await town.Notifications.GetDueAsync(town.Hub.Key, town.Hub.Clock.GetUtcNow(), DateTimeOffset.MaxValue, 10, CancellationToken.None));
        Assert.Equal(0, waiting.Attempts);
        town.Vendor.BeforeKeys = null;
        await town.ReadAsync();
        Assert.Equal("open", await town.StatusAsync("B-1"));
    }

    [Fact]
    public async Task When_one_case_after_the_other_fails_it_is_the_source_that_is_at_fault_and_the_rest_is_left_for_later()
    {
        await using var town = await NotifiedTown.StartAsync();
        for (var n = 0; n < 100; n++) await town.TellAsync($"{n:00}");
        var asked = 0;
        town.Vendor.BeforeKeys = _ =>
        {
            asked++;
            throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, "HTML came instead of JSON.");
        };

        var fault = await town.ReadAsync();

        Assert.Equal(FaultCodes.UnexpectedContent, fault!.Code);
        Assert.InRange(asked, 5, 20);
        Assert.Equal((100, 0), ((await town.QueueAsync()).Waiting, (await town.QueueAsync()).Dead));
    }

    [Fact]
    public async Task Whatever_is_wrong_with_reading_by_key_the_run_reads_what_it_is_to_read()
    {
        await using var town = await NotifiedTown.StartAsync();
        town.Vendor.Put("B-1", at: town.Hub.Clock.GetUtcNow().AddMinutes(-5));
        await town.TellAsync("B-1");
        town.Vendor.BeforeKeys = _ => throw Unavailable;

        var run = await town.RunAsync();

        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.Equal("open", await town.StatusAsync("B-1"));
        Assert.Equal(1, (await town.QueueAsync()).Waiting);
    }

    [Fact]
    public async Task An_adapter_that_stumbles_over_one_case_keeps_no_other_from_being_read_and_its_message_is_told_to_nobody()
    {
        await using var town = await NotifiedTown.StartAsync(NotifiedTown.Notify with { Attempts = 1 });
        foreach (var key in new[] { "1", "2", "3" })
        {
            await town.PutAndTellAsync(key);
        }

        town.Vendor.BeforeKeys = keys =>
        {
            if (keys.Contains("2")) throw new FormatException("19350101-9800 is no number");
        };

        await town.ReadAsync();

        Assert.Equal(2, await town.Hub.CountAsync());
        var dead = Assert.Single(await town.Notifications.ListAsync(SyncFixture.Tenant, null, dead: true, 10, CancellationToken.None));
        Assert.Equal("IH6999", dead.Fault!.Code);
        Assert.DoesNotContain("19350101", dead.Fault.Message + string.Concat(town.Hub.Log.Lines.Select(l => l.Text)), StringComparison.Ordinal);
    }

    static async Task<(NotifiedTown Town, NotificationReader Reader, RefusingNotifications Store)> RefusingAsync(params string[] keys)
    {
        var town = await NotifiedTown.StartAsync();
        foreach (var key in keys)
        {
            await town.PutAndTellAsync(key);
        }

        var (store, control) = RefusingNotifications.Before(town.Notifications);
        return (town, new NotificationReader(town.Hub.Store.Streams, store, town.Hub.Protector, town.Hub.Clock, town.Hub.Log), control);
    }

    [Fact]
    public async Task A_record_that_the_store_refuses_goes_to_quarantine_alone_and_all_notifications_are_done()
    {
        var (town, reader, store) = await RefusingAsync("1", "2", "3", "4", "5");
        await using var _ = town;
        store.Refused.Add("4");

        Assert.Null(await reader.ReadAsync(town.Hub.Runnable(_ => town.Vendor.Open()), CancellationToken.None));

        Assert.Equal(4, await town.Hub.CountAsync());
        Assert.Equal("4", Assert.Single(await town.Hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None)).Key);
        Assert.Equal(NotificationQueue.Empty, await town.QueueAsync());
    }

    [Fact]
    public async Task A_record_that_can_be_neither_stored_nor_held_keeps_its_notification_waiting_and_no_other()
    {
        var (town, reader, store) = await RefusingAsync("1", "2", "3", "4", "5");
        await using var _ = town;
        store.Refused.Add("4");
        store.RefusesHolds = true;

        await reader.ReadAsync(town.Hub.Runnable(_ => town.Vendor.Open()), CancellationToken.None);

        Assert.Equal(4, await town.Hub.CountAsync());
        var waiting = Assert.Single(await town.Notifications.ListAsync(SyncFixture.Tenant, null, dead: false, 10, CancellationToken.None));
        Assert.Equal(("4", 1, "IH5902"), (waiting.Key, waiting.Attempts, waiting.Fault!.Code));
    }

    [Fact]
    public async Task A_store_that_cannot_write_is_no_cases_fault()
    {
        var (town, reader, store) = await RefusingAsync("1", "2");
        await using var _ = town;
        store.Fails = new CommitFailedException("The disk is full.", new IOException());

        await Assert.ThrowsAsync<CommitFailedException>(() => reader.ReadAsync(town.Hub.Runnable(_ => town.Vendor.Open()), CancellationToken.None));

        Assert.All(await town.Notifications.ListAsync(SyncFixture.Tenant, null, dead: false, 10, CancellationToken.None), n => Assert.Equal(0, n.Attempts));
        Assert.Equal(2, (await town.QueueAsync()).Waiting);
    }

    [Fact]
    public async Task When_the_store_cannot_take_what_was_read_the_notification_stays()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.PutAndTellAsync("B-1");
        using var stop = new CancellationTokenSource();
        town.Vendor.BeforeKeys = _ => stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => town.Reader.ReadAsync(town.Hub.Runnable(_ => town.Vendor.Open()), stop.Token));

        Assert.Equal(1, (await town.QueueAsync()).Waiting);
        Assert.Null(await town.StatusAsync("B-1"));
    }

    [Fact]
    public async Task A_source_that_cannot_be_asked_for_single_records_says_so_and_nothing_is_lost()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.TellAsync("B-1");

        var fault = await town.Reader.ReadAsync(town.Hub.Runnable(_ => new PagesOnly()), CancellationToken.None);

        Assert.Equal(FaultKind.Misconfigured, fault!.Kind);
        Assert.Equal(1, (await town.QueueAsync()).Waiting);
        Assert.Contains(town.Hub.Log.Lines, line => line.Id == 2302);
    }

    sealed class PagesOnly : ISource
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(new SourcePage { Records = [] });
    }
}
