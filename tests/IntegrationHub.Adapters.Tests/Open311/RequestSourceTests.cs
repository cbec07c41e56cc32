using System.Globalization;
using System.Net;
using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Adapters.Tests.Open311;

public sealed class RequestSourceTests : IDisposable
{
    static readonly DateTimeOffset Noon = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);
    static readonly PageRequest Window = new() { ChangedAfter = Noon.AddDays(-1), ChangedUntil = Noon };

    readonly ScriptedServer server = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task A_window_is_asked_for_by_both_its_ends_and_marked_as_a_read()
    {
        server.Answers("[]");

        await server.Source(("jurisdiction", "sundby.example"), ("apiKey", "a+b&c"), ("status", "both"), ("extensions", "true")).ReadPageAsync(Window, Stop);

        Assert.Equal(
            "https://fel.sundby.example/open311/v2/requests.json?jurisdiction_id=sundby.example&api_key=a%2Bb%26c&start_date=2026-03-09T11%3A00%3A00Z&end_date=2026-03-10T11%3A00%3A00Z&status=open%2Cclosed&extensions=true",
            server.Asked.Single().AbsoluteUri);
        Assert.Equal([true], server.WereReads);
    }

    [Fact]
    public async Task What_is_not_set_is_not_sent()
    {
        server.Answers("<service_requests/>");

        await server.Source(("format", "xml")).ReadPageAsync(Window, Stop);

        Assert.Equal("/open311/v2/requests.xml?start_date=2026-03-09T11%3A00%3A00Z&end_date=2026-03-10T11%3A00%3A00Z", server.Asked.Single().PathAndQuery);
    }

    [Theory]
    [InlineData("utc")]
    [InlineData("offset")]
    [InlineData("date")]
    public async Task A_window_longer_than_the_contract_allows_is_asked_for_in_parts_without_a_gap(string dateFormat)
    {
        server.Answers("[]").Answers("[]").Answers("[]");
        var source = server.Source(("dateFormat", dateFormat));

        var request = new PageRequest { ChangedAfter = Noon.AddDays(-200), ChangedUntil = Noon };
        var pages = new List<SourcePage>();
        do
        {
            pages.Add(await source.ReadPageAsync(request, Stop));
            request = request with { Position = pages[^1].Next };
        }
        while (pages[^1].Next is not null);

        var bounds = server.Asked.Select(a => System.Web.HttpUtility.ParseQueryString(a.Query)).Select(q => (Time(q["start_date"]!), Time(q["end_date"]!))).ToList();
        Assert.Equal(3, bounds.Count);
        Assert.True(bounds[0].Item1 <= Noon.AddDays(-200) && bounds[^1].Item2 >= Noon);
        Assert.True(bounds[0].Item2 >= bounds[1].Item1 && bounds[1].Item2 >= bounds[2].Item1);
        Assert.All(bounds, b => Assert.True(b.Item2 - b.Item1 < TimeSpan.FromDays(90)));
    }

    [Fact]
    public async Task A_window_without_an_end_reaches_past_now()
    {
        server.Answers("[]");

        await server.Source().ReadPageAsync(new PageRequest { ChangedAfter = new ManualClock().GetUtcNow().AddHours(-1) }, Stop);

        var end = Time(System.Web.HttpUtility.ParseQueryString(server.Asked.Single().Query)["end_date"]!);
        Assert.True(end > new ManualClock().GetUtcNow());
    }

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    [InlineData(201, true)]
    public async Task An_answer_with_as_many_rows_as_the_server_ever_sends_is_cut(int rows, bool cut)
    {
        server.Answers(Rows(rows));

        var page = await server.Source().ReadPageAsync(Window, Stop);

        Assert.Equal(cut, page.Cut);
        Assert.Equal(rows, page.Records.Count);
    }

    [Fact]
    public async Task A_row_count_that_looks_like_a_limit_that_nobody_set_is_taken_as_cut_and_told()
    {
        server.Answers(Rows(100));

        var page = await server.Source().ReadPageAsync(Window, Stop);

        Assert.True(page.Cut);
        Assert.Contains(server.Log.Lines, l => l.Id == 4102);
    }

    [Fact]
    public async Task In_a_window_of_seconds_a_round_number_of_rows_is_chance()
    {
        server.Answers(Rows(100));

        var page = await server.Source().ReadPageAsync(new PageRequest { ChangedAfter = Noon.AddSeconds(-30), ChangedUntil = Noon }, Stop);

        Assert.False(page.Cut);
    }

    [Fact]
    public async Task The_servers_clock_is_the_one_that_HTTP_tells()
    {
        server.Answers("[]", date: Noon);

        Assert.Equal(Noon, (await server.Source().ReadPageAsync(Window, Stop)).SourceTime);
    }

    [Fact]
    public async Task Reports_are_read_again_by_their_numbers_in_one_question_and_unknown_ones_are_left_out()
    {
        server.Answers("""[{"service_request_id":"12-1","status":"open"},{"service_request_id":34,"status":"closed"}]""");

        var records = await Keys("12-1", "34", "56");

        Assert.Equal("/open311/v2/requests.json?service_request_id=12-1%2C34%2C56", server.Asked.Single().PathAndQuery);
        Assert.Equal("""{"service_request_id":34,"status":"closed"}""", Text(records[1]));
        Assert.Equal(2, records.Count);
    }

    [Fact]
    public async Task A_server_that_answers_404_when_one_of_several_is_unknown_is_asked_for_the_others_all_the_same()
    {
        server.Answers("[]", HttpStatusCode.NotFound).Answers("""[{"service_request_id":"1"},{"service_request_id":"2"}]""").Answers("[]", HttpStatusCode.NotFound)
            .Answers("""[{"service_request_id":"3"}]""").Answers("""[{"code":404,"description":"service_request_id not found"}]""", HttpStatusCode.NotFound);

        var records = await Keys("1", "2", "3", "9");

        Assert.Equal(3, records.Count);
        Assert.Equal(5, server.Asked.Count);
    }

    [Fact]
    public async Task A_server_that_ignores_the_numbers_and_answers_with_its_newest_gives_only_what_was_asked_for()
    {
        server.Answers("""[{"service_request_id":"8"},{"service_request_id":"9"},{"service_request_id":"1"}]""");

        Assert.Equal("""{"service_request_id":"1"}""", Text(Assert.Single(await Keys("1"))));
    }

    [Fact]
    public async Task A_number_with_a_comma_in_it_is_asked_for_by_itself()
    {
        server.Answers("""{"service_request_id":"A,1"}""").Answers("""[{"service_request_id":"2"}]""");

        var records = await Keys("2", "A,1");

        Assert.Equal(["/open311/v2/requests/A%2C1.json", "/open311/v2/requests.json?service_request_id=2"], server.Asked.Select(a => a.PathAndQuery));
        Assert.Equal(2, records.Count);
    }

    [Fact]
    public async Task More_numbers_than_the_server_has_rows_are_asked_for_in_several_questions()
    {
        server.Answers("""[{"service_request_id":"1"},{"service_request_id":"2"}]""").Answers("""[{"service_request_id":"3"}]""");

        var records = await ((IReadsByKey)server.Source(("maxRows", "2"))).ReadByKeysAsync(["1", "2", "3"], Stop);

        Assert.Equal(3, records.Count);
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task A_report_that_only_has_a_token_is_read_by_the_number_that_the_token_has_got()
    {
        server.Answers("""[{"token":"T-1","service_notice":"i kö"},{"service_request_id":"5"}]""")
            .Answers("""[{"service_request_id":638344,"token":"T-1"}]""")
            .Answers("""[{"service_request_id":638344,"status":"open"}]""");

        var page = await server.Source().ReadPageAsync(Window, Stop);

        Assert.Equal(["/open311/v2/tokens/T-1.json", "/open311/v2/requests.json?service_request_id=638344"], server.Asked.Skip(1).Select(a => a.PathAndQuery));
        Assert.Equal(["""{"service_request_id":638344,"status":"open"}""", """{"service_request_id":"5"}"""], page.Records.Select(Text));
    }

    [Theory]
    [InlineData("[]", HttpStatusCode.NotFound)]
    [InlineData("""[{"token":"T-1"}]""", HttpStatusCode.OK)]
    [InlineData("""[{"code":400,"description":"no tokens here"}]""", HttpStatusCode.BadRequest)]
    [InlineData("<html></html>", HttpStatusCode.OK)]
    public async Task A_token_without_a_number_is_handed_on_as_it_is_and_counted(string answer, HttpStatusCode status)
    {
        server.Answers("""[{"token":"T-1","service_request_id":null}]""").Answers(answer, status);

        var page = await server.Source().ReadPageAsync(Window, Stop);

        Assert.Equal("""{"token":"T-1","service_request_id":null}""", Text(Assert.Single(page.Records)));
        Assert.Contains(server.Log.Lines, l => l.Id == 4101);
    }

    [Fact]
    public async Task A_row_with_neither_number_nor_token_is_handed_on_for_the_hub_to_quarantine()
    {
        server.Answers("""[{"service_request_id":"","status":"open"}]""");

        Assert.Single((await server.Source().ReadPageAsync(Window, Stop)).Records);
    }

    [Fact]
    public async Task Updates_are_asked_for_at_their_own_address_and_never_by_their_keys()
    {
        server.Answers("""[{"update_id":"1001_1","service_request_id":"1001"}]""");
        var source = server.Source(("reads", "updates"), ("status", "both"));

        var page = await source.ReadPageAsync(Window, Stop);

        Assert.Equal("/open311/v2/servicerequestupdates.json?start_date=2026-03-09T11%3A00%3A00Z&end_date=2026-03-10T11%3A00%3A00Z", server.Asked.Single().PathAndQuery);
        Assert.Single(page.Records);
        Assert.False(source is IReadsByKey);
    }

    [Fact]
    public async Task The_services_are_listed_with_their_codes_as_they_are_written()
    {
        server.Answers("""[{"service_code":001,"service_name":"Belysning","group":"Gata"},{"service_code":"B","service_name":null}]""");

        var codes = await ((IListsCodes)server.Source()).ListCodesAsync("services", Stop);

        Assert.Equal([new SourceCode("001", "Belysning", "Gata"), new SourceCode("B")], codes);
        Assert.Equal("/open311/v2/services.json", server.Asked.Single().PathAndQuery);
    }

    [Theory]
    [InlineData("url", "open311")]
    [InlineData("url", "https://fel.sundby.example/open311?x=1")]
    [InlineData("maxRows", "0")]
    [InlineData("maxRows", "många")]
    [InlineData("format", "yaml")]
    [InlineData("timezone", "Sverige")]
    [InlineData("dateFormat", "swatch")]
    public void A_setting_that_cannot_be_is_named(string name, string value)
    {
        var fault = Assert.Throws<MisconfiguredException>(() => server.Source((name, value)));

        Assert.Equal($"connection.{name}", fault.Setting);
    }

    async Task<IReadOnlyList<SourceRecord>> Keys(params string[] keys) => await ((IReadsByKey)server.Source()).ReadByKeysAsync(keys, Stop);

    static string Rows(int count) => $"[{string.Join(',', Enumerable.Range(1, count).Select(i => $$"""{"service_request_id":{{i}}}"""))}]";

    static string Text(SourceRecord record) => Encoding.UTF8.GetString(record.Content.Span);

    static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
