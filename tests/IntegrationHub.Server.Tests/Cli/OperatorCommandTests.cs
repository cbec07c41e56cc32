using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Sync;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>What an operator does from the command line, on a hub that reads complete exports from a drop folder.</summary>
public sealed class OperatorCommandTests : IDisposable
{
    readonly HubOnDisk hub = new();

    public OperatorCommandTests()
    {
        hub.Write("streams/permits.stream.yaml", File.ReadAllText(hub.In("streams/permits.stream.yaml"))
            .Replace("content: changes", "content: complete", StringComparison.Ordinal)
            .Replace("strategy: cursor\n  lookback: 0s\n  settle: 0s", "strategy: snapshot\n  full:\n    guard: { maxShare: 10%, maxCases: 5, alwaysAllowed: 0 }", StringComparison.Ordinal));
    }

    public void Dispose() => hub.Dispose();

    static string Export(params int[] numbers) => "Number;Person;Name;Title;Status;Changed\n" + string.Concat(numbers.Select(n => $"P 2026-{n};;;Garage {n};open;2026-03-02 08:00\n"));

    /// <summary>Ten permits, of which the second export holds seven.</summary>
    async Task HoldThreeAsync()
    {
        hub.Drop(Export([.. Enumerable.Range(1, 10)]));
        Assert.Equal(0, await hub.RunAsync("sync"));
        hub.Drop(Export([.. Enumerable.Range(1, 7)]));
        Assert.Equal(1, await hub.RunAsync("sync"));
        Assert.Contains("held: 3 of 10 cases", hub.Output, StringComparison.Ordinal);
    }

    JsonElement Json() => JsonDocument.Parse(hub.Output).RootElement;

    async Task<int> FoundAsync(int number)
    {
        await hub.RunAsync("lookup", "--by", "caseNumber", "--value", $"P 2026-{number}", "--purpose", "asks about a permit", "--format", "json");
        return Json().GetProperty("cases").GetArrayLength();
    }

    [Fact]
    public async Task Files_that_are_refused_are_told_by_the_list_of_streams_for_people_and_for_programs()
    {
        hub.Write("streams/permits.stream.yaml", File.ReadAllText(hub.In("streams/permits.stream.yaml")) + "limits: { timeout: soon }\n");

        Assert.Equal(2, await hub.RunAsync("streams", "list"));
        Assert.Contains("permits.stream.yaml", hub.Error, StringComparison.Ordinal);
        Assert.Contains("goes on with the last good version", hub.Error, StringComparison.Ordinal);
        Assert.Equal(2, await hub.RunAsync("streams", "list", "--format", "json"));

        Assert.Contains("error IH5003", Assert.Single(Json().GetProperty("refused").EnumerateArray().ToList()).GetString(), StringComparison.Ordinal);
        Assert.Empty(Json().GetProperty("streams").EnumerateArray());
    }

