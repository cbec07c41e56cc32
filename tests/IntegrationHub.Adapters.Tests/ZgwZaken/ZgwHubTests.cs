using System.Text.Json;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Adapters.Tests.ZgwZaken;

/// <summary>A ZGW register by its stream file, through the hub into the index and out of it.</summary>
public sealed class ZgwHubTests
{
    const string Stream = "zgw-zaken";

    static readonly string Permit = Samples.Text("zgw-zaken", "permit.json");
    static readonly string Wmo = Samples.Text("zgw-zaken", "wmo.json");
    static readonly string Felled = Samples.Text("zgw-zaken", "felled.json");
    static readonly string Bare = Samples.Text("zgw-zaken", "bare.json");

    [Theory]
    [InlineData(LookupBy.CaseNumber, "zaak-2026-0000000001")]
    [InlineData(LookupBy.CaseNumber, "2026-00231")]
    [InlineData(LookupBy.Person, "9999.90.019")]
    [InlineData(LookupBy.Email, "tolvan@example.com")]
    [InlineData(LookupBy.Phone, "0031612345678")]
    [InlineData(LookupBy.Address, "Kerkstraat 12a, 1234AB Demodam")]
    public async Task A_permit_is_found_by_its_numbers_its_place_and_its_applicant(LookupBy by, string text)
    {
        await using var hub = await StartAsync(() => [Permit, Felled]);
        await hub.ReadPatientlyAsync(Stream);

        var found = await hub.FindAsync(by, text);

        Assert.Equal(("ZAAK-2026-0000000001", CaseStatus.InProgress, "vergunningen"), (found.Number, found.Status, found.Department));
        Assert.Equal("******019", found.Parties[0].PersonalNumber);
        Assert.Empty((await hub.LookUpAsync(LookupBy.Person, "999993653")).Cases);
    }

    [Fact]
    public async Task Social_support_and_case_types_that_nobody_thought_of_are_in_no_answer_to_an_agent()
    {
        await using var hub = await StartAsync(() => [Wmo, Bare]);
        var run = await hub.ReadPatientlyAsync(Stream);

        Assert.Equal(2, run.Counters.Written);
        foreach (var number in (string[])["ZAAK-2026-0000000002", "ZAAK-2026-0000000004"]) Assert.Empty((await hub.LookUpAsync(LookupBy.CaseNumber, number)).Cases);
    }

