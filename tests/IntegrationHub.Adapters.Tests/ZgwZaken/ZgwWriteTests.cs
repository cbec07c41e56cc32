using System.Net;
using System.Text.Json;
using IntegrationHub.Adapters.Tests.Http;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;
using static IntegrationHub.Adapters.Tests.Systems.ShippedWriter;

namespace IntegrationHub.Adapters.Tests.ZgwZaken;

/// <summary>A register that speaks ZGW written to by its stream file: a stand-in that adds statuses as the standard has it.</summary>
public sealed class ZgwWriteTests
{
    const string Register = "https://zaken.demodam.example/zaken/api/v1";
    const string Zaak = "00000001-aaaa-4bbb-8ccc-0123456789ab";
    const string Begun = "https://zaken.demodam.example/catalogi/api/v1/statustypen/00000602-aaaa-4bbb-8ccc-0123456789ab";

    readonly List<(string Type, string At)> statuses = [("https://zaken.demodam.example/catalogi/api/v1/statustypen/00000601-aaaa-4bbb-8ccc-0123456789ab", "2026-03-02T09:00:00Z")];
    HttpResponseMessage? refusal;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_status_is_set_at_the_moment_at_which_it_was_asked_for()
    {
        var (system, writer) = Start();

        var receipt = await writer.WriteAsync(Status(), Stop);

        Assert.Equal("status 2026-03-09T07:30:15Z", receipt.Reference);
        Assert.Equal(("POST", "/zaken/api/v1/statussen", "EPSG:4326", "EPSG:4326"), (system.Calls[0].Method, system.Calls[0].Target, system.Calls[0].Headers["Content-Crs"], system.Calls[0].Headers["Accept-Crs"]));
        Assert.Equal($$"""{"zaak":"{{Register}}/zaken/{{Zaak}}","statustype":"{{Begun}}","datumStatusGezet":"2026-03-09T07:30:15Z","statustoelichting":"Hon undrar & väntar."}""", system.Calls[0].Body);
    }

    [Fact]
    public async Task One_whose_answer_was_lost_is_found_among_the_cases_statuses_and_one_that_was_set_since_is_a_persons_to_judge()
    {
        var (system, writer) = Start();
        Assert.Null(await writer.FindAsync(Status(), Stop));
        Assert.Equal($"{Register}/zaken/{Zaak}", System.Web.HttpUtility.ParseQueryString(system.Calls[0].Address.Query)["zaak"]);

        statuses.Insert(0, (Begun, "2026-03-09T07:30:15.000000Z"));
        Assert.Equal("status 2026-03-09T07:30:15.000000Z", (await writer.FindAsync(Status(), Stop))?.Reference);

        statuses[0] = (Begun, "2026-03-09T09:00:00Z");
        await Assert.ThrowsAsync<SourceRefusedException>(() => writer.FindAsync(Status(), Stop).AsTask());
    }

    [Theory]
    [InlineData(400, """{"code":"invalid","title":"Invalid input.","status":400,"detail":"","invalidParams":[{"name":"nonFieldErrors","code":"resultaat-does-not-exist","reason":"De zaak heeft geen resultaat"}]}""", "nonFieldErrors; De zaak heeft geen resultaat")]
    [InlineData(403, """{"code":"permission_denied","title":"Je hebt geen toestemming.","status":403,"detail":"Je mag dit niet."}""", "Je mag dit niet.")]
    public async Task A_refusal_is_told_in_the_registers_words(int status, string answer, string words)
    {
        var (_, writer) = Start();
        refusal = DescribedSystem.Json(answer, (HttpStatusCode)status, "application/problem+json");

        Assert.Equal(words, (await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Status(), Stop).AsTask())).VendorText);
    }

    [Fact]
    public async Task A_note_is_a_contact_about_the_case_in_the_register_beside_with_its_own_token()
    {
        var (system, writer) = Start();
        var command = Command(WriteKind.Note, Zaak) with { Subject = "Vraag over de dakkapel" };
        system.Answer = call => call.Method == "POST"
            ? DescribedSystem.Json("""{"klantcontact":{"uuid":"k-1"},"betrokkene":null,"onderwerpobject":{}}""", HttpStatusCode.Created)
            : DescribedSystem.Json($$$"""{"count":2,"results":[{"uuid":"k-0","metadata":{}},{"uuid":"k-1","metadata":{"integrationHub":"{{{command.Id}}}"}}]}""");

        Assert.Equal(("k-1", "k-1"), ((await writer.WriteAsync(command, Stop)).Reference, (await writer.FindAsync(command, Stop))?.Reference));
        Assert.Null(await writer.FindAsync(command with { Id = new WriteCommandId(8) }, Stop));

        Assert.Equal(("https://klant.example/klantinteracties/api/v1/maak-klantcontact", "Token geheim"), (system.Calls[0].Address.ToString(), system.Calls[0].Headers["Authorization"]));
        Assert.Equal(
            $$$$"""{"klantcontact":{"kanaal":"telefoon","onderwerp":"Vraag over de dakkapel","inhoud":"Hon undrar & väntar.","taal":"nld","vertrouwelijk":true,"plaatsgevondenOp":"2026-03-09T07:30:15Z","metadata":{"integrationHub":"{{{{command.Id}}}}"}},"onderwerpobject":{"onderwerpobjectidentificator":{"objectId":"{{{{Zaak}}}}","codeObjecttype":"zgw-Zaak","codeRegister":"openzaak","codeSoortObjectId":"uuid"}}}""",
            system.Calls[0].Body);
        Assert.Equal(Zaak, System.Web.HttpUtility.ParseQueryString(system.Calls[1].Address.Query)["onderwerpobject__onderwerpobjectidentificatorObjectId"]);
    }

    static WriteCommand Status() => Command(WriteKind.Status, Zaak) with { Status = Begun };

    (DescribedSystem System, ILooksUpWrites Writer) Start() => Of("mappings/zgw-zaken/zgw-zaken.stream.yaml", new() { ["url"] = Register, ["clientId"] = "hub", ["clientSecret"] = new string('s', 32) }, Answer,
        ("${KLANTINTERACTIES_URL}", "https://klant.example/klantinteracties/api/v1"), ("${secret:KLANTINTERACTIES_TOKEN}", "Token geheim"));

    HttpResponseMessage Answer(DescribedSystem.Called call)
    {
        if (refusal is not null) return refusal;
        if (call.Method == "GET")
            return DescribedSystem.Json($$"""{"count":{{statuses.Count}},"next":null,"previous":null,"results":[{{string.Join(',', statuses.Select(s => $$"""{"zaak":"{{Register}}/zaken/{{Zaak}}","statustype":"{{s.Type}}","datumStatusGezet":"{{s.At}}"}"""))}}]}""");

        var sent = call.Json().Deserialize<Dictionary<string, string>>()!;
        return DescribedSystem.Json(JsonSerializer.Serialize(new Dictionary<string, string>(sent) { ["url"] = $"{Register}/statussen/1", ["uuid"] = "1" }), HttpStatusCode.Created);
    }
}
