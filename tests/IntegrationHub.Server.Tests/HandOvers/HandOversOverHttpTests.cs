using System.Net;
using System.Text.Json;
using IntegrationHub.Disclosure;
using IntegrationHub.HandOvers;
using IntegrationHub.Hosting;
using IntegrationHub.Server.Tests.Operation;

namespace IntegrationHub.Server.Tests.HandOvers;

/// <summary>A real hub with three units, and hand-overs that go from hand to hand over HTTP.</summary>
public sealed class HandOversOverHttpTests : IAsyncLifetime
{
    const string Tolvan = """{"by":"person","value":"19121212-1212","purpose":"the citizen calls"}""";

    const string CallBack = """
        {"kind":"callBack","subject":"The place at the nursery school","text":"Kanariefågeln wants to know","to":{"kind":"unit","unit":"barn"},"person":{"name":"Tolvan Tolvansson","personalNumber":"19121212-1212","phone":"070-174 06 05"}}
        """;

    HubOverHttp hub = null!;
    int keys;

    public async ValueTask InitializeAsync()
    {
        hub = await HubOverHttp.StartAsync(
            options => options.HandOvers.Units = new Dictionary<string, string> { ["contactCentre"] = "Kontaktcenter", ["barn"] = "Barn och utbildning", ["it"] = "It", ["parks"] = "Park" }, "barn", "it", "parks", "byggnadsnamnden");
        hub.Disk.Drop("""
            Number;Person;Name;Title;Status;Changed
            P 2026-1;19121212-1212;Tolvan Tolvansson;Garage på Åsgatan;open;2026-03-02 08:00

            """);
        await hub.RunAsync();
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task A_place_at_the_nursery_school_goes_from_the_contact_centre_over_the_department_to_it_and_back_and_the_family_is_told()
    {
        var contact = (await SendAsync("contacts", "agent", """{"channel":"phone","person":{"name":"Tolvan Tolvansson","personalNumber":"19121212-1212","phone":"070-174 06 05"},"questions":[{"subject":"The place at the nursery school"}]}""")).Body.GetProperty("contact").GetString();
        var (created, begun) = await SendAsync("handovers", "agent", $$"""{"kind":"callBack","subject":"The place at the nursery school","to":{"kind":"unit","unit":"barn"},"contact":"{{contact}}","question":1,"dueAt":"2126-03-04T16:00:00+01:00"}""");
        Assert.Equal((HttpStatusCode.Created, 1, "waiting"), (created, begun.GetProperty("version").GetInt32(), begun.GetProperty("state").GetString()));
        var id = begun.GetProperty("handOver").GetString()!;

        // The department has it on its list, with the person whom the contact was with.
        var onList = Assert.Single((await hub.SendAsync(HttpMethod.Get, "handovers?unit=barn", "barn", person: "bo.barn")).Body.GetProperty("handOvers").EnumerateArray());
        Assert.Equal((id, "070-174 06 05", "Barn och utbildning"), (onList.GetProperty("id").GetString(), onList.GetProperty("person").GetProperty("phone").GetString(), onList.GetProperty("holder").GetProperty("unitTitle").GetString()));

        await StepAsync(id, 1, "barn", "bo.barn", """ "step":"accepted" """);
        await StepAsync(id, 2, "barn", "bo.barn", """ "step":"passedOn","text":"The form shows the wrong year","to":{"kind":"group","unit":"it","name":"E-services"} """);
        Assert.Single((await hub.SendAsync(HttpMethod.Get, "handovers?unit=it&group=e-services", "it", person: "ulla.it")).Body.GetProperty("handOvers").EnumerateArray());
        await StepAsync(id, 3, "it", "ulla.it", """ "step":"accepted" """);
        Assert.Single((await hub.SendAsync(HttpMethod.Get, "handovers?mine=true", "it", person: "ulla.it")).Body.GetProperty("handOvers").EnumerateArray());
        Assert.Empty((await hub.SendAsync(HttpMethod.Get, "handovers?mine=true", "it", person: "per.it")).Body.GetProperty("handOvers").EnumerateArray());
        await StepAsync(id, 4, "it", "ulla.it", """ "step":"returned","text":"The year is right now" """);
        await StepAsync(id, 5, "barn", "bo.barn", """ "step":"accepted" """);
        await StepAsync(id, 6, "barn", "bo.barn", """ "step":"attempted","outcome":"notReached" """);
        await StepAsync(id, 7, "barn", "bo.barn", """ "step":"attempted","outcome":"reached" """);
        await StepAsync(id, 8, "barn", "bo.barn", """ "step":"done","text":"The family has a place from the first of August" """);

        // The contact centre sees in the contact what came of it, and so does whoever helps the family next.
        foreach (var found in new[]
        {
            (await hub.SendAsync(HttpMethod.Get, $"contacts/{contact}/handovers", "agent")).Body,
            (await hub.SendAsync(HttpMethod.Post, "handovers/find", "agent", Tolvan)).Body,
        })
        {
            var told = Assert.Single(found.GetProperty("handOvers").EnumerateArray());
            Assert.Equal(("done", "The family has a place from the first of August"), (told.GetProperty("state").GetString(), told.GetProperty("answer").GetString()));
            Assert.Equal(
                ["created", "accepted", "passedOn", "accepted", "returned", "accepted", "attempted", "attempted", "done"],
                told.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("kind").GetString()));
            Assert.Equal(
                ["unit barn", "person barn", "group it", "person it", "person barn", "person barn", "person barn", "person barn", "person barn"],
                told.GetProperty("steps").EnumerateArray().Select(step => $"{step.GetProperty("to").GetProperty("kind").GetString()} {step.GetProperty("to").GetProperty("unit").GetString()}"));
            Assert.Empty(told.GetProperty("possible").EnumerateArray());
            Assert.DoesNotContain("1212-1212", told.GetRawText(), StringComparison.Ordinal);
        }

        var audit = await hub.AuditAsync("handover.");
        Assert.Equal(
            ["handover.begin", "handover.list", "handover.told", "handover.accepted", "handover.passedOn", "handover.list", "handover.told", "handover.accepted", "handover.list", "handover.told", "handover.list",
                "handover.returned", "handover.accepted", "handover.attempted", "handover.attempted", "handover.done", "handover.ofContact", "handover.told", "handover.find", "handover.told"],
            audit.Select(line => line.Action));
        Assert.All(audit.Where(line => line.Action == "handover.told"), line => Assert.NotNull(line.Subject));
    }

