using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Tests.Workshop;

public sealed class LiveStreamTests : IDisposable
{
    readonly WorkshopFolder folder = new();

    public LiveStreamTests() => folder.Write("permits.stream.yaml", """
        stream: permits
        source: permits
        adapter: trial
        mapping: permits
        connection: { key: "${secret:TRIAL_KEY}" }
        read: { strategy: cursor }
        """);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pages_are_read_as_far_as_was_asked_and_no_further()
    {
        var adapter = new TrialAdapter(Page("B 1", "1"), Page("B 2", "2"), Page("B 3", null));
        var pages = new List<LivePage>();

        var fault = await Stream(adapter).ReadAsync(new LiveAsk(2, 100), pages.Add, TestContext.Current.CancellationToken);

        Assert.Null(fault);
        Assert.Equal([false, false], pages.Select(p => p.IsLast));
        Assert.Equal([null, "1"], adapter.Asked.Select(a => a.Position));
    }

    [Fact]
    public async Task Records_are_taken_as_many_as_was_asked()
    {
        var pages = new List<LivePage>();

        await Stream(new TrialAdapter(Page("B 1", "1"), Page("B 2", null))).ReadAsync(new LiveAsk(9, 1), pages.Add, TestContext.Current.CancellationToken);

        Assert.Single(pages.SelectMany(p => p.Records));
    }

    [Fact]
    public async Task A_fault_of_the_source_is_part_of_the_answer_and_what_came_before_stays()
    {
        var pages = new List<LivePage>();

        var fault = await Stream(new TrialAdapter(Page("B 1", "1"))).ReadAsync(new LiveAsk(9, 100), pages.Add, TestContext.Current.CancellationToken);

        Assert.Equal(FaultCodes.ServerError, fault!.Code);
        Assert.Single(pages);
    }

    [Fact]
    public async Task A_check_tells_each_step_up_to_what_the_mapping_expects()
    {
        var steps = await StreamCheck.RunAsync(Stream(new TrialAdapter(Page("B 1", null, """, "extra": 1"""))), 10, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["settings and secrets Good", "connection and sign-in Good", "a page Good", "the mapping Good", "fields that are expected Doubt", "fields that are left Doubt"],
            steps.Select(s => $"{s.Name} {s.Outcome}"));
        Assert.Equal("key (secret)", steps[0].Says);
        Assert.StartsWith("no record has at, people", steps[4].Says, StringComparison.Ordinal);
        Assert.Equal("nobody maps or ignores extra", steps[5].Says);
    }

