using IntegrationHub.Idempotency;
using IntegrationHub.Faults;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.WriteBack;

public sealed class WriteRoundsTests
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(WriteRepeat.Never)]
    [InlineData(WriteRepeat.AfterLookUp)]
    [InlineData(WriteRepeat.Always)]
    public async Task What_goes_well_is_written_once_and_the_case_is_read_again(WriteRepeat repeat)
    {
        await using var town = await WrittenTown.StartAsync(repeat);
        var id = await town.AskAsync("Ringde, återkommer");

        await town.GoOnAsync(Day);

        var sent = Assert.Single(town.Desk.Objects);
        Assert.Equal((id, WriteKind.Note, "1", "Ringde, återkommer"), (sent.Id, sent.Kind, sent.Key, sent.Text));
        var told = await town.ReadAsync(id);
        Assert.Equal((WriteState.Accepted, 0, "anna.ek (desk)", false), (told.State, told.Attempts, told.By, told.MayBeDone));
        Assert.Equal("1", Assert.Single(await town.Hub.Store.Notifications.GetDueAsync(town.Hub.Key, town.Clock.GetUtcNow() + Day, town.Clock.GetUtcNow() + Day, 10, CancellationToken.None)).Key);
    }

    [Fact]
    public async Task An_answer_that_is_lost_behind_the_writing_leaves_one_object_whatever_the_vendor_is_like()
    {
        foreach (var repeat in Enum.GetValues<WriteRepeat>())
        {
            await using var town = await WrittenTown.StartAsync(repeat);
            town.Desk.Script.Enqueue(Taking.AnswerLost);
            var id = await town.AskAsync("Ringde");

            await town.GoOnAsync(Day);

            Assert.Equal(1, town.Desk.CountOf(id));
            var told = await town.ReadAsync(id);
            Assert.Equal(repeat == WriteRepeat.Never ? WriteState.Unknown : WriteState.Accepted, told.State);
            Assert.Equal(repeat == WriteRepeat.Never ? WriteReason.OnlyAPersonCanTell : null, told.Reason);
            Assert.Equal(repeat == WriteRepeat.Always ? 2 : 1, town.Desk.Asked.Count);
        }
    }

    [Fact]
    public async Task A_vendor_that_is_down_for_an_hour_gets_everything_once_when_it_is_back()
    {
        foreach (var repeat in Enum.GetValues<WriteRepeat>())
        {
            await using var town = await WrittenTown.StartAsync(repeat);
            for (var n = 0; n < 12; n++) town.Desk.Script.Enqueue(Taking.Away);
            var ids = new[] { await town.AskAsync("a"), await town.AskAsync("b"), await town.AskAsync("c", "2") };
            var began = town.Clock.GetUtcNow();

            await town.GoOnAsync(Day);

            Assert.All(ids, id => Assert.Equal(1, town.Desk.CountOf(id)));
            Assert.Equal(["a", "b"], town.Desk.Objects.Where(o => o.Key == "1").Select(o => o.Text));
            Assert.InRange(town.Clock.GetUtcNow() - began, TimeSpan.FromMinutes(5), TimeSpan.FromHours(2));
            Assert.InRange((await town.ReadAsync(ids[0])).Attempts, 1, 12);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_sent_again_only_after_it_could_have_arrived_late()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.AfterLookUp);
        town.Desk.Script.Enqueue(Taking.Late);
        var id = await town.AskAsync("Ringde");

        await town.GoOnAsync(Day);

        Assert.Equal((1, 1, WriteState.Accepted), (town.Desk.CountOf(id), town.Desk.Asked.Count, (await town.ReadAsync(id)).State));
    }

    [Fact]
    public async Task What_never_arrived_is_sent_again_after_the_look_up_and_by_no_means_without_one()
    {
        foreach (var repeat in Enum.GetValues<WriteRepeat>())
        {
            await using var town = await WrittenTown.StartAsync(repeat);
            town.Desk.Script.Enqueue(Taking.Broken);
            var id = await town.AskAsync("Ringde");

            await town.GoOnAsync(Day);

            Assert.Equal(repeat == WriteRepeat.Never ? 0 : 1, town.Desk.CountOf(id));
            Assert.Equal(repeat == WriteRepeat.AfterLookUp, town.Desk.LookUps >= 1);
            Assert.Equal(repeat == WriteRepeat.Never, (await town.ReadAsync(id)).MayBeDone);
        }
    }

    [Fact]
    public async Task While_nobody_can_look_nothing_is_sent_again_and_in_the_end_a_person_is_asked()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.AfterLookUp);
        town.Desk.Script.Enqueue(Taking.Broken);
        town.Desk.IsBlind = true;
        var id = await town.AskAsync("Ringde");

        await town.GoOnAsync(7 * Day, TimeSpan.FromHours(1));

        Assert.Single(town.Desk.Asked);
        Assert.Equal((WriteState.Unknown, WriteReason.UsedUp), ((await town.ReadAsync(id)).State, (await town.ReadAsync(id)).Reason));
    }

    [Fact]
    public async Task A_no_of_the_vendor_is_told_in_its_words_and_what_comes_after_it_is_sent()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.AfterLookUp);
        town.Desk.Script.Enqueue(Taking.Refused);
        var (refused, next) = (await town.AskAsync("a"), await town.AskAsync("b"));

        await town.GoOnAsync(Day);

        var told = await town.ReadAsync(refused);
        Assert.Equal((WriteState.Refused, "Ärendet är avslutat, Tolvan", FaultCodes.Refused), (told.State, told.VendorText, told.Code));
        Assert.Equal([next], town.Desk.Objects.Select(o => o.Id));
        Assert.DoesNotContain(town.Hub.Log.Lines, l => l.Text.Contains("Tolvan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_vendor_that_asks_to_be_left_alone_is_for_as_long_as_it_says()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Never);
        town.Desk.Script.Enqueue(Taking.Busy);
        var id = await town.AskAsync("a");
        await town.LookAsync();

        town.Pass(TimeSpan.FromMinutes(9));
        await town.LookAsync();
        Assert.Empty(town.Desk.Objects);
        town.Pass(TimeSpan.FromMinutes(1));
        await town.LookAsync();

        Assert.Equal((1, WriteState.Accepted), (town.Desk.CountOf(id), (await town.ReadAsync(id)).State));
    }

    [Fact]
    public async Task What_nobody_knows_of_keeps_what_comes_after_it_for_its_case_waiting_and_no_other_case()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Never);
        town.Desk.Script.Enqueue(Taking.AnswerLost);
        var doubtful = await town.AskAsync("a");
        await town.LookAsync();
        var (next, other) = (await town.AskAsync("b"), await town.AskAsync("c", "2"));

        await town.GoOnAsync(Day);
        Assert.Equal(["a", "c"], town.Desk.Objects.Select(o => o.Text));
        Assert.IsType<WriteOutcome<WriteAsked>.Written>(await town.DecideAsync(doubtful, new WriteDecision.Done(await town.VersionAsync(doubtful))));
        await town.GoOnAsync(Day);

        Assert.Equal(["a", "c", "b"], town.Desk.Objects.Select(o => o.Text));
        Assert.Equal((WriteState.Accepted, "anna.ek (desk)"), ((await town.ReadAsync(doubtful)).State, (await town.ReadAsync(doubtful)).DecidedBy));
    }

    [Fact]
    public async Task A_wrong_setting_keeps_commands_waiting_and_is_counted_as_what_it_is()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Never);
        for (var n = 0; n < 3; n++) town.Desk.Script.Enqueue(Taking.WrongKey);
        var id = await town.AskAsync("a");
        await town.LookAsync();

        var queue = (await town.WriteBacks.CountAsync(CancellationToken.None))[town.Hub.Key];
        Assert.Equal((1, 1, 0), (queue.Queued, queue.Misconfigured, queue.Dead));
        Assert.Equal(FaultCodes.NotAuthorised, (await town.WriteBacks.ListAsync(null, dead: false, 10, CancellationToken.None)).Single().Fault!.Code);
        await town.GoOnAsync(Day);
        Assert.Equal((1, WriteState.Accepted), (town.Desk.CountOf(id), (await town.ReadAsync(id)).State));
    }

    [Fact]
    public async Task What_the_stream_file_does_not_let_through_any_more_waits_until_it_does()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Never);
        var id = await town.AskAsync("a");
        town.LetsThrough = false;
        await town.GoOnAsync(4 * Day, TimeSpan.FromHours(3));
        Assert.Equal((WriteState.Queued, FaultCodes.InvalidSetting), ((await town.ReadAsync(id)).State, (await town.ReadAsync(id)).Code));

        town.LetsThrough = true;
        await town.GoOnAsync(Day);

        Assert.Equal(WriteState.Accepted, (await town.ReadAsync(id)).State);
    }

    [Fact]
    public async Task To_a_paused_stream_nothing_is_sent()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);
        await town.AskAsync("a");
        await town.Hub.Store.Streams.PauseAsync(town.Hub.Key, new StreamPause(town.Clock.GetUtcNow(), "anna.ek"), CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(30), await town.LookAsync());
        Assert.Empty(town.Desk.Asked);
    }

    [Fact]
    public async Task A_long_text_is_kept_whole_and_cut_towards_the_vendor()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always, maxText: 20);
        var id = await town.AskAsync("en längre text som inte ryms");

        await town.GoOnAsync(Day);

        Assert.Equal("en längre text […]", town.Desk.Objects.Single().Text);
        Assert.Equal((true, "en längre text som inte ryms"), ((await town.ReadAsync(id)).Cut, (await town.ReadAsync(id)).Text));
    }

    public static TheoryData<WriteRepeat, string> Crashes =>
        [.. Enum.GetValues<WriteRepeat>().SelectMany(_ => Enum.GetNames<WriteMoment>(), (repeat, moment) => new TheoryDataRow<WriteRepeat, string>(repeat, moment))];

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task Wherever_a_node_is_killed_another_one_goes_on_and_nothing_is_written_twice(WriteRepeat repeat, string at)
    {
        await using var town = await WrittenTown.StartAsync(repeat);
        var moment = Enum.Parse<WriteMoment>(at);
        town.Kills.Enqueue(moment);
        var id = await town.AskAsync("a");
        await town.LookAsync();
        Assert.NotEqual(WriteState.Accepted, (await town.StoredAsync(id)).State);
        await town.LookAsync(town.OtherNode);
        Assert.Equal(0, (await town.StoredAsync(id)).Attempts);

        town.Pass(town.Options.Lease);
        await town.LookAsync(town.OtherNode);
        await town.GoOnAsync(Day);

        var told = await town.ReadAsync(id);
        Assert.Equal(repeat == WriteRepeat.Never && moment == WriteMoment.Marked ? 0 : 1, town.Desk.CountOf(id));
        Assert.Equal(repeat == WriteRepeat.Never && moment != WriteMoment.BeforeMark ? WriteState.Unknown : WriteState.Accepted, told.State);
    }

    [Theory]
    [InlineData(WriteRepeat.AfterLookUp)]
    [InlineData(WriteRepeat.Always)]
    public async Task A_node_that_stood_still_while_it_sent_was_replaced_and_writes_nothing_down(WriteRepeat repeat)
    {
        await using var town = await WrittenTown.StartAsync(repeat);
        town.Desk.Script.Enqueue(Taking.SenderSleeps);
        town.Desk.Meanwhile = async () =>
        {
            town.PassForLeasesOnly(town.Options.Lease);
            await town.LookAsync(town.OtherNode);
        };
        var id = await town.AskAsync("a");

        await town.LookAsync();
        await town.GoOnAsync(Day);

        Assert.Equal((1, WriteState.Accepted), (town.Desk.CountOf(id), (await town.ReadAsync(id)).State));
        Assert.Contains(town.Hub.Log.Lines, l => l.Id == 2604);
    }

    [Fact]
    public async Task Nothing_that_was_written_stands_in_a_log_line()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.AfterLookUp);
        foreach (var taking in Enum.GetValues<Taking>().Where(t => t != Taking.SenderSleeps)) town.Desk.Script.Enqueue(taking);
        for (var n = 0; n < 6; n++) await town.AskAsync($"canary-4711 19121212-1212 {n}");

        await town.GoOnAsync(7 * Day, TimeSpan.FromHours(1));

        Assert.DoesNotContain(town.Hub.Log.Lines, l => l.Text.Contains("canary-4711", StringComparison.Ordinal) || l.Text.Contains("1212", StringComparison.Ordinal));
    }
}
