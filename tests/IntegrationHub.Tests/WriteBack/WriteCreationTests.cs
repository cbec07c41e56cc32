using System.Text;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Sync;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.WriteBack;

public sealed class WriteCreationTests
{
    static readonly SourceId Open = new("open");
    static readonly SourceId Social = new("social");

    static readonly DisclosurePolicy Policy = new(
        [new SourceDisclosure(Open), new SourceDisclosure(Social, IntegrationHub.Disclosure.Disclosure.Hidden) { Departments = ["ifo"] }],
        [new DisclosureLimit(new AccessRule { Sources = [Open], Disclosure = IntegrationHub.Disclosure.Disclosure.Existence }) { Callers = ["limited"] }]);

    static readonly WriteRequest Lamp = new() { Kind = WriteKind.Create, Subject = "A lamp is dark", Text = "At the school", Fields = new Dictionary<string, string> { ["service"] = "light" } };

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static Caller Of(CallerRole role, string name = "desk", params string[] departments) => new() { Name = name, Role = role, Departments = departments, OnBehalfOf = "anna.ek" };

    [Fact]
    public void Who_would_be_told_in_full_of_an_open_case_of_a_system_may_create_there_and_nobody_else()
    {
        Assert.True(WriteCreation.MayCreate(Policy, Of(CallerRole.Agent), Open));
        Assert.True(WriteCreation.MayCreate(Policy, Of(CallerRole.Specialist, "s", "barn"), Open));
        Assert.True(WriteCreation.MayCreate(Policy, Of(CallerRole.Specialist, "s", "ifo"), Social));

        Assert.False(WriteCreation.MayCreate(Policy, Of(CallerRole.Agent), Social));
        Assert.False(WriteCreation.MayCreate(Policy, Of(CallerRole.Specialist, "s", "barn"), Social));
        Assert.False(WriteCreation.MayCreate(Policy, Of(CallerRole.Agent, "limited"), Open));
        Assert.False(WriteCreation.MayCreate(Policy, Of(CallerRole.Operations), Open));
        Assert.False(WriteCreation.MayCreate(Policy, Of(CallerRole.Agent), new SourceId("unknown")));
    }

    [Fact]
    public void A_value_that_the_stream_file_fills_need_not_be_sent()
    {
        var create = new WriteCapability(WriteKind.Create, WriteRepeat.Never) { Fields = [new WriteField("service_code", "The service.") { Required = true, FilledBy = "serviceCode" }] };

        Assert.True(Required(new Dictionary<string, string>()));
        Assert.True(Required(new Dictionary<string, string> { ["serviceCode"] = " " }));
        Assert.False(Required(new Dictionary<string, string> { ["serviceCode"] = "006" }));

        bool Required(Dictionary<string, string> settings) =>
            WriteRules.TargetOf(Lookup.LookupSetting.Stream("reports", "Reports") with { Writes = new Dictionary<WriteKind, StreamWrite> { [WriteKind.Create] = new(create, settings) } })!.Fields[0].Required;
    }

