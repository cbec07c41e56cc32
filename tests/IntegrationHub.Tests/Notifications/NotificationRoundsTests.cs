using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;

namespace IntegrationHub.Tests.Notifications;

public sealed class NotificationRoundsTests
{
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static NotificationRounds RoundsOf(NotifiedTown town, Func<StreamName, RunnableStream?>? find = null) =>
        new(SyncFixture.Tenant, town.Hub.Store, town.Reader, find ?? (_ => town.Hub.Runnable(_ => town.Vendor.Open())), town.Hub.Clock, town.Hub.Log);

    [Fact]
    public async Task Where_nothing_waits_the_next_look_is_for_what_another_process_took_in()
    {
        await using var town = await NotifiedTown.StartAsync();

        Assert.Equal(Idle, await RoundsOf(town).LookAsync(Stop));
    }

    [Fact]
    public async Task A_burst_is_gathered_and_then_read_in_one_call()
    {
        await using var town = await NotifiedTown.StartAsync(NotifiedTown.Notify with { Gather = TimeSpan.FromSeconds(10) });
        var rounds = RoundsOf(town);
        var calls = new List<int>();
        town.Vendor.BeforeKeys = keys => calls.Add(keys.Count);
        await town.TellAsync("1");

        Assert.Equal(TimeSpan.FromSeconds(10), await rounds.LookAsync(Stop));
        town.Hub.Clock.Advance(TimeSpan.FromSeconds(9));
        await town.TellAsync("2");
        Assert.Equal(TimeSpan.FromSeconds(1), await rounds.LookAsync(Stop));
        Assert.Empty(calls);

        town.Hub.Clock.Advance(TimeSpan.FromSeconds(1));
        await rounds.LookAsync(Stop);
        await rounds.Reading;
        Assert.Equal([2], calls);
    }

    [Fact]
    public async Task A_vendor_that_is_away_is_asked_less_and_less_often_and_as_usual_when_it_is_back()
    {
        await using var town = await NotifiedTown.StartAsync();
        var rounds = RoundsOf(town);
        town.Vendor.Put("1");
        town.Vendor.BeforeKeys = _ => throw new SourceUnavailableException(FaultCodes.Connection, "The source does not answer.");
        await town.TellAsync("1");
        town.Hub.Clock.Advance(TimeSpan.FromSeconds(1));

        var waits = new List<double>();
        for (var failure = 0; failure < 9; failure++)
        {
            await rounds.LookAsync(Stop);
            await rounds.Reading;
            var began = town.Hub.Clock.GetUtcNow();
            while (await rounds.LookAsync(Stop) is var wait && rounds.Reading.IsCompleted && town.Vendor.KeysAskedFor.Count == failure + 1) town.Hub.Clock.Advance(wait);
            await rounds.Reading;
            waits.Add((town.Hub.Clock.GetUtcNow() - began).TotalSeconds);
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300, 300], waits);
        town.Vendor.BeforeKeys = null;
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await rounds.LookAsync(Stop);
        await rounds.Reading;
        Assert.Equal("open", await town.StatusAsync("1"));

        await town.TellAsync("2");
        Assert.Equal(TimeSpan.FromSeconds(1), await rounds.LookAsync(Stop));
    }

    [Fact]
    public async Task A_paused_stream_is_not_asked_for()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.Hub.Store.Streams.PauseAsync(town.Hub.Key, new StreamPause(town.Hub.Clock.GetUtcNow(), "anna.ek"), Stop);
        await town.TellAsync("1");
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var rounds = RoundsOf(town);

        Assert.Equal(Idle, await rounds.LookAsync(Stop));
        await rounds.Reading;

        Assert.Empty(town.Vendor.KeysAskedFor);
    }

    [Fact]
    public async Task A_vendor_that_does_not_come_back_holds_up_no_other_stream()
    {
        await using var town = await NotifiedTown.StartAsync();
        var streams = new Dictionary<StreamName, RunnableStream>();
        using var released = new ManualResetEventSlim();
        var slow = town.Vendor;
        slow.BeforeKeys = _ => released.Wait(Stop);
        streams[town.Hub.Definition.Name] = town.Hub.Runnable(_ => slow.Open());
        await town.TellAsync("1");
        town.Anew();
        streams[town.Hub.Definition.Name] = town.Hub.Runnable(_ => town.Vendor.Open());
        town.Vendor.Put("2");
        var read = new TaskCompletionSource();
        town.Vendor.BeforeKeys = _ => read.SetResult();
        await town.TellAsync("2");
        town.Hub.Clock.Advance(TimeSpan.FromSeconds(1));
        var rounds = RoundsOf(town, streams.GetValueOrDefault);

        await rounds.LookAsync(Stop);
        await read.Task.WaitAsync(Stop);

        Assert.False(rounds.Reading.IsCompleted);
        released.Set();
        await rounds.Reading;
        Assert.Equal("open", await town.StatusAsync("2"));
    }

    [Fact]
    public async Task Of_a_stream_whose_file_was_taken_away_the_notifications_stay()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.TellAsync("1");
        town.Hub.Clock.Advance(TimeSpan.FromSeconds(1));
        var rounds = RoundsOf(town, _ => null);

        await rounds.LookAsync(Stop);
        await rounds.Reading;

        Assert.Equal(1, (await town.QueueAsync()).Waiting);
        Assert.Equal(TimeSpan.FromSeconds(5), await rounds.LookAsync(Stop));
    }

    [Fact]
    public async Task Whatever_breaks_a_round_is_told_without_its_message_and_tried_again()
    {
        await using var town = await NotifiedTown.StartAsync();
        await town.TellAsync("1");
        town.Hub.Clock.Advance(TimeSpan.FromSeconds(1));
        var rounds = RoundsOf(town, _ => throw new InvalidDataException("19350101-9800"));

        await rounds.LookAsync(Stop);
        await rounds.Reading;

        var line = Assert.Single(town.Hub.Log.Lines, l => l.Id == 2306);
        Assert.Contains("InvalidDataException", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("19350101", line.Text, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), await rounds.LookAsync(Stop));
    }
}
