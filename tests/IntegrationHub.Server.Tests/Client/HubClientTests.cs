using System.Net;
using IntegrationHub.Cases;
using IntegrationHub.Client;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Server.Tests.Operation;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Server.Tests.Client;

/// <summary>The typed client against a real hub on a real port.</summary>
public sealed class HubClientTests : IAsyncLifetime
{
    const string Why = "the citizen calls";

    HubOverHttp hub = null!;
    ServiceProvider services = null!;
    HubDesk desk = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static Contact Call => new() { Channel = "phone", StartedAt = DateTimeOffset.UnixEpoch, Person = new ContactPerson { Name = "Åsa Öberg", Phone = "070-174 06 05" } };

    public async ValueTask InitializeAsync()
    {
        hub = await HubOverHttp.StartAsync(options => options.HandOvers.Units = new Dictionary<string, string> { ["contactCentre"] = "Kontaktcenter", ["byggnadsnamnden"] = "Bygglovsenheten" });
        hub.Disk.Drop("""
            Number;Person;Name;Title;Status;Changed
            P 2026-1;19121212-1212;Tolvan Tolvansson;Garage på Åsgatan;open;2026-03-02 08:00

            """);
        await hub.RunAsync();
        services = Of("agent");
        desk = services.GetRequiredService<HubClient>().For("åsa.öberg");
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task From_a_number_on_a_letter_to_the_case_with_its_timeline_and_what_the_answer_rests_on()
    {
        var found = await desk.LookUpAsync(LookupBy.CaseNumber, "p 2026-1", Why, Cancel);

        var told = Assert.Single(found.Full);
        Assert.Equal(("P 2026-1", "Garage på Åsgatan", MatchCertainty.Certain), (told.Number, told.Title, told.Certainty));
        Assert.Equal(CoverageState.Complete, Assert.Single(found.Coverage).State);

        var read = await desk.ReadCaseAsync(CaseId.Parse(told.Id), Why, Cancel);
        Assert.Equal(told.Number, read!.Case.Number);
        Assert.All(await hub.AuditAsync("case."), line => Assert.Equal("åsa.öberg", line.OnBehalfOf));
        Assert.NotEmpty(await hub.AuditAsync("case."));
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_what_the_hub_refuses_is_told_in_its_words()
    {
        Assert.Null(await desk.ReadCaseAsync(new CaseId(7), Why, Cancel));
        Assert.Null(await desk.RefreshCaseAsync(new CaseId(7), Why, Cancel));
        Assert.Null(await desk.Contacts.ReadAsync(new ContactId(7), Why, Cancel));
        Assert.Null(await desk.Contacts.OfCaseAsync(new CaseId(7), Why, Cancel));

        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => desk.LookUpAsync(LookupBy.Person, "19121212-1213", Why, Cancel));
        Assert.Equal((400, "#/value"), (refused.Problem.Status, Assert.Single(refused.Problem.Errors).At));
        Assert.NotNull(refused.Problem.TraceId);
        Assert.DoesNotContain("1213", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_is_begun_once_written_on_in_versions_and_found_again()
    {
        var (first, again, other) = (
            await desk.Contacts.BeginAsync(Call, [new ContactQuestion { Subject = "Garaget" }], Cancel, "call-1"),
            await desk.Contacts.BeginAsync(Call, [new ContactQuestion { Subject = "Garaget" }], Cancel, "call-1"),
            await desk.Contacts.BeginAsync(Call, [new ContactQuestion { Subject = "Något annat" }], Cancel, "call-1"));
        var receipt = Assert.IsType<WriteOutcome<ContactReceipt>.Written>(first).Receipt;
        Assert.Equal(first, again);
        Assert.IsType<WriteOutcome<ContactReceipt>.KeyReused>(other);

        var id = ContactId.Parse(receipt.Contact);
        Assert.IsType<WriteOutcome<ContactReceipt>.Written>(await desk.Contacts.WriteAsync(id, 1, new ContactQuestion { Subject = "Garaget", Notes = "Vill veta\nnär <b>det</b> sker 🏠" }, 1, Cancel));
        Assert.Equal(new WriteOutcome<ContactReceipt>.Changed(2), await desk.Contacts.WriteAsync(id, 1, new ContactQuestion { Subject = "Garaget" }, 1, Cancel));
        Assert.Equal(2, Assert.IsType<WriteOutcome<ContactReceipt>.Written>(await desk.Contacts.AskAsync(id, new ContactQuestion { Subject = "Parkering" }, Cancel)).Receipt.Question);
        Assert.IsType<WriteOutcome<ContactReceipt>.Written>(await desk.Contacts.ChangeAsync(id, Call with { EndedAt = Call.StartedAt.AddMinutes(4) }, 1, Cancel));
        Assert.IsType<WriteOutcome<ContactReceipt>.NotFound>(await desk.Contacts.AskAsync(new ContactId(7), new ContactQuestion(), Cancel));

        var told = Assert.Single((await desk.Contacts.FindAsync(LookupBy.Phone, "0701740605", Why, Cancel)).Contacts);
        Assert.Equal(("Åsa Öberg", 2), (told.Person!.Name, told.Questions.Count));
        Assert.Equal("Vill veta\nnär <b>det</b> sker 🏠", told.Questions[0].Notes);
        Assert.Equal(told.Id, (await desk.Contacts.ReadAsync(id, Why, Cancel))!.Id);
        Assert.Contains((await desk.Contacts.ReadListsAsync(Cancel)).Channels, channel => channel.Code == "phone");
    }

    [Fact]
    public async Task A_callback_is_promised_taken_passed_on_and_done_and_whoever_promised_it_reads_what_came_of_it()
    {
        await using var there = Of("specialist");
        var unit = there.GetRequiredService<HubClient>().For("bo");
        Assert.Contains(await unit.HandOvers.ReadUnitsAsync(Cancel), one => one is { Code: "byggnadsnamnden", Mine: true });
        var contact = ContactId.Parse(Written(await desk.Contacts.BeginAsync(Call, [new ContactQuestion { Subject = "Garaget" }], Cancel)).Contact);

        var promised = Written(await desk.HandOvers.BeginAsync(
            new HandOver { Kind = HandOverKind.CallBack, Contact = contact, Question = 1, Subject = "Garaget", DueAt = TimeProvider.System.GetUtcNow().AddDays(1) }, new HandOverHolder(HolderKind.Unit, "byggnadsnamnden"), Cancel, key: "promise-1"));
        var id = HandOverId.Parse(promised.HandOver);
        Assert.Equal(promised, Written(await desk.HandOvers.StepAsync(id, new HandOverOrder(HandOverStepKind.Noted, "Ringer hellre på kvällen"), 1, Cancel)) with { Version = 1 });

        var listed = Assert.Single((await unit.HandOvers.ListAsync("byggnadsnamnden", Why, Cancel)).HandOvers);
        Assert.Contains(HandOverStepKind.Accepted, listed.Possible);
        Assert.IsType<WriteOutcome<HandOverReceipt>.Changed>(await unit.HandOvers.StepAsync(id, new HandOverOrder(HandOverStepKind.Accepted), 1, Cancel));
        Written(await unit.HandOvers.StepAsync(id, new HandOverOrder(HandOverStepKind.Accepted), 2, Cancel));
        Assert.Equal("070-174 06 05", (await unit.HandOvers.ReachAsync(id, Why, Cancel))!.Phone);
        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => desk.HandOvers.StepAsync(id, new HandOverOrder(HandOverStepKind.Done, "Klart"), 3, Cancel));
        Assert.Equal("IH7097", refused.Problem.Code);
        Written(await unit.HandOvers.StepAsync(id, new HandOverOrder(HandOverStepKind.Done, "Besök den 15:e"), 3, Cancel));

        Assert.Equal("Besök den 15:e", Assert.Single((await desk.HandOvers.OfContactAsync(contact, Why, Cancel))!).Answer);
        Assert.Equal(HandOverState.Done, Assert.Single(await desk.HandOvers.FindAsync(LookupBy.Phone, "0701740605", Why, Cancel)).State);
        Assert.Equal(4, (await desk.HandOvers.ReadAsync(id, Why, Cancel))!.Steps.Count);
        Assert.Null(await desk.HandOvers.ReadAsync(new HandOverId(7), Why, Cancel));
        Assert.IsType<WriteOutcome<HandOverReceipt>.NotFound>(await desk.HandOvers.StepAsync(new HandOverId(7), new HandOverOrder(HandOverStepKind.Accepted), 1, Cancel));
    }

    [Fact]
    public async Task What_cannot_be_written_to_a_case_is_refused_with_what_can_and_nothing_is_kept()
    {
        var permit = CaseId.Parse(Assert.Single((await desk.LookUpAsync(LookupBy.CaseNumber, "P 2026-1", Why, Cancel)).Full).Id);

        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => desk.Writes.AskAsync(permit, new WriteRequest { Kind = WriteKind.Note, Text = "Ringer tillbaka" }, Cancel));

        Assert.Equal("IH7071", refused.Problem.Code);
        Assert.Empty((await desk.Writes.OfCaseAsync(permit, Why, Cancel))!);
        Assert.IsType<WriteOutcome<WriteAsked>.NotFound>(await desk.Writes.AskAsync(new CaseId(7), new WriteRequest { Kind = WriteKind.Note, Text = "Ringer tillbaka" }, Cancel));
        Assert.Null(await desk.Writes.OfCaseAsync(new CaseId(7), Why, Cancel));
        Assert.Null(await desk.Writes.ReadAsync(new WriteCommandId(7), Why, Cancel));
    }

    [Fact]
    public async Task Every_wrong_field_of_a_contact_is_told_at_once()
    {
        var refused = await Assert.ThrowsAsync<HubRefusedException>(() =>
            desk.Contacts.BeginAsync(new Contact { Channel = "fone", StartedAt = DateTimeOffset.UnixEpoch, Person = new ContactPerson { Email = "ingen" } }, [new ContactQuestion { Result = "svarat" }], Cancel));

        Assert.Equal(["#/channel", "#/person/email", "#/questions/0/result"], refused.Problem.Errors.Select(error => error.At).Order());
    }

    [Fact]
    public async Task A_key_that_sees_no_cases_is_told_so()
    {
        await using var operations = Of("operations");

        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => operations.GetRequiredService<HubClient>().For("drift").LookUpAsync(LookupBy.CaseNumber, "P 2026-1", Why, Cancel));

        Assert.Equal((int)HttpStatusCode.Forbidden, refused.Problem.Status);
    }

    static TReceipt Written<TReceipt>(WriteOutcome<TReceipt> outcome) => Assert.IsType<WriteOutcome<TReceipt>.Written>(outcome).Receipt;

    ServiceProvider Of(string role)
    {
        var added = new ServiceCollection();
        added.AddIntegrationHubClient(options => (options.BaseAddress, options.ApiKey) = (hub.Address, hub.KeyOf(role)));
        return added.BuildServiceProvider();
    }
}