    [Fact]
    public async Task A_step_that_cannot_follow_is_refused_with_where_it_stands_and_what_is_possible()
    {
        var id = await BeginAsync(CallBack);

        var (status, problem) = await SendAsync($"handovers/{id}/steps", "barn", """{"step":"done","text":"told them","version":1}""");
        Assert.Equal((HttpStatusCode.Conflict, "IH7097"), (status, problem.GetProperty("code").GetString()));
        Assert.Contains("It is waiting, in the hand of the unit 'barn'. You may: accepted, returned, passedOn, noted.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        (status, problem) = await SendAsync($"handovers/{id}/steps", "agent", """{"step":"accepted","version":1}""");
        Assert.Equal((HttpStatusCode.Conflict, "IH7097"), (status, problem.GetProperty("code").GetString()));
        Assert.Contains("You may: noted, withdrawn.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await StepAsync(id, 1, "barn", "bo.barn", """ "step":"accepted" """);
        (status, problem) = await SendAsync($"handovers/{id}/steps", "barn", """{"step":"done","text":"told them","version":1}""");
        Assert.Equal((HttpStatusCode.Conflict, "IH7092"), (status, problem.GetProperty("code").GetString()));
        await StepAsync(id, 2, "agent", "anna.ek", """ "step":"withdrawn","text":"They came to the counter" """);
        (status, problem) = await SendAsync($"handovers/{id}/steps", "barn", """{"step":"noted","text":"late","version":3}""");
        Assert.Contains("It is withdrawn, in the hand of the unit 'barn'. You may: nothing.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_is_answered_again_also_where_it_could_not_be_carried_out_again()
    {
        var (_, first) = await hub.SendAsync(HttpMethod.Post, "handovers", "agent", CallBack, "one");
        var (_, again) = await hub.SendAsync(HttpMethod.Post, "handovers", "agent", CallBack, "one");
        Assert.Equal(first.GetRawText(), again.GetRawText());
        var id = first.GetProperty("handOver").GetString();

        foreach (var (body, once) in new[] { ("""{"step":"accepted","version":1}""", "two"), ("""{"step":"passedOn","text":"theirs","to":{"kind":"unit","unit":"it"},"version":2}""", "three") })
        {
            var (status, taken) = await hub.SendAsync(HttpMethod.Post, $"handovers/{id}/steps", "barn", body, once);
            var (sameStatus, same) = await hub.SendAsync(HttpMethod.Post, $"handovers/{id}/steps", "barn", body, once);
            Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, taken.GetRawText()), (status, sameStatus, same.GetRawText()));
        }

        var (other, problem) = await hub.SendAsync(HttpMethod.Post, $"handovers/{id}/steps", "barn", """{"step":"noted","text":"a note","version":3}""", "three");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "IH7094"), (other, problem.GetProperty("code").GetString()));
        Assert.Equal(3, (await hub.SendAsync(HttpMethod.Get, $"handovers/{id}", "agent")).Body.GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public async Task Fifty_equal_posts_at_once_begin_one_hand_over()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => hub.SendAsync(HttpMethod.Post, "handovers", "agent", CallBack, "same")));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{answer.Status}"));
        Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer.Body.GetRawText()).Distinct());
        Assert.Single((await hub.SendAsync(HttpMethod.Post, "handovers/find", "agent", Tolvan)).Body.GetProperty("handOvers").EnumerateArray());
    }

    [Fact]
    public async Task A_closed_one_is_told_to_who_has_or_had_it_and_to_everybody_else_it_does_not_exist()
    {
        var permit = (await hub.SendAsync(HttpMethod.Post, "lookups", "agent", Tolvan)).Body.GetProperty("cases")[0].GetProperty("id").GetString();
        var id = await BeginAsync($$$"""{"kind":"handOver","subject":"A leak","confidentiality":"secret","department":"barn","cases":["{{{permit}}}"],"to":{"kind":"unit","unit":"it"}}""", "barn");

        Assert.Equal("A leak", (await hub.SendAsync(HttpMethod.Get, $"handovers/{id}", "it")).Body.GetProperty("subject").GetString());
        Assert.Equal("A leak", (await hub.SendAsync(HttpMethod.Get, $"handovers/{id}", "barn")).Body.GetProperty("subject").GetString());
        var (_, nothing) = await hub.SendAsync(HttpMethod.Get, "handovers/00000000000000000000000001", "parks");
        foreach (var key in new[] { "agent", "parks" })
        {
            var (status, hidden) = await hub.SendAsync(HttpMethod.Get, $"handovers/{id}", key);
            Assert.Equal((HttpStatusCode.NotFound, "IH7096"), (status, hidden.GetProperty("code").GetString()));
            Assert.Equal(Without(nothing, "traceId"), Without(hidden, "traceId"));
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync($"handovers/{id}/steps", key, """{"step":"noted","text":"mine","version":1}""")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Post, $"handovers/{id}/phone", key)).Status);
            Assert.Empty((await hub.SendAsync(HttpMethod.Get, "handovers?state=all", key)).Body.GetProperty("handOvers").EnumerateArray());
            Assert.Empty((await hub.SendAsync(HttpMethod.Get, $"cases/{permit}/handovers", key)).Body.GetProperty("handOvers").EnumerateArray());
            Assert.All((await hub.SendAsync(HttpMethod.Get, "handovers/units", key)).Body.GetProperty("units").EnumerateArray(), unit => Assert.Equal(0, unit.GetProperty("waiting").GetInt32()));
        }

        Assert.Equal(1, (await hub.SendAsync(HttpMethod.Get, "handovers/units", "it")).Body.GetProperty("units").EnumerateArray().Single(unit => unit.GetProperty("code").GetString() == "it").GetProperty("waiting").GetInt32());
        Assert.Equal(HttpStatusCode.Forbidden, (await hub.SendAsync(HttpMethod.Get, $"handovers/{id}", "operations")).Status);
    }

    [Fact]
    public async Task The_number_is_told_to_who_has_taken_the_callback_and_is_in_the_audit_as_exported()
    {
        var id = await BeginAsync(CallBack);
        Assert.Equal(HttpStatusCode.Conflict, (await hub.SendAsync(HttpMethod.Post, $"handovers/{id}/phone", "barn", person: "bo.barn")).Status);
        await StepAsync(id, 1, "barn", "bo.barn", """ "step":"accepted" """);

        var (status, reach) = await hub.SendAsync(HttpMethod.Post, $"handovers/{id}/phone", "barn", person: "Bo.Barn");
        Assert.Equal((HttpStatusCode.OK, "070-174 06 05"), (status, reach.GetProperty("phone").GetString()));
        var (refused, problem) = await hub.SendAsync(HttpMethod.Post, $"handovers/{id}/phone", "barn", person: "eva.barn");
        Assert.Equal((HttpStatusCode.Conflict, "IH7098"), (refused, problem.GetProperty("code").GetString()));
        await StepAsync(id, 2, "barn", "eva.barn", """ "step":"accepted" """);
        Assert.Equal(HttpStatusCode.OK, (await hub.SendAsync(HttpMethod.Post, $"handovers/{id}/phone", "barn", person: "eva.barn")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await hub.SendAsync(HttpMethod.Post, $"handovers/{id}/phone", "barn", person: "bo.barn")).Status);

        Assert.Equal(["refused", "exported", "refused", "exported", "refused"], (await hub.AuditAsync("handover.reach")).Select(line => line.Result));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_and_nothing_is_written()
    {
        var (status, problem) = await SendAsync("handovers", "agent", """{"kind":"callback","subject":7,"to":{"kind":"team","units":"x"},"cases":["nonsense"],"dueAt":"tomorrow"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "IH7011"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal(["#/cases/0", "#/dueAt", "#/kind", "#/subject", "#/to/kind", "#/to/units"], Pointers(problem));

        (_, problem) = await SendAsync("handovers", "agent", """
            {"kind":"callBack","to":{"kind":"person","unit":"barnn"},"from":"it","question":2,"dueAt":"2020-01-01T00:00:00Z","person":{"personalNumber":"19121212-1213","phone":"call me"},"cases":["00000000000000000000000001"]}
            """);
        Assert.Equal(["#/cases/0", "#/dueAt", "#/from", "#/person/personalNumber", "#/person/phone", "#/question", "#/subject", "#/to/name", "#/to/unit"], Pointers(problem));
        Assert.Contains("did you mean", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("1213", problem.GetRawText(), StringComparison.Ordinal);

        (_, problem) = await SendAsync("handovers", "agent", """{"kind":"handOver","subject":"x","contact":"00000000000000000000000001","to":{"kind":"external","unit":"it","name":"Regionen"}}""");
        Assert.Equal(["#/contact", "#/to/email", "#/to/unit"], Pointers(problem));

        var id = await BeginAsync(CallBack);
        foreach (var (body, pointers) in new[]
        {
            ("""{"step":"reminded","version":1}""", new[] { "#/step" }),
            ("""{"version":"one"}""", ["#/step", "#/version"]),
            ("""{"step":"passedOn","version":1}""", ["#/text", "#/to"]),
            ("""{"step":"returned","text":" ","outcome":"reached","to":{"kind":"unit","unit":"it"},"version":1}""", ["#/outcome", "#/text", "#/to"]),
            ("""{"step":"attempted","version":1}""", ["#/outcome"]),
            ("""{"step":"passedOn","text":"theirs","to":{"kind":"system","name":"nothing"},"version":1}""", ["#/to/name"]),
        })
        {
            (status, problem) = await SendAsync($"handovers/{id}/steps", "barn", body);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Equal(pointers, Pointers(problem));
        }

        foreach (var query in new[] { "stat=open", "state=closed", "limit=0", "after=nonsense", "group=a", "mine=yes", "kind=callback" })
            Assert.Equal(HttpStatusCode.BadRequest, (await hub.SendAsync(HttpMethod.Get, $"handovers?{query}", "agent")).Status);
        Assert.Equal(1, (await hub.SendAsync(HttpMethod.Get, $"handovers/{id}", "agent")).Body.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Pages_of_a_list_follow_one_another()
    {
        for (var at = 0; at < 5; at++) await BeginAsync($$$"""{"kind":"handOver","subject":"{{{at}}}","to":{"kind":"unit","unit":"it"}}""");

        var subjects = new List<string?>();
        string? next = null;
        do
        {
            var (_, page) = await hub.SendAsync(HttpMethod.Get, $"handovers?limit=2&unit=it{(next is null ? "" : "&after=" + next)}", "it");
            subjects.AddRange(page.GetProperty("handOvers").EnumerateArray().Select(one => one.GetProperty("subject").GetString()));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(["0", "1", "2", "3", "4"], subjects);
    }

    [Fact]
    public async Task Somebody_outside_answers_and_it_is_in_the_hand_again_of_who_asked_them()
    {
        var id = await BeginAsync("""{"kind":"handOver","subject":"The bus stop","to":{"kind":"unit","unit":"parks"}}""");
        await StepAsync(id, 1, "parks", "eva", """ "step":"accepted" """);
        await StepAsync(id, 2, "parks", "eva", """ "step":"passedOn","text":"It is the region's","to":{"kind":"external","name":"Regionen","email":"stops@region.example"} """);
        Assert.Equal(("external", "parks"), Holder(await hub.SendAsync(HttpMethod.Get, $"handovers/{id}", "parks")));

        await StepAsync(id, 3, "parks", "eva", """ "step":"replied","text":"They mend it in May" """);

        Assert.Equal(("person", "parks"), Holder(await hub.SendAsync(HttpMethod.Get, $"handovers/{id}", "parks")));

        static (string?, string?) Holder((HttpStatusCode, JsonElement Body) read) =>
            (read.Body.GetProperty("holder").GetProperty("kind").GetString(), read.Body.GetProperty("holder").GetProperty("unit").GetString());
    }

    [Fact]
    public async Task Whatever_steps_whoever_tries_there_is_one_holder_the_chain_tells_why_and_nobody_outside_sees_it()
    {
        var random = new Random(20260302);
        var kinds = Enum.GetValues<HandOverStepKind>();
        string[] units = ["contactCentre", "barn", "it"];
        Caller[] callers =
        [
            new() { Name = "agent", Role = CallerRole.Agent, OnBehalfOf = "anna" }, new() { Name = "barn", Role = CallerRole.Specialist, Departments = ["barn"], OnBehalfOf = "bo" },
            new() { Name = "barn", Role = CallerRole.Specialist, Departments = ["barn"], OnBehalfOf = "eva" }, new() { Name = "it", Role = CallerRole.Specialist, Departments = ["it"], OnBehalfOf = "ulla" },
        ];
        var outside = new Caller { Name = "parks", Role = CallerRole.Specialist, Departments = ["parks"], OnBehalfOf = "olle" };
        var stop = TestContext.Current.CancellationToken;
        for (var game = 0; game < 12; game++)
        {
            var begun = Assert.IsType<Idempotency.WriteOutcome<HandOverReceipt>.Written>(await hub.Hub.HandOvers.BeginAsync(
                callers[1], new HandOver { Kind = HandOverKind.HandOver, Subject = "x", Confidentiality = Cases.Confidentiality.Secret }, new HandOverHolder(HolderKind.Unit, "it"), null, null, stop)).Receipt;
            var (id, version, state) = (HandOverId.Parse(begun.HandOver), begun.Version, begun.State);
            for (var turn = 0; turn < 20; turn++)
            {
                var caller = callers[random.Next(callers.Length)];
                var kind = kinds[random.Next(kinds.Length)];
                var order = new HandOverOrder(
                    kind, "text", kind == HandOverStepKind.PassedOn ? random.Next(4) == 0 ? new HandOverHolder(HolderKind.External, "", "Region", "a@region.example") : new HandOverHolder(HolderKind.Unit, units[random.Next(3)]) : null,
                    kind == HandOverStepKind.Attempted ? AttemptOutcome.Reached : null);
                var outcome = await hub.Hub.HandOvers.StepAsync(caller, id, order, random.Next(10) == 0 ? version - 1 : version, null, stop);
                if (outcome is Idempotency.WriteOutcome<HandOverReceipt>.Written written) (version, state) = (written.Receipt.Version, written.Receipt.State);

                var told = (await hub.Hub.HandOvers.ReadAsync(callers[3], id, "the property", stop))!;
                Assert.Equal((version, state), (told.Version, told.State));
                Assert.Equal(Enumerable.Range(1, (int)version), told.Steps.Select(step => step.Number));
                Assert.Equal(told.Steps[^1].To, told.Holder);
                Assert.All(told.Steps.Zip(told.Steps.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
                Assert.Null(await hub.Hub.HandOvers.ReadAsync(outside, id, "the property", stop));
                Assert.IsType<Idempotency.WriteOutcome<HandOverReceipt>.NotFound>(await hub.Hub.HandOvers.StepAsync(outside, id, order, version, null, stop));
            }
        }

        Assert.Empty((await hub.Hub.HandOvers.ListAsync(outside, new HandOverList { States = Enum.GetValues<HandOverState>() }, "the property", stop)).HandOvers);
    }

    static string Without(JsonElement body, string name) => string.Join(' ', body.EnumerateObject().Where(property => property.Name is not ("traceId" or "instance") && property.Name != name).Select(property => property.ToString()));

    static IEnumerable<string?> Pointers(JsonElement problem) => problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()).Order(StringComparer.Ordinal);

    async Task<string> BeginAsync(string json, string key = "agent")
    {
        var (status, body) = await SendAsync("handovers", key, json);
        Assert.True(status == HttpStatusCode.Created, body.GetRawText());
        return body.GetProperty("handOver").GetString()!;
    }

    async Task StepAsync(string id, int version, string key, string person, string step)
    {
        var (status, body) = await SendAsync($"handovers/{id}/steps", key, $"{{{step},\"version\":{version}}}", person);
        Assert.True(status == HttpStatusCode.Created, body.GetRawText());
        Assert.Equal(version + 1, body.GetProperty("version").GetInt32());
    }

    Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string path, string key, string json, string person = "anna.ek") => hub.SendAsync(HttpMethod.Post, path, key, json, $"key-{keys++}", person);
}