    [Fact]
    public async Task Each_call_has_a_token_of_its_own_time_and_the_coordinates_it_wants()
    {
        await using var hub = await StartAsync(() => [Permit]);
        await hub.ReadPatientlyAsync(Stream);
        hub.Clock.Advance(TimeSpan.FromHours(3));
        await hub.ReadPatientlyAsync(Stream);

        var issued = hub.Vendor.Calls.Select(c => JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(c.Headers["Authorization"].Split('.')[1])).RootElement.GetProperty("iat").GetInt64()).ToList();
        Assert.Equal(2, issued.Count);
        // The clock moves on while a run waits; a token of the first run would be three hours older.
        Assert.InRange(issued[1] - issued[0], 3 * 3600 - 60, 4 * 3600);
        Assert.All(hub.Vendor.Calls, c => Assert.Equal("EPSG:4326", c.Headers["Accept-Crs"]));
    }

    [Fact]
    public async Task A_case_that_is_classified_above_the_applications_level_leaves_and_stops_no_other()
    {
        var isClassified = false;
        await using var hub = await StartAsync(
            () => isClassified ? [Felled] : [Permit, Felled],
            single: _ => isClassified ? VendorAnswer.Of("""{"code":"permission_denied","title":"U heeft geen toestemming om deze actie uit te voeren.","status":403}""", "application/problem+json", 403) : null);
        await hub.ReadPatientlyAsync(Stream);
        isClassified = true;
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var run = await hub.ReadPatientlyAsync(Stream);

        Assert.Equal(1, run.Counters.Tombstoned);
        Assert.Empty((await hub.LookUpAsync(LookupBy.CaseNumber, "ZAAK-2026-0000000001")).Cases);
        Assert.Equal(CaseStatus.Closed, (await hub.FindAsync(LookupBy.CaseNumber, "ZAAK-2026-0000000003")).Status);
    }

    [Fact]
    public async Task A_case_that_slipped_past_the_edge_of_a_page_stays_because_it_is_asked_for()
    {
        var isMissed = false;
        await using var hub = await StartAsync(() => isMissed ? [Felled] : [Permit, Felled], single: id => id.StartsWith("00000001", StringComparison.Ordinal) ? VendorAnswer.Json(Permit) : null);
        await hub.ReadPatientlyAsync(Stream);
        isMissed = true;
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var run = await hub.ReadPatientlyAsync(Stream);

        Assert.Equal(0, run.Counters.Tombstoned);
        Assert.Equal("ZAAK-2026-0000000001", (await hub.FindAsync(LookupBy.CaseNumber, "ZAAK-2026-0000000001")).Number);
    }

    [Fact]
    public async Task A_token_of_the_wrong_secret_is_told_by_the_secret()
    {
        await using var hub = await StartAsync(() => [Permit], list: () => VendorAnswer.Of("""{"code":"invalid-jwt-signature","title":"U heeft geen toestemming om deze actie uit te voeren.","status":403}""", "application/problem+json", 403));

        var run = await hub.RunPatientlyAsync(Stream);

        Assert.Equal((RunOutcome.Failed, FaultCodes.NotAuthorised), (run.Outcome, run.Fault?.Code));
        Assert.StartsWith("connection.clientSecret", run.Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_no_more_is_no_end()
    {
        await using var hub = await StartAsync(() => [Permit, Felled], isCutShort: () => true);

        var run = await hub.RunPatientlyAsync(Stream);

        Assert.Equal((RunOutcome.Failed, FaultKind.Unavailable), (run.Outcome, run.Fault?.Kind));
    }

    [Fact]
    public void The_samples_are_as_the_contract_says()
    {
        foreach (var sample in (string[])[Permit, Wmo, Felled, Bare]) Assert.Empty(JsonShape.Differences(sample, ZgwShape.Zaak));
    }

    static Task<SystemHub> StartAsync(Func<IReadOnlyList<string>> zaken, Func<string, VendorAnswer?>? single = null, Func<VendorAnswer?>? list = null, Func<bool>? isCutShort = null) =>
        SystemHub.StartAsync(
            "zgw-zaken",
            call =>
            {
                const string path = "/zaken/api/v1/zaken";
                if (call.Path != path) return single?.Invoke(call.Path[(path.Length + 1)..]) ?? VendorAnswer.Of("""{"code":"not_found","detail":"Niet gevonden.","status":404}""", "application/problem+json", 404);
                if (list?.Invoke() is { } answer) return answer;
                if (isCutShort?.Invoke() == true && call.Query["page"] != "1") return VendorAnswer.Of("""{"code":"not_found","detail":"Ongeldige pagina.","status":404}""", "application/problem+json", 404);

                var rows = zaken();
                return VendorAnswer.Json($$"""{"count":{{rows.Count}},"next":{{(isCutShort?.Invoke() == true ? "\"https://zaken.demodam.example/next\"" : "null")}},"previous":null,"results":[{{string.Join(',', rows)}}]}""");
            },
            url => new Dictionary<string, string> { ["ZGW_URL"] = new Uri(url, "zaken/api/v1").ToString(), ["ZGW_CLIENT_ID"] = "integrationhub" },
            new Dictionary<string, string> { ["ZGW_SECRET"] = "the secret of the hub's application, 32 and more" });
}

/// <summary>What the Zaken API requires, of what the hub reads.</summary>
static class ZgwShape
{
    public const string Zaak = """
        url text
        uuid text
        identificatie text
        bronorganisatie text
        zaaktype text
        registratiedatum text
        startdatum text
        einddatum text?
        vertrouwelijkheidaanduiding text
        opschorting.indicatie flag
        opschorting.reden text
        kenmerken[].kenmerk text
        kenmerken[].bron text
        rollen[] text
        status text?
        archiefstatus text
        _expand.zaaktype?.identificatie text
        _expand.status?.datumStatusGezet time
        _expand.status?._expand.statustype.omschrijving text
        _expand.status?._expand.statustype.volgnummer number
        _expand.status?._expand.statustype.isEindstatus flag
        _expand.rollen?[].betrokkeneType text
        _expand.rollen?[].omschrijvingGeneriek text
        _expand.rollen?[].betrokkeneIdentificatie object
        _expand.zaakobjecten?[].objectType text
        """;

    public const string List = """
        count number
        next text?
        previous text?
        results[] object
        """;
}
