using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Lookup;

namespace IntegrationHub.Adapters.Tests.Bops;

/// <summary>BOPS by its stream files, through the hub into the index and out of it.</summary>
public sealed class BopsHubTests
{
    const string Applications = "bops-applications";
    const string Requests = "bops-requests";

    [Theory]
    [InlineData(LookupBy.CaseNumber, "26-00107-HAPP")]
    [InlineData(LookupBy.CaseNumber, "dem-26-00107-happ")]
    [InlineData(LookupBy.CaseNumber, "PP-01234567")]
    [InlineData(LookupBy.Email, "agda@example.com")]
    [InlineData(LookupBy.Phone, "+44 7700 900123")]
    public async Task An_application_is_found_by_its_references_and_its_people(LookupBy by, string text)
    {
        await using var hub = await StartAsync(new Vendor { Application = Sample("asked.json") });
        await hub.ReadPatientlyAsync(Applications);

        var found = await hub.FindAsync(by, text);

        Assert.Equal(("DEM-26-00107-HAPP", CaseStatus.WaitingForCitizen), (found.Number, found.Status));
        Assert.Equal(new AnswerNextStep("The applicant answers what the council has asked for.", new DateTimeOffset(2026, 4, 9, 23, 59, 59, TimeSpan.FromHours(1))), found.NextStep);
    }

    [Fact]
    public async Task What_the_applicant_was_asked_for_stands_in_the_applications_timeline_and_drafts_do_not()
    {
        await using var hub = await StartAsync(new Vendor { Application = Sample("asked.json"), Requests = [Sample("request-open.json"), Sample("request-pending.json"), Sample("request-closed.json")] });
        // The requests first: they may come before the application they are about.
        await hub.ReadPatientlyAsync(Requests);
        await hub.ReadPatientlyAsync(Applications);

        var timeline = (await hub.OpenAsync(await hub.FindAsync(LookupBy.CaseNumber, "26-00107-HAPP"))).Timeline;

        Assert.Equal(
            ["The council asks for more time (waits for the applicant)", "Assessment began", "Found to be complete", "Found to be incomplete", "The council asks for a document (answered)", "Received"],
            timeline.OrderByDescending(e => e.At).ThenBy(e => e.Title, StringComparer.Ordinal).Select(e => e.Title));
    }

