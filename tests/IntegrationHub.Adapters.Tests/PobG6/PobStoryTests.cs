using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;

namespace IntegrationHub.Adapters.Tests.PobG6;

/// <summary>The application that cannot be sent: over the children's department and IT, whose part is a ticket in POB G6, to the e-service's vendor outside and back to the family.</summary>
public sealed class PobStoryTests
{
    static readonly Caller ContactCentre = new() { Name = "desk", Role = CallerRole.Agent, OnBehalfOf = "anna.ek" };
    static readonly Caller Bo = new() { Name = "barn", Role = CallerRole.Specialist, Departments = ["barn"], OnBehalfOf = "bo.barn" };
    static readonly Caller Ulla = new() { Name = "it", Role = CallerRole.Specialist, Departments = ["it"], OnBehalfOf = "ulla.it" };

    readonly JsonArray tickets = (JsonArray)JsonNode.Parse(Samples.Text("pob-g6", "cases.json"))!;
    JsonObject? asked;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_makes_a_ticket_of_is_followed_to_its_end_goes_outside_and_comes_back_to_the_family_in_one_chain()
    {
        await using var hub = await SystemHub.StartAsync(
            "pob-g6", Answer, url => new Dictionary<string, string> { ["POB_URL"] = new Uri(url, "pobg6/api/v110").ToString(), ["POB_FILTER"] = "CaseType=Service Request" },
            new Dictionary<string, string> { ["POB_KEY"] = "xyz" }, "pob-cases.stream.yaml",
            options => options.HandOvers.Units = new Dictionary<string, string> { ["contactCentre"] = "Kontaktcenter", ["barn"] = "Barn och utbildning", ["it"] = "It-enheten" });
        await hub.ReadPatientlyAsync("pob-cases");
        var handOver = new HandOver { Kind = HandOverKind.CallBack, Subject = "The place at the nursery school", Text = "The form says 2024 and cannot be sent", Person = new ContactPerson { Name = "Tolvan Tolvansson", Phone = "070-174 06 05", Email = "tolvan@example.se" } };
        var id = HandOverId.Parse(Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(await hub.Hub.HandOvers.BeginAsync(ContactCentre, handOver, new HandOverHolder(HolderKind.Unit, "barn"), null, null, Stop)).Receipt.HandOver);

        async Task StepAsync(Caller caller, HandOverOrder order) =>
            Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(await hub.Hub.HandOvers.StepAsync(caller, id, order, (await ReadAsync(caller)).Version, null, Stop));
        async Task<AnswerHandOver> ReadAsync(Caller caller) => (await hub.Hub.HandOvers.ReadAsync(caller, id, "the test", Stop))!;
        async Task<HandOverStepKind> LastAsync() => (await ReadAsync(Ulla)).Steps[^1].Kind;

        await StepAsync(Bo, new HandOverOrder(HandOverStepKind.Accepted));
        await StepAsync(Bo, new HandOverOrder(HandOverStepKind.PassedOn, "The form shows the wrong year", new HandOverHolder(HolderKind.Unit, "it")));
        await StepAsync(Ulla, new HandOverOrder(HandOverStepKind.Accepted));

        // What IT's system gets is shown before, and is what it gets.
        var made = new HandOverCase(null, new Dictionary<string, string>());
        var preview = (await hub.Hub.HandOvers.PreviewAsync(Ulla, id, "pob", made, "the test", Stop))!;
        Assert.True(preview.Ready);
        await StepAsync(Ulla, new HandOverOrder(HandOverStepKind.PassedOn, "Ours to mend, as a ticket", new HandOverHolder(HolderKind.System, "", "pob")) { Case = made });
        await hub.WorkUntilAsync(async () => await LastAsync() == HandOverStepKind.Sent);
        Assert.Equal(("The place at the nursery school", "tolvan@example.se"), ((string?)asked!["Data"]!["Description"], (string?)asked["Data"]!["UnregisteredContact.Mail"]));
        Assert.Equal(preview.Copied.Single(copied => copied.Field == "text").Value, (string?)asked["Memo"]!["Problem"]!["Memo"]);
        Assert.Equal(("867608", HolderKind.System, "pob", "it"), ((await ReadAsync(Ulla)).Steps[^1].Text, (await ReadAsync(Ulla)).Holder.Kind, (await ReadAsync(Ulla)).Holder.Name, (await ReadAsync(Ulla)).Holder.Unit));

        // IT closes its ticket: only the form's vendor can change it.
        await hub.ReadPatientlyAsync("pob-cases");
        tickets[^1]!["Data"]!["CaseStatus"] = "4";
        tickets[^1]!["Data"]!["Times.ClosedDate"] = "2026-03-03 09:00:00";
        hub.Settle();
        await hub.ReadPatientlyAsync("pob-cases");
        await hub.WorkUntilAsync(async () => await LastAsync() == HandOverStepKind.Closed);
        Assert.Equal((HandOverState.Waiting, HolderKind.Person, "ulla.it"), ((await ReadAsync(Ulla)).State, (await ReadAsync(Ulla)).Holder.Kind, (await ReadAsync(Ulla)).Holder.Name));

        await StepAsync(Ulla, new HandOverOrder(HandOverStepKind.Accepted));
        await StepAsync(Ulla, new HandOverOrder(HandOverStepKind.PassedOn, "Only they can change the year", new HandOverHolder(HolderKind.External, "", "Formverket AB", "support@form.example")));
        await StepAsync(Ulla, new HandOverOrder(HandOverStepKind.Replied, "Mended on Friday"));
        await StepAsync(Ulla, new HandOverOrder(HandOverStepKind.Returned, "The form works from Friday"));
        await StepAsync(Bo, new HandOverOrder(HandOverStepKind.Accepted));
        await StepAsync(Bo, new HandOverOrder(HandOverStepKind.Attempted, Outcome: AttemptOutcome.Reached));
        await StepAsync(Bo, new HandOverOrder(HandOverStepKind.Done, "The form works from Friday"));

        var told = await ReadAsync(ContactCentre);
        Assert.Equal(
            "Created Accepted PassedOn Accepted PassedOn Sent Closed Accepted PassedOn Replied Returned Accepted Attempted Done".Split(' '),
            told.Steps.Select(step => step.Kind.ToString()));
        Assert.Equal((HandOverState.Done, "The form works from Friday"), (told.State, told.Answer));
        Assert.Equal(1, hub.Vendor.Calls.Count(call => call.Method == "PUT"));
    }