    [Fact]
    public async Task Runs_are_listed_narrowed_and_shown_with_their_course()
    {
        hub.Drop(Export(1, 2, 3));
        Assert.Equal(0, await hub.RunAsync("sync"));

        Assert.Equal(0, await hub.RunAsync("runs", "list", "--stream", "permits", "--format", "json"));
        var number = Assert.Single(Json().GetProperty("runs").EnumerateArray().ToList()).GetProperty("id").GetInt64();
        Assert.Equal(0, await hub.RunAsync("runs", "list", "--outcome", "failed"));
        Assert.Contains("There is no such run.", hub.Output, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("runs", "show", $"{number}"));
        Assert.Contains("3 read = 3 written", hub.Output, StringComparison.Ordinal);
        Assert.Contains("page of 3 records", hub.Output, StringComparison.Ordinal);

        Assert.Equal(2, await hub.RunAsync("runs", "show", "4711"));
        Assert.Equal(2, await hub.RunAsync("runs", "list", "--from", "yesterday"));
        Assert.Equal(2, await hub.RunAsync("runs", "list", "--stream", "permit"));
        Assert.Contains("did you mean 'permits'?", hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_found_in_names_and_numbers_and_nothing_found_is_told()
    {
        hub.Drop(Export(1));
        await hub.RunAsync("sync");

        Assert.Equal(0, await hub.RunAsync("find", "permits"));
        Assert.Contains("stream      permits", hub.Output, StringComparison.Ordinal);
        Assert.Equal(1, await hub.RunAsync("find", "Garage"));
        Assert.Contains("Nothing was found.", hub.Output, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("find", "permits", "--format", "json"));
        Assert.Equal("permits", Json().GetProperty("streams")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task What_operators_did_is_shown_and_that_it_was_is_the_next_line()
    {
        await hub.RunAsync("streams", "pause", "permits");

        Assert.Equal(0, await hub.RunAsync("audit", "--action", "stream."));
        Assert.Contains("stream.pause", hub.Output, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("audit", "--format", "json"));
        Assert.Equal(["audit.read", "audit.read", "stream.pause"], Json().GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("action").GetString()));
        Assert.Equal(2, await hub.RunAsync("audit", "--stream", "Not a name"));
    }

    [Fact]
    public async Task Where_no_notification_died_there_is_nothing_to_list_replay_or_discard()
    {
        Assert.Equal(0, await hub.RunAsync("notifications", "list"));
        Assert.Contains("There are no dead letters.", hub.Output, StringComparison.Ordinal);
        Assert.Equal(1, await hub.RunAsync("notifications", "replay", "permits"));
        Assert.Equal(1, await hub.RunAsync("notifications", "discard", "permits", "--id", "7r3k"));
        Assert.Contains("no dead letter 7r3k", hub.Output, StringComparison.Ordinal);
        Assert.Equal(2, await hub.RunAsync("notifications", "replay", "permit"));
        Assert.Contains("did you mean 'permits'?", hub.Error, StringComparison.Ordinal);
        Assert.Equal(2, await hub.RunAsync("notifications", "list", "--limit", "0"));
        Assert.Equal(2, await hub.RunAsync("notifications", "list", "--limit", "many"));
    }

    [Fact]
    public async Task A_dead_letter_is_listed_with_what_was_wrong_replayed_and_discarded_and_both_are_in_the_audit()
    {
        Assert.Equal(0, await hub.RunAsync("notifications", "list"));
        await PutDeadLettersAsync("A-1", "A-2", "A-3");

        Assert.Equal(1, await hub.RunAsync("notifications", "list", "--format", "json"));
        var letters = Json().GetProperty("notifications").EnumerateArray().ToDictionary(l => l.GetProperty("key").GetString()!, l => l.GetProperty("id").GetString()!);
        Assert.Contains("IH6201", hub.Output, StringComparison.Ordinal);
        Assert.Equal(1, await hub.RunAsync("notifications", "list"));
        Assert.Contains("A-2", hub.Output, StringComparison.Ordinal);

        Assert.Equal(0, await hub.RunAsync("notifications", "replay", "permits", "--id", letters["A-1"]));
        Assert.Contains("1 of permits is tried again.", hub.Output, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("notifications", "list", "--waiting"));
        Assert.Contains("A-1", hub.Output, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("notifications", "discard", "permits"));
        Assert.Contains("2 of permits were thrown away.", hub.Output, StringComparison.Ordinal);

        Assert.Equal(0, await hub.RunAsync("notifications", "list"));
        Assert.Equal(["notifications.replay", "notifications.discard"], (await hub.ReadAuditAsync()).Where(l => l.Stream == "permits").Select(l => l.Action));
    }

    async Task PutDeadLettersAsync(params string[] keys)
    {
        await using var store = await hub.OpenStoreAsync();
        var (stream, now) = (new StreamKey(new TenantId("sundby"), new SourceId("permits"), new StreamName("permits")), new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero));
        foreach (var key in keys)
            await store.Notifications.AddAsync(stream, new NewNotification(key, new NotificationDelivery(System.Text.Encoding.UTF8.GetBytes(key), null, System.Text.Encoding.UTF8.GetBytes(key)), now, now, now.AddDays(1)), 100, TestContext.Current.CancellationToken);

        var due = await store.Notifications.GetDueAsync(stream, now.AddMinutes(1), now.AddHours(12), 100, TestContext.Current.CancellationToken);
        Assert.Equal(keys.Length, due.Count);
        await store.Notifications.SettleAsync(
            stream, [], new NotificationsSettled([], [.. due.Select(n => new NotificationLater(n.Number, 8, now, Dead: true, new RunFault(FaultKind.Refused, "IH6201", "The vendor refused the question (400).")))]),
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Commands_are_counted_listed_shown_without_what_they_say_and_decided_of_with_a_reason_that_is_in_the_audit()
    {
        Assert.Equal(0, await hub.RunAsync("outbox", "counts"));
        Assert.Contains("The outbox is empty.", hub.Output, StringComparison.Ordinal);
        var (unknown, dead, queued) = await PutCommandsAsync();

        Assert.Equal(1, await hub.RunAsync("outbox", "counts"));
        Assert.Equal(1, await hub.RunAsync("outbox", "list", "--format", "json"));
        var seen = Json().GetProperty("commands").EnumerateArray().ToDictionary(command => command.GetProperty("id").GetString()!, command => command.GetProperty("version").GetRawText());
        Assert.Equal([unknown, dead], Json().GetProperty("commands").EnumerateArray().Select(command => command.GetProperty("id").GetString()));
        Assert.Equal(0, await hub.RunAsync("outbox", "list", "--waiting", "--stream", "permits"));
        Assert.Contains(queued[..8], hub.Output, StringComparison.Ordinal);
        Assert.Equal(2, await hub.RunAsync("outbox", "list", "--stream", "permit"));
        Assert.Contains("did you mean 'permits'?", hub.Error, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("outbox", "show", unknown));
        Assert.Contains("unknown, onlyAPersonCanTell", hub.Output, StringComparison.Ordinal);
        Assert.Contains("Look in the vendor's system.", hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("A-1", hub.Output, StringComparison.Ordinal);

        Assert.Contains($"version {seen[unknown]}", hub.Output, StringComparison.Ordinal);

        Assert.Equal(2, await hub.RunAsync("outbox", "settle", unknown));
        Assert.Contains("--reason", hub.Error, StringComparison.Ordinal);
        Assert.Contains("--seen", hub.Error, StringComparison.Ordinal);
        Assert.Equal(2, await hub.RunAsync("outbox", "settle", unknown, "--seen", seen[unknown], "--reason", "19121212-1212 has it"));
        Assert.DoesNotContain("1212", hub.Error, StringComparison.Ordinal);
        Assert.Equal(1, await hub.RunAsync("outbox", "settle", unknown, "--seen", "99", "--reason", "it stands in the system"));
        Assert.Contains($"has changed since, and nothing was done: it stands in version {seen[unknown]}.", hub.Output, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("outbox", "settle", unknown, "--seen", seen[unknown], "--reason", "it stands in the system"));
        Assert.Equal(0, await hub.RunAsync("outbox", "resend", dead, "--seen", seen[dead]));
        Assert.Equal(0, await hub.RunAsync("outbox", "withdraw", queued, "--reason", "written by mistake"));
        Assert.Equal(1, await hub.RunAsync("outbox", "resend", unknown, "--seen", seen[unknown]));
        Assert.Contains("is accepted, and resend cannot be decided of it", hub.Output, StringComparison.Ordinal);
        Assert.Equal(1, await hub.RunAsync("outbox", "show", "nothing"));
        Assert.Contains("There is no command nothing", hub.Output, StringComparison.Ordinal);

        Assert.Equal(0, await hub.RunAsync("outbox", "list"));
        (string, string?)[] decided = [("write.settle", "it stands in the system"), ("write.settle", "it stands in the system"), ("write.resend", null), ("write.withdraw", "written by mistake"), ("write.resend", null)];
        Assert.Equal(decided, (await hub.ReadAuditAsync()).Where(line => line.Stream == "permits").Select(line => (line.Action, line.Purpose)));
    }

    // One of which nobody knows, one that was given up, one that waits for its turn.
    async Task<(string Unknown, string Dead, string Queued)> PutCommandsAsync()
    {
        await using var store = await hub.OpenStoreAsync();
        var stop = TestContext.Current.CancellationToken;
        var (stream, now) = (new StreamKey(new TenantId("sundby"), new SourceId("permits"), new StreamName("permits")), new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero));
        for (var n = 1; n <= 3; n++)
            await store.Outbox.AddAsync(stream, new NewCommand { Id = new WriteCommandId((UInt128)n), Key = $"A-{n}", Kind = WriteKind.Note, AskedAt = now, Private = [1] }, null, stop);
        foreach (var (state, reason) in new[] { (WriteState.Unknown, WriteReason.OnlyAPersonCanTell), (WriteState.Dead, WriteReason.UsedUp) })
        {
            var taken = await store.Outbox.TakeAsync(stream.Tenant, new CommandTake("test", TimeSpan.FromMinutes(1), now, 9, []), stop);
            await store.Outbox.SettleAsync(taken!.Lease, new CommandSettled { State = state, Attempts = 3, DueAt = now, At = now, UnknownAt = state == WriteState.Unknown ? now : null, Reason = reason }, null, stop);
        }

        return (new WriteCommandId(1).ToString(), new WriteCommandId(2).ToString(), new WriteCommandId(3).ToString());
    }

    [Fact]
    public async Task What_is_held_is_listed_shown_and_approved_and_every_step_is_in_the_audit()
    {
        await HoldThreeAsync();

        Assert.Equal(1, await hub.RunAsync("deletes", "list", "--format", "json"));
        var held = Json().GetProperty("heldDeletes")[0];
        var id = held.GetProperty("id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(("permits", 3, 10), (held.GetProperty("stream").GetString(), held.GetProperty("left").GetInt32(), held.GetProperty("live").GetInt32()));
        Assert.Equal(0, await hub.RunAsync("deletes", "show", id));
        Assert.Contains("P 2026-10", hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Garage", hub.Output, StringComparison.Ordinal);
        Assert.Equal(1, await hub.RunAsync("streams", "list"));
        Assert.Contains("3 cases of it may be gone: somebody must decide.", hub.Output, StringComparison.Ordinal);

        Assert.Equal(0, await hub.RunAsync("deletes", "approve", id, "--reason", "the archive has moved"));

        Assert.Contains("approved: 3 cases of permits were removed.", hub.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (await FoundAsync(10), await FoundAsync(7)));
        Assert.Equal(1, await hub.RunAsync("deletes", "approve", id));
        Assert.Contains("is approved; nothing was done", hub.Error, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("streams", "list"));
        var line = (await hub.ReadAuditAsync()).First(l => l.Action == "deletes.approve");
        Assert.Equal(($"held delete {id}: the archive has moved", "permits", Environment.UserName), (line.Purpose, line.Stream, line.OnBehalfOf));
    }

    [Fact]
    public async Task What_was_approved_can_be_brought_back()
    {
        await HoldThreeAsync();
        await hub.RunAsync("deletes", "approve", "1");
        Assert.Equal(0, await hub.RunAsync("deletes", "removed", "--format", "json"));
        var removed = Json().GetProperty("removed").EnumerateArray().ToList();
        var run = removed[0].GetProperty("run").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(0, await hub.RunAsync("deletes", "restore", "permits", "--key", "P 2026-9"));
        Assert.Equal(1, await hub.RunAsync("deletes", "restore", "permits", "--key", "P 2026-9"));
        Assert.Equal(0, await hub.RunAsync("deletes", "restore", "permits", "--run", run));

        Assert.Equal((3, "vanished"), (removed.Count, removed[0].GetProperty("reason").GetString()));
        Assert.Contains("2 cases came back.", hub.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (await FoundAsync(8), await FoundAsync(9), await FoundAsync(10)));
        Assert.Equal(3, (await hub.ReadAuditAsync()).Count(l => l.Action == "case.restore"));
    }

    [Fact]
    public async Task What_was_rejected_stays_and_the_next_export_does_not_ask_again()
    {
        await HoldThreeAsync();

        Assert.Equal(2, await hub.RunAsync("deletes", "reject", "1"));
        Assert.Equal(2, await hub.RunAsync("deletes", "reject", "1", "--reason", "19121212-1212 called"));
        Assert.DoesNotContain("19121212", hub.Error, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("deletes", "reject", "1", "--reason", "the export was cut"));
        hub.Drop(Export([.. Enumerable.Range(1, 7).Reverse()]));

        Assert.Equal(0, await hub.RunAsync("sync"));
        Assert.Equal(0, await hub.RunAsync("deletes", "list"));
        Assert.Equal(1, await FoundAsync(10));
    }

    [Fact]
    public async Task A_stream_is_paused_resumed_and_reset_with_its_name_written_twice()
    {
        hub.Drop(Export(1, 2));
        await hub.RunAsync("sync");

        Assert.Equal(0, await hub.RunAsync("streams", "pause", "permits"));
        await hub.RunAsync("streams", "list");
        Assert.Contains("complete, paused", hub.Output, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("streams", "resume", "permits"));
        Assert.Equal(2, await hub.RunAsync("streams", "reset", "permits"));
        Assert.Equal(2, await hub.RunAsync("streams", "reset", "permits", "--confirm", "permit"));
        Assert.Contains("write its name once more: 'permits'", hub.Error, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("streams", "reset", "permits", "--confirm", "permits"));
        Assert.Equal(1, await hub.RunAsync("streams", "list"));
        Assert.Contains("loading", hub.Output, StringComparison.Ordinal);
        Assert.Equal(["stream.pause", "stream.resume", "stream.reset"], (await hub.ReadAuditAsync()).Select(l => l.Action));
    }

    [Fact]
    public async Task A_rebuild_brings_a_new_mapping_to_all_cases()
    {
        hub.Drop(Export(1, 2));
        await hub.RunAsync("sync");
        hub.Write("streams/permits.mapping.yaml", File.ReadAllText(hub.In("streams/permits.mapping.yaml")).Replace("const('The inspector visits')", "const('Wait for the letter')", StringComparison.Ordinal));
        hub.Drop(Export(2, 1));

        Assert.Equal(0, await hub.RunAsync("streams", "rebuild", "permits"));

        Assert.Contains("2 read, 2 written", hub.Output, StringComparison.Ordinal);
        await hub.RunAsync("lookup", "--by", "caseNumber", "--value", "P 2026-1", "--purpose", "asks about a permit");
        Assert.Contains("Wait for the letter", hub.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no period to read again", "streams", "backfill", "permits", "--from", "2026-03-01T00:00:00Z", "--until", "2026-03-02T00:00:00Z")]
    [InlineData("--from is no time with an offset", "streams", "backfill", "permits", "--from", "2026-03-01", "--until", "2026-03-02T00:00:00Z")]
    [InlineData("there is no stream 'permit' (did you mean 'permits'?)", "streams", "pause", "permit")]
    [InlineData("there is no held delete 99", "deletes", "show", "99")]
    [InlineData("there is no held delete 99", "deletes", "approve", "99")]
    [InlineData("give either --key or --run", "deletes", "restore", "permits")]
    [InlineData("give either --key or --run", "deletes", "restore", "permits", "--key", "a", "--run", "1")]
    public async Task What_makes_no_sense_is_told_and_answered_with_two(string told, params string[] args)
    {
        Assert.Equal(2, await hub.RunAsync(args));
        Assert.Contains(told, hub.Error, StringComparison.Ordinal);
    }
}
