using System.Net;
using System.Text.Json;
using IntegrationHub.Server.Tests.Operation;

namespace IntegrationHub.Server.Tests.Contacts;

/// <summary>A real hub with a permit in it, and contacts written and found over HTTP.</summary>
public sealed class ContactsOverHttpTests : IAsyncLifetime
{
    const string Rows = """
        Number;Person;Name;Title;Status;Changed
        P 2026-1;19121212-1212;Tolvan Tolvansson;Garage på Åsgatan;open;2026-03-02 08:00

        """;

    const string Tolvan = """{"by":"person","value":"19121212-1212","purpose":"the citizen calls"}""";

    HubOverHttp hub = null!;

    public async ValueTask InitializeAsync()
    {
        hub = await HubOverHttp.StartAsync();
        hub.Disk.Drop(Rows);
        await hub.RunAsync();
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task From_the_call_over_notes_and_an_answer_to_the_colleague_who_helps_the_person_next()
    {
        var permit = await PermitAsync();

        var (created, begun) = await BeginAsync("call 1", """{"channel":"phone","person":{"phone":"070-174 06 05"},"questions":[{"subject":"The garage"}]}""");
        Assert.Equal((HttpStatusCode.Created, 1, 1), (created, begun.GetProperty("question").GetInt32(), begun.GetProperty("version").GetInt32()));
        var contact = begun.GetProperty("contact").GetString()!;

        // The number comes up in the conversation, and the notes grow.
        var (named, _) = await hub.SendAsync(HttpMethod.Put, $"contacts/{contact}", "agent", """{"channel":"phone","startedAt":"2026-03-02T10:00:00+01:00","person":{"phone":"070-174 06 05","personalNumber":"19121212-1212"},"version":1}""");
        Assert.Equal(HttpStatusCode.OK, named);
        var (_, noted) = await hub.SendAsync(HttpMethod.Put, $"contacts/{contact}/questions/1", "agent", JsonSerializer.Serialize(new { subject = "The garage", notes = "Wants to know\nwhen", cases = new[] { permit }, version = 1 }));
        Assert.Equal(2, noted.GetProperty("version").GetInt32());
        var (_, answered) = await hub.SendAsync(HttpMethod.Put, $"contacts/{contact}/questions/1", "agent", JsonSerializer.Serialize(new { subject = "The garage", notes = "Wants to know\nwhen", answer = "The inspector visits", result = "answered", cases = new[] { permit }, version = 2 }));
        Assert.Equal(3, answered.GetProperty("version").GetInt32());

        foreach (var (found, where) in new[]
        {
            ((await hub.SendAsync(HttpMethod.Post, "contacts/find", "specialist", Tolvan)).Body, "of the person"),
            ((await hub.SendAsync(HttpMethod.Post, "contacts/find", "agent", """{"by":"phone","value":"0701740605","purpose":"the citizen calls"}""")).Body, "of the number"),
            ((await hub.SendAsync(HttpMethod.Get, $"cases/{permit}/contacts", "agent")).Body, "of the case"),
        })
        {
            var told = Assert.Single(found.GetProperty("contacts").EnumerateArray());
            Assert.True(contact == told.GetProperty("id").GetString(), where);
            Assert.Equal(("phone", "anna.ek (agent)"), (told.GetProperty("channel").GetString(), told.GetProperty("by").GetString()));
            var question = Assert.Single(told.GetProperty("questions").EnumerateArray());
            Assert.Equal(("Wants to know\nwhen", "The inspector visits", "answered"), (question.GetProperty("notes").GetString(), question.GetProperty("answer").GetString(), question.GetProperty("result").GetString()));
            Assert.DoesNotContain("1212-1212", told.GetRawText(), StringComparison.Ordinal);
        }

        var audit = await hub.AuditAsync("contact.");
        Assert.Equal(["contact.begin", "contact.change", "contact.find", "contact.told", "contact.find", "contact.told", "contact.ofCase", "contact.told"], audit.Select(line => line.Action));
        Assert.All(audit, line => Assert.Equal("anna.ek", line.OnBehalfOf));
        Assert.Equal(audit.Where(line => line.Action == "contact.told").Select(line => line.Entry), Enumerable.Repeat(contact, 3));
        Assert.NotNull(audit.First(line => line.Action == "contact.told").Subject);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_under_its_key_is_answered_again_and_written_once()
    {
        const string Body = """{"channel":"counter","person":{"personalNumber":"19121212-1212"}}""";
        var (first, begun) = await BeginAsync("visit 1", Body);
        var (again, same) = await BeginAsync("visit 1", Body);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first, again));
        Assert.Equal(begun.GetRawText(), same.GetRawText());
        Assert.Equal(1, await CountAsync());

        var (other, problem) = await BeginAsync("visit 1", Body + " ");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "IH7094"), (other, problem.GetProperty("code").GetString()));
        var (missing, noKey) = await hub.SendAsync(HttpMethod.Post, "contacts", "agent", Body);
        Assert.Equal((HttpStatusCode.BadRequest, "IH7093"), (missing, noKey.GetProperty("code").GetString()));
        var (others, _) = await hub.SendAsync(HttpMethod.Post, "contacts", "specialist", Body, "visit-1");
        Assert.Equal(HttpStatusCode.Created, others);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task Fifty_equal_posts_at_once_make_one_contact()
    {
        const string Body = """{"channel":"chat","person":{"personalNumber":"19121212-1212"}}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => BeginAsync("chat 1", Body)));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{answer.Status}"));
        Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer.Body.GetRawText()).Distinct());
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Whoever_writes_on_a_version_that_stands_no_more_is_told_so_and_writes_nothing()
    {
        var contact = (await BeginAsync("call 2", """{"channel":"phone","questions":[{"notes":"first"}]}""")).Body.GetProperty("contact").GetString();
        await hub.SendAsync(HttpMethod.Put, $"contacts/{contact}/questions/1", "agent", """{"notes":"second","version":1}""");

        var (status, problem) = await hub.SendAsync(HttpMethod.Put, $"contacts/{contact}/questions/1", "specialist", """{"notes":"lost","version":1}""");

        Assert.Equal((HttpStatusCode.Conflict, "IH7092"), (status, problem.GetProperty("code").GetString()));
        Assert.Contains("version 2", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var (_, read) = await hub.SendAsync(HttpMethod.Get, $"contacts/{contact}", "agent");
        Assert.Equal("second", read.GetProperty("questions")[0].GetProperty("notes").GetString());
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_with_its_place_and_without_what_was_sent()
    {
        var (status, problem) = await BeginAsync("call 3", """
            {"channel":"phonee","startedAt":"2026-03-02","persons":{},"person":{"personalNumber":"19121212-1213","phone":"call me","email":"tolvan"},"questions":[{"subject":"a","result":"solved","cases":["nonsense"]},3]}
            """);

        Assert.Equal((HttpStatusCode.BadRequest, "IH7011"), (status, problem.GetProperty("code").GetString()));
        var errors = problem.GetProperty("errors").EnumerateArray().ToDictionary(error => error.GetProperty("pointer").GetString()!, error => error.GetProperty("detail").GetString()!);
        Assert.Equal(["#/persons", "#/questions/0/cases/0", "#/questions/1", "#/startedAt"], errors.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("did you mean 'person'?", errors["#/persons"], StringComparison.Ordinal);

        (_, problem) = await BeginAsync("call 3", """
            {"channel":"phonee","person":{"personalNumber":"19121212-1213","phone":"call me","email":"tolvan"},"questions":[{"subject":"a","result":"solved","cases":["00000000000000000000000001"]}]}
            """);
        errors = problem.GetProperty("errors").EnumerateArray().ToDictionary(error => error.GetProperty("pointer").GetString()!, error => error.GetProperty("detail").GetString()!);
        Assert.Equal(["#/channel", "#/person/email", "#/person/personalNumber", "#/person/phone", "#/questions/0/cases/0", "#/questions/0/result"], errors.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("did you mean 'phone'?", errors["#/channel"], StringComparison.Ordinal);
        Assert.DoesNotContain("1213", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_more_closed_question_is_told_to_the_specialists_of_its_department_alone()
    {
        var contact = (await BeginAsync("call 4", """{"channel":"phone","questions":[{"subject":"open"},{"subject":"for the board","department":"byggnadsnamnden","confidentiality":"secret"}]}""")).Body.GetProperty("contact").GetString();

        var (_, agent) = await hub.SendAsync(HttpMethod.Get, $"contacts/{contact}", "agent");
        var (_, specialist) = await hub.SendAsync(HttpMethod.Get, $"contacts/{contact}", "specialist");

        Assert.Equal(["open"], agent.GetProperty("questions").EnumerateArray().Select(question => question.GetProperty("subject").GetString()));
        Assert.Equal(["open", "for the board"], specialist.GetProperty("questions").EnumerateArray().Select(question => question.GetProperty("subject").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Put, $"contacts/{contact}/questions/2", "agent", """{"notes":"mine","version":1}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await hub.SendAsync(HttpMethod.Get, $"contacts/{contact}", "administrator")).Status);
    }

    [Fact]
    public async Task A_conversation_about_a_case_stands_in_its_timeline_with_what_may_be_told_of_it_alone()
    {
        var permit = await PermitAsync();
        var contact = (await BeginAsync("call-5", $$"""{"channel":"phone","person":{"phone":"070-174 06 05"},"questions":[{"subject":"The garage","notes":"Wants to know when","result":"callback","cases":["{{permit}}"]},{"subject":"The parking","cases":[]},{"subject":"for the board","department":"byggnadsnamnden","confidentiality":"secret","cases":["{{permit}}"]}]}""")).Body.GetProperty("contact").GetString();
        await BeginAsync("call-6", """{"channel":"chat","questions":[{"subject":"About nothing"}]}""");

        var (_, told) = await hub.SendAsync(HttpMethod.Get, $"cases/{permit}", "agent");

        var line = Assert.Single(told.GetProperty("timeline").EnumerateArray(), happening => happening.TryGetProperty("contact", out var of) && of.ValueKind == JsonValueKind.Object);
        Assert.Equal((contact, "phone", "callback"), (line.GetProperty("contact").GetProperty("id").GetString(), line.GetProperty("contact").GetProperty("channel").GetString(), line.GetProperty("contact").GetProperty("result").GetString()));
        Assert.Equal(("The garage", "Wants to know when", "anna.ek (agent)"), (line.GetProperty("title").GetString(), line.GetProperty("text").GetString(), line.GetProperty("by").GetString()));
        Assert.DoesNotContain("for the board", told.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("parking", told.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(contact, Assert.Single(await hub.AuditAsync("contact.told")).Entry);
    }

    [Fact]
    public async Task The_municipalitys_own_words_are_told_for_whoever_offers_them()
    {
        var (_, lists) = await hub.SendAsync(HttpMethod.Get, "contacts/lists", "agent");

        Assert.Contains("counter", lists.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("code").GetString()));
        Assert.Equal(("answered", "Answered"), (lists.GetProperty("results")[0].GetProperty("code").GetString(), lists.GetProperty("results")[0].GetProperty("title").GetString()));
    }

    async Task<string> PermitAsync() => (await hub.SendAsync(HttpMethod.Post, "lookups", "agent", Tolvan)).Body.GetProperty("cases")[0].GetProperty("id").GetString()!;

    Task<(HttpStatusCode Status, JsonElement Body)> BeginAsync(string once, string json) => hub.SendAsync(HttpMethod.Post, "contacts", "agent", json, once.Replace(' ', '-'));

    async Task<int> CountAsync() => (await hub.SendAsync(HttpMethod.Post, "contacts/find", "agent", Tolvan)).Body.GetProperty("contacts").GetArrayLength();
}