    VendorAnswer Answer(VendorCall call)
    {
        if (call.Method == "PUT")
        {
            asked = (JsonObject)JsonNode.Parse(call.Body)!;
            var ticket = (JsonObject)tickets[0]!.DeepClone();
            foreach (var (name, value) in new (string, JsonNode?)[] { ("Id", "867608"), ("CasePK", "867608"), ("CaseStatus", "1"), ("Reference", ""), ("Description", asked["Data"]!["Description"]!.DeepClone()), ("Virtual.ExternalCaseId", asked["Data"]!["Virtual.ExternalCaseId"]!.DeepClone()) })
                ticket["Data"]![name] = value;
            tickets.Add(ticket);
            return VendorAnswer.Json($$$"""[{"Type":"Case","Links":[],"Data":{"Id":"867608"},"TriggerResults":[],"Memo":{}}]""");
        }

        return call.Query.GetValueOrDefault("Filter") is { } filter && filter.StartsWith("Virtual.ExternalCaseId=", StringComparison.Ordinal)
            ? VendorAnswer.Json(JsonSerializer.Serialize(tickets.Where(ticket => filter.EndsWith((string?)ticket!["Data"]!["Virtual.ExternalCaseId"] ?? "-", StringComparison.Ordinal))))
            : VendorAnswer.Json(tickets.ToJsonString());
    }
}