    [Fact]
    public async Task A_check_stops_at_a_secret_that_has_no_value_and_says_which()
    {
        var steps = await StreamCheck.RunAsync(Stream(new TrialAdapter(), withSecret: false), 10, TestContext.Current.CancellationToken);

        Assert.Equal(CheckOutcome.Bad, Assert.Single(steps).Outcome);
        Assert.Contains("TRIAL_KEY", steps[0].Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_tells_records_that_would_be_quarantined_and_why()
    {
        var steps = await StreamCheck.RunAsync(Stream(new TrialAdapter(new SourcePage { Records = [Record("""{ "nr": "B 1", "rev": 1, "status": "ZZZ", "title": "x" }""")] })), 10, TestContext.Current.CancellationToken);

        var mapping = Assert.Single(steps, s => s.Name == "the mapping");
        Assert.Equal(CheckOutcome.Bad, mapping.Outcome);
        Assert.Contains("IH3102", mapping.Says, StringComparison.Ordinal);
        Assert.Contains(steps, s => s is { Name: "codes", Outcome: CheckOutcome.Doubt } && s.Says.Contains("status: 'ZZZ'", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_store_would_encrypt_is_hidden_unless_it_is_asked_for()
    {
        var mapping = folder.Read("permits.mapping.yaml").Mapping;
        var findings = RecordFindings.Of(mapping, [Record("""{ "nr": "B 1", "rev": 5, "status": "NEW", "title": "Garage", "people": [{ "name": "Anna" }] }""")]);

        var hidden = Assert.Single(ShownRecord.Of(findings, Confidentiality.Open, reveal: false)).Fields.ToDictionary(f => f.Field, f => f.Value);
        var shown = Assert.Single(ShownRecord.Of(findings, Confidentiality.Open, reveal: true)).Fields.ToDictionary(f => f.Field, f => f.Value);

        Assert.Equal(("received", "••• (6 characters)", "••• (4 characters)", "applicant"), (hidden["status"], hidden["title"], hidden["parties[0].name"], hidden["parties[0].role"]));
        Assert.Equal(("'GARAGE'", "'Anna'"), (shown["title"], shown["parties[0].name"]));
    }

    [Fact]
    public void A_stream_whose_floor_is_closed_shows_no_title_whatever_its_mapping_says()
    {
        folder.Write("permits.mapping.yaml", WorkshopFolder.Mapping.Replace("fields:\n  title", "fields:\n  confidentiality: const('open')\n  title", StringComparison.Ordinal));
        var findings = RecordFindings.Of(folder.Read("permits.mapping.yaml").Mapping, [Record("""{ "nr": "B 1", "rev": 5, "status": "NEW", "title": "Garage" }""")]);

        string Title(Confidentiality floor) => ShownRecord.Of(findings, floor, reveal: false).Single().Fields.Single(f => f.Field == "title").Value;

        Assert.Equal(("'GARAGE'", "••• (6 characters)"), (Title(Confidentiality.Open), Title(Confidentiality.Restricted)));
    }

    [Theory]
    [InlineData("https://v.example/api/cases?after=2026-03-01&page=2", "https://v.example/api/cases?after=2026-03-01&page=2")]
    [InlineData("https://v.example/api/s3cret/cases?q=s3cret", "https://v.example/api/***/cases?q=***")]
    [InlineData("https://v.example/cases?api_key=abc&access-token=x", "https://v.example/cases?api_key=***&access-token=***")]
    [InlineData("https://v.example/persons/19121212-1212/cases?legalId=1", "https://v.example/persons/***/cases?legalId=***")]
    [InlineData("https://v.example/ingeschrevenpersonen/999990019/zaken?bsn=1", "https://v.example/ingeschrevenpersonen/***/zaken?bsn=***")]
    [InlineData("https://v.example/cases?by=anna%40example.se&to=%2B46701740635", "https://v.example/cases?by=***&to=***")]
    public void Secrets_and_what_could_be_a_persons_never_stand_in_a_shown_address(string address, string shown) =>
        Assert.Equal(shown, new RedactedAddress(["s3cret"]).Of(new Uri(address)));

    static SourcePage Page(string number, string? next, string more = "") => new() { Records = [Record($$"""{ "nr": "{{number}}", "rev": 1, "status": "NEW", "title": "Garage"{{more}} }""")], Next = next };

    static SourceRecord Record(string json) => new() { Content = System.Text.Encoding.UTF8.GetBytes(json), Format = RecordFormat.Json };

    LiveStream Stream(TrialAdapter adapter, bool withSecret = true)
    {
        var catalog = new HubCatalog([folder.Path], [adapter], MappingCompiler.Compile, TimeProvider.System).Reload();
        Assert.DoesNotContain(catalog.Diagnostics, d => d.Severity == Severity.Error);
        var found = Assert.Single(catalog.Streams);
        var secrets = new Dictionary<string, string>();
        if (withSecret) secrets["TRIAL_KEY"] = "s3cret";
        return new LiveStream(found.File, adapter, found.Mapping, new GivenSettings(null, secrets), TimeProvider.System);
    }

    sealed class TrialAdapter(params SourcePage[] pages) : IAdapter, ISource
    {
        public List<PageRequest> Asked { get; } = [];

        public AdapterManifest Manifest { get; } = new()
        {
            Name = "trial", Summary = "For tests.", Contract = "none", Strategies = [ReadStrategy.Cursor], PersonalData = [],
            Settings = [new("key", SettingKind.Secret, "The key.") { Required = true }],
        };

        public ISource CreateSource(SourceContext context) => this;

        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
        {
            Asked.Add(request);
            return Asked.Count <= pages.Length ? ValueTask.FromResult(pages[Asked.Count - 1]) : throw new SourceUnavailableException(FaultCodes.ServerError, "The vendor is down.");
        }
    }
}
