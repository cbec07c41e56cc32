using System.Text;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Tests.Sync;
using IntegrationHub.Tests.WriteBack;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.HandOvers;

/// <summary>A hand-over that a system makes a case of, on a real store with the outbox, and a vendor that plays what is scripted.</summary>
public sealed class HandOverSystemTests : IAsyncLifetime
{
    static readonly Caller It = new() { Name = "it", Role = CallerRole.Specialist, Departments = ["it"], OnBehalfOf = "ulla" };
    static readonly HandOverHolder Permits = new(HolderKind.System, "", "permits");
    static readonly HandOverCase Ticket = new(null, new Dictionary<string, string> { ["service"] = "forms" });

    WrittenTown town = null!;
    HubHandOvers hub = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        town = await WrittenTown.StartAsync(WriteRepeat.Always, maxText: 40);
        var lookup = new LookupKeys(town.Hub.Keys, SyncFixture.Tenant);
        hub = new HubHandOvers(
            SyncFixture.Tenant, town.Hub.Store, town.Hub.Keys, lookup, new ProtectedIdentities(town.Hub.Store, SyncFixture.Tenant, town.Hub.Protector, lookup), () => DisclosurePolicy.Default([town.Definition.Source]),
            new HandOverOptions { Units = new Dictionary<string, string> { ["contactCentre"] = "Kontaktcenter", ["it"] = "It" } }, () => [town.Definition.Source],
            new HandOverHouse("Sundby", TimeZoneInfo.Utc, (_, _, _, _) => throw new InvalidOperationException("Nobody sends a mail here.")) { Streams = () => [town.Definition], CommandAsked = town.Node.Wake },
            town.Clock, town.Hub.Log);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    async Task<HandOverId> BeginAsync() => HandOverId.Parse(Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(await hub.BeginAsync(
        It, new HandOver { Kind = HandOverKind.HandOver, Subject = "The form shows 2024", Text = "It must show 2026, and nobody here can change it", Person = new ContactPerson { Name = "Tolvan Tolvansson" } },
        new HandOverHolder(HolderKind.Unit, "it"), null, null, Stop)).Receipt.HandOver);

    Task<WriteOutcome<HandOverReceipt>> PassOnAsync(HandOverId id, HandOverCase made, OnceKey? key = null, long version = 1) =>
        hub.StepAsync(It, id, new HandOverOrder(HandOverStepKind.PassedOn, "Theirs", Permits) { Case = made }, version, key, Stop);

    async Task<AnswerHandOver> ReadAsync(HandOverId id) => (await hub.ReadAsync(It, id, "the test", Stop))!;

    [Fact]
    public async Task What_is_shown_before_is_what_the_system_gets_its_reference_stands_in_the_chain_and_its_end_is_told_to_the_unit()
    {
        var id = await BeginAsync();
        var preview = (await hub.PreviewAsync(It, id, "permits", Ticket, "the test", Stop))!;
        Assert.Equal((true, 40), (preview.Ready, Assert.Single(preview.Cut).Most));
        var key = new OnceKey("k", Encoding.UTF8.GetBytes("pass it on"));

        Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(await PassOnAsync(id, Ticket, key));
        Assert.True(Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(await PassOnAsync(id, Ticket, key)).Before);
        var waiting = await ReadAsync(id);
        Assert.Equal((HolderKind.System, "permits", "it"), (waiting.Holder.Kind, waiting.Holder.Name, waiting.Holder.Unit));
        Assert.Equal(0, await hub.TellOfSystemsAsync(Stop));

        await town.GoOnAsync(TimeSpan.FromHours(1));
        var sent = Assert.Single(town.Desk.Objects);
        Assert.Equal(("The form shows 2024", "Tolvan Tolvansson", "forms"), (sent.Subject, sent.Party!.Name, sent.Fields["service"]));
        Assert.EndsWith("[…]", sent.Text, StringComparison.Ordinal);
        Assert.Equal(waiting.Out!.Write, sent.Id.ToString());
        Assert.Equal(1, await hub.TellOfSystemsAsync(Stop));
        Assert.Equal(0, await hub.TellOfSystemsAsync(Stop));
        Assert.Equal((HandOverStepKind.Sent, "9", HolderKind.System), ((await ReadAsync(id)).Steps[^1].Kind, (await ReadAsync(id)).Steps[^1].Text, (await ReadAsync(id)).Holder.Kind));

        town.Hub.Vendor.Put("9");
        await town.Hub.RunAsync();
        Assert.Equal(0, await hub.TellOfSystemsAsync(Stop));
        town.Pass(TimeSpan.FromHours(1));
        town.Hub.Vendor.Put("9", "closed");
        await town.Hub.RunAsync();
        Assert.Equal(1, await hub.TellOfSystemsAsync(Stop));

        var told = await ReadAsync(id);
        Assert.Equal([HandOverStepKind.Created, HandOverStepKind.PassedOn, HandOverStepKind.Sent, HandOverStepKind.Closed], told.Steps.Select(step => step.Kind));
        Assert.Equal((HandOverState.Waiting, HolderKind.Unit, "it", "closed", null), (told.State, told.Holder.Kind, told.Holder.Unit, told.Steps[^1].Text, told.Out));
        Assert.Equal(0, await hub.TellOfSystemsAsync(Stop));
    }

