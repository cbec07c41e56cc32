using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Sqlite;
using IntegrationHub.Tests.Lookup;
using IntegrationHub.Tests.Protection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.HandOvers;

/// <summary>What the hub makes of hand-overs, on a real store, with cases in memory.</summary>
public sealed class HubHandOversTests : IAsyncLifetime
{
    static readonly Caller Agent = new() { Name = "desk", Role = CallerRole.Agent, OnBehalfOf = "anna" };
    static readonly Caller Bo = new() { Name = "barn", Role = CallerRole.Specialist, Departments = ["barn"], OnBehalfOf = "bo" };
    static readonly Caller Ulla = new() { Name = "it", Role = CallerRole.Specialist, Departments = ["it"], OnBehalfOf = "ulla" };
    static readonly HandOverHolder Barn = new(HolderKind.Unit, "barn");

    static readonly HandOver CallBack = new()
    {
        Kind = HandOverKind.CallBack,
        Subject = "The place",
        Person = new ContactPerson { Name = "Tolvan Tolvansson", PersonalNumber = "19121212-1212", Phone = "070-174 06 05", Email = "tolvan@example.com" },
    };

    readonly string folder = Directory.CreateTempSubdirectory("ihub-handovers-").FullName;
    readonly LookupSetting town = new();
    readonly HandOverOptions options = new() { Units = new Dictionary<string, string> { ["contactCentre"] = "Kontaktcenter", ["barn"] = "Barn", ["it"] = "It" } };
    SqliteHubStore sqlite = null!;
    DisclosurePolicy policy = null!;
    HubHandOvers hub = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sqlite = new SqliteHubStore(new SqliteStoreOptions { Folder = folder }, Samples.Keys.Fingerprint, town.Clock, NullLogger<SqliteHubStore>.Instance);
        await sqlite.PrepareAsync(Stop);
        (town.Store.HandOvers, town.Store.Once, town.Store.Contacts) = (sqlite.HandOvers, sqlite.Once, sqlite.Contacts);
        policy = town.Policy;
        var lookup = new LookupKeys(Samples.Keys, Samples.Sundby);
        hub = new HubHandOvers(
            Samples.Sundby, town.Store, Samples.Keys, lookup, new ProtectedIdentities(town.Store, Samples.Sundby, Samples.Protector, lookup), () => policy, options, () => [Samples.Permits],
            new HandOverHouse("Sundby", TimeZoneInfo.Utc, (_, _, _, _) => throw new InvalidOperationException("Nobody sends a mail here.")), town.Clock, NullLogger<HubHandOvers>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await sqlite.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    async Task<HandOverId> BeginAsync(HandOver handOver, Caller? caller = null, HandOverHolder? to = null) => HandOverId.Parse(
        Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(await hub.BeginAsync(caller ?? Agent, handOver, to ?? Barn, null, null, Stop)).Receipt.HandOver);

    async Task TakeAsync(HandOverId id, Caller caller, HandOverStepKind kind, HandOverHolder? to = null)
    {
        var version = (await hub.ReadAsync(caller, id, "the test", Stop))!.Version;
        Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(await hub.StepAsync(caller, id, new HandOverOrder(kind, "text", to), version, null, Stop));
    }

    [Fact]
    public async Task Of_somebody_under_a_protected_identity_the_number_is_told_to_who_has_taken_the_callback_and_in_no_answer()
    {
        town.Add(LookupSetting.SupportCase with { Parties = [new Party { PersonalNumber = "19121212-1212", Protected = true }] });
        var id = await BeginAsync(CallBack);
        await TakeAsync(id, Bo, HandOverStepKind.Accepted);

        foreach (var told in new[]
        {
            (await hub.ReadAsync(Bo, id, "the list", Stop))!, Assert.Single((await hub.ListAsync(Bo, new HandOverList { Mine = true }, "the list", Stop)).HandOvers),
            Assert.Single(await hub.FindAsync(Agent, new LookupRequest(LookupBy.Person, "19121212-1212", "they call"), Stop)),
        })
            Assert.Equal((null, null, true), (told.Person!.Phone, told.Person.Email, told.Person.ProtectedIdentity));
        Assert.Empty(await hub.FindAsync(Agent, new LookupRequest(LookupBy.Phone, "070-174 06 05", "they call"), Stop));
        Assert.Equal(new AnswerReach("070-174 06 05", "tolvan@example.com", true), Assert.IsType<ReachOutcome.Told>(await hub.ReachAsync(Bo, id, "I call them", Stop)).Reach);
        Assert.IsType<ReachOutcome.Refused>(await hub.ReachAsync(Bo with { OnBehalfOf = "eva" }, id, "I call them", Stop));
        Assert.IsType<ReachOutcome.Refused>(await hub.ReachAsync(Agent, id, "I call them", Stop));
        await TakeAsync(id, Bo, HandOverStepKind.Done);
        Assert.IsType<ReachOutcome.Refused>(await hub.ReachAsync(Bo, id, "I call them", Stop));

        Assert.Equal(["exported", "refused", "refused", "refused"], town.Store.Lines.Where(line => line.Action == "handover.reach").Select(line => line.Result));
        Assert.All(town.Store.Lines.Where(line => line.Action == "handover.reach"), line => Assert.NotNull(line.Subject));
    }

    [Fact]
    public async Task Of_a_hand_over_that_is_no_callback_nobody_is_told_the_number()
    {
        var id = await BeginAsync(CallBack with { Kind = HandOverKind.HandOver });
        await TakeAsync(id, Bo, HandOverStepKind.Accepted);

        Assert.IsType<ReachOutcome.Refused>(await hub.ReachAsync(Bo, id, "I call them", Stop));
    }

    [Fact]
    public async Task While_the_audit_cannot_be_written_nothing_is_told_and_nothing_is_written()
    {
        var id = await BeginAsync(CallBack);
        await TakeAsync(id, Bo, HandOverStepKind.Accepted);
        town.Store.AuditFails = true;

        await Assert.ThrowsAsync<AuditUnavailableException>(() => hub.ReadAsync(Bo, id, "the list", Stop));
        await Assert.ThrowsAsync<AuditUnavailableException>(() => hub.ReachAsync(Bo, id, "I call them", Stop));
        await Assert.ThrowsAsync<AuditUnavailableException>(() => hub.ListAsync(Bo, new HandOverList(), "the list", Stop));
        await Assert.ThrowsAsync<AuditUnavailableException>(() => hub.BeginAsync(Agent, CallBack, Barn, null, null, Stop));
        await Assert.ThrowsAsync<AuditUnavailableException>(() => hub.StepAsync(Bo, id, new HandOverOrder(HandOverStepKind.Done, "text"), 2, null, Stop));

        town.Store.AuditFails = false;
        Assert.Equal(2, Assert.Single((await hub.ListAsync(Bo, new HandOverList(), "the list", Stop)).HandOvers).Version);
    }

    [Fact]
    public async Task A_limit_takes_away_from_who_has_it_in_hand_too()
    {
        var id = await BeginAsync(CallBack with { Department = "barn", Confidentiality = Confidentiality.Secret }, Bo, new HandOverHolder(HolderKind.Unit, "it"));
        Assert.NotNull(await hub.ReadAsync(Ulla, id, "the list", Stop));

        policy = new DisclosurePolicy([], [new DisclosureLimit(new AccessRule { From = Confidentiality.Secret, Disclosure = IntegrationHub.Disclosure.Disclosure.Hidden }) { Callers = ["it"] }]);

        Assert.Null(await hub.ReadAsync(Ulla, id, "the list", Stop));
        Assert.NotNull(await hub.ReadAsync(Bo, id, "the list", Stop));
    }

    [Fact]
    public async Task Agents_are_told_a_closed_one_when_it_comes_back_to_them_and_not_for_having_begun_it()
    {
        var id = await BeginAsync(CallBack with { Confidentiality = Confidentiality.Secret });
        Assert.Null(await hub.ReadAsync(Agent, id, "the list", Stop));

        await TakeAsync(id, Bo, HandOverStepKind.Returned);

        Assert.NotNull(await hub.ReadAsync(Agent, id, "the list", Stop));
    }

    [Fact]
    public async Task It_reminds_once_before_it_is_due_and_once_when_it_is_and_never_when_it_is_done()
    {
        var now = town.Clock.GetUtcNow();
        var reminders = new HandOverReminders(Samples.Sundby, town.Store, new HandOverProtector(Samples.Keys, Samples.Sundby), options, town.Clock, NullLogger.Instance);
        var id = await BeginAsync(CallBack with { RemindAt = now.AddHours(1), DueAt = now.AddHours(2) });
        var done = await BeginAsync(CallBack with { DueAt = now.AddHours(1) });
        await TakeAsync(done, Bo, HandOverStepKind.Accepted);
        await TakeAsync(done, Bo, HandOverStepKind.Done);
        await BeginAsync(CallBack);
        Assert.Equal(0, await reminders.LookAsync(Stop));

        town.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await reminders.LookAsync(Stop));
        Assert.Equal(0, await reminders.LookAsync(Stop));
        Assert.False((await hub.ReadAsync(Bo, id, "the list", Stop))!.Overdue);
        town.Clock.Advance(TimeSpan.FromHours(1.1));
        Assert.Equal(1, await reminders.LookAsync(Stop));
        town.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await reminders.LookAsync(Stop));

