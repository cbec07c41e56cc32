using System.Net;
using System.Text.Json;
using IntegrationHub.Adapters.Tests.Http;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;
using static IntegrationHub.Adapters.Tests.Systems.ShippedWriter;

namespace IntegrationHub.Adapters.Tests.SupportManagement;

/// <summary>Support-management written to by its stream file: a stand-in that takes what the OpenAPI of version 15.0 takes, and nothing else.</summary>
public sealed class SupportManagementWriteTests
{
    const string Errand = "b82bd8ac-1507-4d9a-958d-369261eecc15";

    readonly List<(string Id, JsonElement Sent)> notes = [];
    readonly List<(string Id, JsonElement Sent)> errands = [];
    string status = "NEW";
    string touched = "2026-03-01T09:00:00.000+01:00";
    bool loses;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_note_is_sent_as_the_contract_wants_it_and_named_by_its_address()
    {
        var (system, writer) = Start();

        var receipt = await writer.WriteAsync(Command(WriteKind.Note, Errand) with { Subject = new string('a', 300) }, Stop);

        Assert.Equal("note-1", receipt.Reference);
        Assert.Equal(("POST", $"/support-management/15.0/2281/KC/errands/{Errand}/notes"), (system.Calls[^1].Method, system.Calls[^1].Target));
        Assert.Equal(("Hon undrar & väntar.", "SUPPORT", "FIRST_LINE_SUPPORT", "anna"), (Text(notes[0].Sent, "body"), Text(notes[0].Sent, "context"), Text(notes[0].Sent, "role"), Text(notes[0].Sent, "createdBy")));
        Assert.Equal($"{new string('a', 251)} […]", Text(notes[0].Sent, "subject"));
        Assert.Equal(2048, DescribedNote().MaxText);
    }