    [Fact]
    public async Task A_vendor_that_sends_its_last_page_for_ever_is_asked_for_its_pages_and_no_more()
    {
        var vendor = new Vendor { Application = Sample("in-assessment.json"), Pages = 3 };
        await using var hub = await StartAsync(vendor);

        await hub.ReadPatientlyAsync(Applications);

        var searches = hub.Vendor.Calls.Where(c => c.Path.EndsWith("/search", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(searches);
        Assert.All(searches, c => Assert.InRange(int.Parse(c.Query["page"], System.Globalization.CultureInfo.InvariantCulture), 1, 3));
        Assert.Equal(["1", "2", "3"], searches.Select(c => c.Query["page"]).Distinct().Order());
    }

    [Fact]
    public async Task A_decision_on_an_open_application_is_seen_by_its_reference()
    {
        var vendor = new Vendor { Application = Sample("in-assessment.json") };
        await using var hub = await StartAsync(vendor);
        await hub.ReadPatientlyAsync(Applications);
        vendor.Application = Sample("determined.json");
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var run = await hub.ReadPatientlyAsync(Applications);

        Assert.Equal(1, run.Counters.Written);
        var found = await hub.FindAsync(LookupBy.CaseNumber, "26-00107-HAPP");
        Assert.Equal((CaseStatus.Closed, "granted"), (found.Status, found.Attributes["decision"]));
    }

    [Fact]
    public async Task The_token_goes_with_every_call_and_days_are_Londons()
    {
        await using var hub = await StartAsync(new Vendor { Application = Sample("in-assessment.json"), Requests = [Sample("request-open.json")] });
        await hub.ReadPatientlyAsync(Applications);
        await hub.ReadPatientlyAsync(Requests);

        Assert.All(hub.Vendor.Calls, c => Assert.Equal("Bearer bops_token", c.Headers["Authorization"]));
        Assert.Equal("2015-01-01", hub.Vendor.Calls[0].Query["receivedAtFrom"]);
        Assert.Equal("2015-01-01", hub.Vendor.Calls.First(c => c.Path == "/api/v2/validation_requests").Query["from_date"]);
    }

    [Fact]
    public void The_samples_are_as_the_contract_says()
    {
        foreach (var sample in (string[])["in-assessment.json", "asked.json", "determined.json", "withdrawn.json", "returned.json"]) Assert.Empty(JsonShape.Differences(Sample(sample), BopsShape.Application));
        foreach (var sample in (string[])["request-open.json", "request-closed.json", "request-cancelled.json", "request-pending.json"]) Assert.Empty(JsonShape.Differences(Sample(sample), BopsShape.Request));
    }

    static string Sample(string file) => Samples.Text("bops", file);

    static Task<SystemHub> StartAsync(Vendor vendor) =>
        SystemHub.StartAsync(
            "bops", vendor.Answer, url => new Dictionary<string, string> { ["BOPS_URL"] = new Uri(url, "api/v2").ToString() }, new Dictionary<string, string> { ["BOPS_TOKEN"] = "bops_token" });

    /// <summary>A council with one application; it holds what was asked for beside it, as the API does not.</summary>
    sealed class Vendor
    {
        public required string Application { get; set; }

        public IReadOnlyList<string> Requests { get; init; } = [];

        /// <summary>How many pages it says that it has. What is asked for behind the last is the last.</summary>
        public int Pages { get; init; } = 1;

        public VendorAnswer Answer(VendorCall call)
        {
            var application = JsonNode.Parse(Application)!.AsObject();
            var asked = application["lookups"]!["requests"]!.ToJsonString();
            application.Remove("lookups");
            return call.Path switch
            {
                "/api/v2/planning_applications/search" => !IsAsked(call) ? Listed() : Listed($$$"""{"application":{"reference":"26-00107-HAPP"},"proposal":{"description":"page {{{Math.Min(int.Parse(call.Query["page"], System.Globalization.CultureInfo.InvariantCulture), Pages)}}}"} }"""),
                "/api/v2/planning_applications/26-00107-HAPP" => VendorAnswer.Json(application.ToJsonString()),
                "/api/v2/planning_applications/26-00107-HAPP/validation_requests" => VendorAnswer.Json(asked),
                "/api/v2/validation_requests" => Listed([.. Requests]),
                _ => VendorAnswer.Json("""{"error":{"code":404,"message":"Not Found","detail":""}}""", 404),
            };
        }

        // It was received on the second of March.
        static bool IsAsked(VendorCall call) =>
            string.CompareOrdinal(call.Query["receivedAtFrom"], "2026-03-02") <= 0 && string.CompareOrdinal(call.Query.GetValueOrDefault("receivedAtTo") ?? "9", "2026-03-02") >= 0;

        VendorAnswer Listed(params IReadOnlyList<string> rows) =>
            VendorAnswer.Json($$"""{"metadata":{"page":1,"results":{{rows.Count}},"from":1,"to":{{rows.Count}},"total_pages":{{Pages}},"total_results":{{rows.Count * Pages}}},"links":{"first":"x","last":"x","prev":null,"next":null},"data":[{{string.Join(',', rows)}}]}""");
    }
}

/// <summary>What the Swagger of BOPS requires, of what the hub reads.</summary>
static class BopsShape
{
    public const string Application = """
        id number
        status text
        created_at time
        description text?
        application_type text
        reference text
        reference_in_full text
        make_public flag
        site.address_1 text?
        site.address_2 text?
        site.county text?
        site.town text?
        site.postcode text?
        site.uprn text?
        consultation?.end_date text?
        documents?[].url text
        published_comments?[].comment text?
        published_comments?[].received_at time?
        published_comments?[].summary_tag text?
        """;

    public const string Request = """
        planning_application.reference text
        type text
        state text
        post_validation flag?
        created_at time
        notified_at time?
        reason text?
        response_due text
        approved flag?
        closed_at time?
        specific_attributes object
        """;

    public const string Listed = """
        metadata.page number
        metadata.results number
        metadata.from number
        metadata.to number
        metadata.total_pages number
        metadata.total_results number
        links.first text
        links.last text
        links.prev text?
        links.next text?
        data[] object
        """;
}