        var told = (await hub.ReadAsync(Bo, id, "the list", Stop))!;
        Assert.True(told.Overdue);
        Assert.Equal([HandOverStepKind.Created, HandOverStepKind.Reminded, HandOverStepKind.Reminded], told.Steps.Select(step => step.Kind));
        Assert.Equal((now, HandOverState.Waiting), (told.Since, told.State));
    }

    [Fact]
    public async Task Several_processes_remind_once()
    {
        var now = town.Clock.GetUtcNow();
        for (var at = 0; at < 20; at++) await BeginAsync(CallBack with { DueAt = now.AddHours(1) });
        town.Clock.Advance(TimeSpan.FromHours(2));
        HandOverReminders Process() => new(Samples.Sundby, town.Store, new HandOverProtector(Samples.Keys, Samples.Sundby), options, town.Clock, NullLogger.Instance);

        var reminded = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Process().LookAsync(Stop), Stop)));

        Assert.Equal(20, reminded.Sum());
        Assert.All((await hub.ListAsync(Bo, new HandOverList(), "the list", Stop)).HandOvers, told => Assert.Equal(2, told.Version));
    }

    [Fact]
    public async Task What_ended_is_erased_when_its_time_has_passed_and_what_is_open_never_is()
    {
        var done = await BeginAsync(CallBack);
        await TakeAsync(done, Bo, HandOverStepKind.Accepted);
        await TakeAsync(done, Bo, HandOverStepKind.Done);
        var open = await BeginAsync(CallBack);
        var expiry = new HandOverExpiry(Samples.Sundby, town.Store, TimeSpan.FromDays(30), town.Clock, NullLogger.Instance);

        await expiry.DoAsync(town.Clock.GetUtcNow().AddDays(29), Stop);
        Assert.NotNull(await hub.ReadAsync(Bo, done, "the list", Stop));
        await expiry.DoAsync(town.Clock.GetUtcNow().AddDays(31), Stop);

        Assert.Null(await hub.ReadAsync(Bo, done, "the list", Stop));
        Assert.NotNull(await hub.ReadAsync(Bo, open, "the list", Stop));
        Assert.Equal("1 hand-overs", town.Store.Lines.Single(line => line.Action == "handover.expire").Entry);
    }

    [Fact]
    public async Task Nothing_that_was_written_stands_in_the_files_of_the_store_or_in_the_audit()
    {
        const string Canary = "Kanariefågel";
        var id = await BeginAsync(CallBack with { Subject = Canary, Text = Canary, Person = CallBack.Person! with { Name = Canary } });
        await TakeAsync(id, Bo with { OnBehalfOf = "bo.kanariefagel" }, HandOverStepKind.Accepted);
        Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(await hub.StepAsync(
            Bo, id, new HandOverOrder(HandOverStepKind.PassedOn, Canary, new HandOverHolder(HolderKind.External, "", Canary, "kanariefagel@example.com")), 2, new OnceKey(Canary, System.Text.Encoding.UTF8.GetBytes(Canary)), Stop));

        await sqlite.DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var bytes = System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, Stop));
            foreach (var secret in new[] { "anarief", "1212-1212", "12121212", "174 06 05", "701740605", "tolvan@" }) Assert.DoesNotContain(secret, bytes, StringComparison.OrdinalIgnoreCase);
        }

        // Who did it stands there, and nothing of what they wrote.
        Assert.All(town.Store.Lines, line => Assert.DoesNotContain(Canary, line.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Counts_are_what_the_lists_hold_for_whoever_asks()
    {
        await BeginAsync(CallBack);
        await BeginAsync(CallBack with { Confidentiality = Confidentiality.Secret });
        var taken = await BeginAsync(CallBack);
        await TakeAsync(taken, Bo, HandOverStepKind.Accepted);

        foreach (var caller in new[] { Agent, Bo, Ulla })
        {
            var counted = (await hub.UnitsAsync(caller, Stop)).Single(unit => unit.Code == "barn");
            var listed = (await hub.ListAsync(caller, new HandOverList { Unit = "barn" }, "the list", Stop)).HandOvers;
            Assert.Equal((listed.Count(one => one.State == HandOverState.Waiting), listed.Count(one => one.State == HandOverState.Accepted)), ((int)counted.Waiting, (int)counted.Accepted));
            Assert.Equal(caller == Bo ? 3 : 2, listed.Count);
        }
    }
}