    [Fact]
    public async Task A_note_whose_answer_was_lost_is_found_and_one_that_never_came_is_not()
    {
        var (system, writer) = Start();
        loses = true;
        await Assert.ThrowsAsync<SourceUnavailableException>(() => writer.WriteAsync(Command(WriteKind.Note, Errand), Stop).AsTask());
        loses = false;

        Assert.Equal("note-1", (await writer.FindAsync(Command(WriteKind.Note, Errand), Stop))?.Reference);
        Assert.Null(await writer.FindAsync(Command(WriteKind.Note, Errand) with { Text = "Något annat." }, Stop));
        Assert.Equal(("SUPPORT", "FIRST_LINE_SUPPORT", "1000"), (Query(system, "context"), Query(system, "role"), Query(system, "limit")));
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_detail_and_the_first_violation()
    {
        var (_, writer) = Start();

        var refused = await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Command(WriteKind.Note, Errand) with { By = null }, Stop).AsTask());
        var gone = await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Command(WriteKind.Note, "not-there"), Stop).AsTask());

        Assert.Equal((FaultCodes.Refused, "createdBy; must not be blank"), (refused.Code, refused.VendorText));
        Assert.Equal((FaultCodes.NotFound, "An errand with that id could not be found"), (gone.Code, gone.VendorText));
    }

    [Fact]
    public async Task A_new_errand_carries_a_tag_by_which_it_is_found_again()
    {
        var (system, writer) = Start();
        var command = Command(WriteKind.Create) with { Subject = "Skrivaren står", Party = new Party { Name = "Tolvan Tolvansson", Email = "tolvan@example.com" } };
        loses = true;
        await Assert.ThrowsAsync<SourceUnavailableException>(() => writer.WriteAsync(command, Stop).AsTask());
        loses = false;

        var found = await writer.FindAsync(command, Stop);

        Assert.Equal("errand-1", found?.Reference);
        Assert.Equal($"externalTags.value:'{command.Id}'", Query(system, "filter"));
        Assert.Equal(
            """{"title":"Skrivaren står","description":"Hon undrar & väntar.","priority":"MEDIUM","status":"NEW","channel":"PHONE","classification":{"category":"SUPPORT_CASE","type":"OTHER_ISSUES"},"reporterUserId":"anna","externalTags":[{"key":"integrationHub","value":"ID"}],"stakeholders":[{"role":"CONTACT","lastName":"Tolvan Tolvansson","contactChannels":[{"type":"Email","value":"tolvan@example.com"}]}]}""",
            system.Calls.First(call => call.Target.EndsWith("/errands", StringComparison.Ordinal)).Body.Replace(command.Id.ToString(), "ID", StringComparison.Ordinal));
        Assert.Equal("errand-2", (await writer.WriteAsync(command with { Id = new WriteCommandId(8), Party = null }, Stop)).Reference);
        Assert.Equal(0, errands[1].Sent.GetProperty("stakeholders").GetArrayLength());
    }

    [Fact]
    public async Task A_status_is_set_and_one_that_somebody_has_set_since_is_not_set_over()
    {
        var (_, writer) = Start();
        var command = Command(WriteKind.Status, Errand) with { Status = "ONGOING" };
        Assert.Null(await writer.FindAsync(command, Stop));

        await writer.WriteAsync(command, Stop);
        Assert.NotNull(await writer.FindAsync(command, Stop));

        (status, touched) = ("SOLVED", "2026-03-09T10:00:00.000+01:00");
        await Assert.ThrowsAsync<SourceRefusedException>(() => writer.FindAsync(command, Stop).AsTask());
    }

    (DescribedSystem System, ILooksUpWrites Writer) Start() => Of(
        "mappings/support-management/support-errands.stream.yaml",
        new() { ["url"] = "https://gateway.example/support-management/15.0/2281/KC", ["tokenUrl"] = "https://gateway.example/token", ["clientId"] = "hub", ["clientSecret"] = "s" }, Answer);

    HttpResponseMessage Answer(DescribedSystem.Called call)
    {
        var path = call.Address.AbsolutePath.Replace("/support-management/15.0/2281/KC", "", StringComparison.Ordinal);
        switch (call.Method, path)
        {
            case ("POST", "/token"):
                return DescribedSystem.Json("""{"access_token":"t","expires_in":3600}""");
            case ("POST", $"/errands/{Errand}/notes"):
                foreach (var (name, longest) in new[] { ("context", 255), ("role", 255), ("subject", 255), ("body", 2048), ("createdBy", int.MaxValue) })
                    if (Text(call.Json(), name) is not { Length: > 0 } text || text.Length > longest) return Problem(400, $$"""{"title":"Constraint Violation","status":400,"violations":[{"field":"{{name}}","message":"must not be blank"}]}""");
                notes.Add(($"note-{1 + notes.Count}", call.Json()));
                return Created(call, notes[^1].Id);
            case ("GET", $"/errands/{Errand}/notes"):
                var shown = notes.Select(n => $$"""{"id":"{{n.Id}}","subject":{{n.Sent.GetProperty("subject").GetRawText()}},"body":{{n.Sent.GetProperty("body").GetRawText()}},"created":"2026-03-09T08:30:16.000+01:00"}""");
                return DescribedSystem.Json($$$"""{"notes":[{{{string.Join(',', shown)}}}],"_meta":{"page":1,"limit":1000,"count":{{{notes.Count}}},"totalRecords":{{{notes.Count}}},"totalPages":1}}""");
            case ("POST", "/errands"):
                errands.Add(($"errand-{1 + errands.Count}", call.Json()));
                return Created(call, errands[^1].Id);
            case ("GET", "/errands"):
                var found = errands.Where(e => Uri.UnescapeDataString(call.Address.Query).Contains(Text(e.Sent.GetProperty("externalTags")[0], "value")!, StringComparison.Ordinal)).ToList();
                return DescribedSystem.Json($$"""{"content":[{{string.Join(',', found.Select(e => $$"""{"id":"{{e.Id}}"}"""))}}],"totalElements":{{found.Count}},"last":true}""");
            case ("PATCH", $"/errands/{Errand}"):
                (status, touched) = (Text(call.Json(), "status")!, "2026-03-09T08:31:00.000+01:00");
                return Current();
            case ("GET", $"/errands/{Errand}"):
                return Current();
            default:
                return Problem(404, """{"title":"Not Found","status":404,"detail":"An errand with that id could not be found"}""");
        }
    }

    HttpResponseMessage Current() => DescribedSystem.Json($$"""{"id":"{{Errand}}","status":"{{status}}","touched":"{{touched}}"}""");

    HttpResponseMessage Created(DescribedSystem.Called call, string id)
    {
        if (loses) return Lost();

        var answer = new HttpResponseMessage(HttpStatusCode.Created);
        answer.Headers.Location = new Uri($"{call.Address.AbsolutePath}/{id}", UriKind.Relative);
        return answer;
    }

    static HttpResponseMessage Problem(int status, string json) => DescribedSystem.Json(json, (HttpStatusCode)status, "application/problem+json");

    static WriteCapability DescribedNote() => DescribedSystem.Describe(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mappings/support-management/support-errands.stream.yaml"))).Manifest.Writes.Single(w => w.Kind == WriteKind.Note);

    static string? Text(JsonElement sent, string name) => sent.TryGetProperty(name, out var value) ? value.GetString() : null;

    static string? Query(DescribedSystem system, string name) => System.Web.HttpUtility.ParseQueryString(system.Calls[^1].Address.Query)[name];
}