    [Fact]
    public async Task A_new_case_is_made_once_told_by_the_vendors_reference_read_by_its_key_and_then_known_by_its_id()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);
        var key = new OnceKey("k", Encoding.UTF8.GetBytes("lamp"));

        var first = Assert.IsType<WriteOutcome<WriteAsked>.Written>(await CreateAsync(town, Lamp with { Person = new ContactPerson { Name = "Tolvan Tolvansson", Phone = "070-174 06 05" } }, key));
        var again = Assert.IsType<WriteOutcome<WriteAsked>.Written>(await CreateAsync(town, Lamp, key));
        Assert.Equal((first.Receipt, true), (again.Receipt, again.Before));
        var id = WriteCommandId.Parse(first.Receipt.Id);
        var before = await town.ReadAsync(id);
        Assert.Equal((WriteState.Queued, null, null, "A lamp is dark", "light"), (before.State, before.Case, before.Reference, before.Subject, before.Fields!["service"]));

        await town.GoOnAsync(TimeSpan.FromHours(1));
        var sent = Assert.Single(town.Desk.Objects);
        Assert.Equal((null, "At the school", "Tolvan Tolvansson", "070-174 06 05", "light"), (sent.Key, sent.Text, sent.Party!.Name, sent.Party.Phone, sent.Fields["service"]));
        var taken = await town.ReadAsync(id);
        Assert.Equal((WriteState.Accepted, "9", null), (taken.State, taken.Reference, taken.Case));
        var told = Assert.Single((await town.Hub.Store.Notifications.ListAsync(SyncFixture.Tenant, town.Definition.Name, dead: false, 10, Stop)));
        Assert.Equal("9", told.Key);

        town.Hub.Vendor.Put("9");
        await town.Hub.RunAsync();
        Assert.Equal(town.IdOf("9").ToString(), (await town.ReadAsync(id)).Case);
        Assert.Equal(id.ToString(), Assert.Single((await town.WriteBacks.OfCaseAsync(WrittenTown.Agent, town.IdOf("9"), "handling", Stop))!).Id);
    }

    [Fact]
    public async Task A_system_in_which_the_caller_may_not_create_looks_like_none_and_nobody_else_is_told_of_the_command()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);
        var operations = Of(CallerRole.Operations, "ops");

        var unknown = await Assert.ThrowsAsync<WriteInvalidException>(() => town.WriteBacks.CreateAsync(WrittenTown.Agent, "elsewhere", null, Lamp, null, Stop));
        Assert.Equal("source", Assert.Single(unknown.Problems).Field);
        await Assert.ThrowsAsync<LookupDeniedException>(() => town.WriteBacks.CreateAsync(operations, town.Definition.Source.Value, null, Lamp, null, Stop));
        var id = WriteCommandId.Parse(Assert.IsType<WriteOutcome<WriteAsked>.Written>(await CreateAsync(town, Lamp, null)).Receipt.Id);
        await Assert.ThrowsAsync<LookupDeniedException>(() => town.WriteBacks.ReadAsync(operations, id, "handling", Stop));

        Assert.Equal(
            ["write.create refused", "write.create refused", "write.create asked", "write.read refused"],
            (await town.Hub.Store.Audit.ReadAsync(SyncFixture.Tenant, 0, 100, Stop)).Select(written => $"{written.Line.Action} {written.Line.Result}"));
    }

    [Fact]
    public async Task What_the_system_demands_and_what_makes_no_sense_is_told_at_once()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);

        var wrong = await Assert.ThrowsAsync<WriteInvalidException>(() => CreateAsync(town, new WriteRequest { Kind = WriteKind.Create, Status = "open", Person = new ContactPerson { Phone = "call me" } }, null));

        Assert.Equal(["status", "text", "person.phone", "fields.service"], wrong.Problems.Select(problem => problem.Field));
        Assert.Empty(await town.WriteBacks.CountAsync(Stop));
    }

    [Fact]
    public async Task What_came_to_nothing_can_be_taken_back_by_who_may_create_there()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);
        town.Desk.Script.Enqueue(Taking.Refused);
        var id = WriteCommandId.Parse(Assert.IsType<WriteOutcome<WriteAsked>.Written>(await CreateAsync(town, Lamp, null)).Receipt.Id);
        await town.GoOnAsync(TimeSpan.FromHours(1));
        Assert.Equal((WriteState.Refused, "Ärendet är avslutat, Tolvan"), ((await town.ReadAsync(id)).State, (await town.ReadAsync(id)).VendorText));

        Assert.IsType<WriteOutcome<WriteAsked>.Written>(await town.DecideAsync(id, new WriteDecision.Resend(await town.VersionAsync(id), "At the school's gate")));
        await town.GoOnAsync(TimeSpan.FromHours(1));

        Assert.Equal("At the school's gate", Assert.Single(town.Desk.Objects).Text);
    }

    static Task<WriteOutcome<WriteAsked>> CreateAsync(WrittenTown town, WriteRequest request, OnceKey? key) =>
        town.WriteBacks.CreateAsync(WrittenTown.Agent, town.Definition.Source.Value, null, request, key, Stop);
}