    [Fact]
    public async Task A_refusal_gives_it_back_to_the_unit_in_the_vendors_words()
    {
        town.Desk.Script.Enqueue(Taking.Refused);
        var id = await BeginAsync();
        await PassOnAsync(id, Ticket);
        await town.GoOnAsync(TimeSpan.FromHours(1));

        Assert.Equal(1, await hub.TellOfSystemsAsync(Stop));

        var told = await ReadAsync(id);
        Assert.Equal((HandOverStepKind.NotSent, "Ärendet är avslutat, Tolvan", HolderKind.Unit, null), (told.Steps[^1].Kind, told.Steps[^1].Text, told.Holder.Kind, told.Out));
    }

    [Fact]
    public async Task What_the_system_demands_is_told_and_then_neither_step_nor_command_is_written()
    {
        var id = await BeginAsync();
        var bare = new HandOverCase(null, new Dictionary<string, string>());
        Assert.Equal("service", Assert.Single((await hub.PreviewAsync(It, id, "permits", bare, "the test", Stop))!.Needed).Name);

        var wrong = await Assert.ThrowsAsync<WriteInvalidException>(() => PassOnAsync(id, bare));
        Assert.Equal(["case.fields.service"], wrong.Problems.Select(problem => problem.Field));
        Assert.IsType<WriteOutcome<HandOverReceipt>.Changed>(await PassOnAsync(id, Ticket, version: 7));
        var elsewhere = await Assert.ThrowsAsync<WriteInvalidException>(() => hub.PreviewAsync(It, id, "elsewhere", Ticket, "the test", Stop));
        Assert.Equal("source", Assert.Single(elsewhere.Problems).Field);

        Assert.Empty(await town.WriteBacks.CountAsync(Stop));
        Assert.Single((await ReadAsync(id)).Steps);
    }

    [Fact]
    public async Task Somebody_who_took_it_back_meanwhile_is_not_told_of_a_case_any_more()
    {
        var id = await BeginAsync();
        town.Desk.Script.Enqueue(Taking.AnswerLost);
        await PassOnAsync(id, Ticket);
        await town.LookAsync();
        Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(await hub.StepAsync(It, id, new HandOverOrder(HandOverStepKind.Returned, "We do it ourselves"), 2, null, Stop));
        await town.GoOnAsync(TimeSpan.FromHours(1));

        Assert.Equal(0, await hub.TellOfSystemsAsync(Stop));

        // It had left, so it is seen through.
        Assert.Single(town.Desk.Objects);
    }

    [Theory]
    [InlineData(HandOverStepKind.Returned)]
    [InlineData(HandOverStepKind.PassedOn)]
    [InlineData(HandOverStepKind.Withdrawn)]
    public async Task What_has_not_left_for_the_system_never_gets_there_when_it_is_taken_back_or_on(HandOverStepKind kind)
    {
        var id = await BeginAsync();
        await PassOnAsync(id, Ticket);
        var command = WriteCommandId.Parse((await ReadAsync(id)).Out!.Write!);

        var order = new HandOverOrder(kind, "We do it ourselves", kind == HandOverStepKind.PassedOn ? new HandOverHolder(HolderKind.Unit, "contactCentre") : null);
        Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(await hub.StepAsync(It, id, order, 2, null, Stop));
        await town.GoOnAsync(TimeSpan.FromHours(1));

        Assert.Empty(town.Desk.Objects);
        Assert.Equal(WriteState.Withdrawn, (await town.WriteBacks.FindAsync(command, Stop))!.State);
        Assert.Equal(0, await hub.TellOfSystemsAsync(Stop));
    }
}
