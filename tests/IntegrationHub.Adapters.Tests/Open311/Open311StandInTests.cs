using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using IntegrationHub.AdapterKit;
using IntegrationHub.Sources;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.Open311;

namespace IntegrationHub.Adapters.Tests.Open311;

public sealed class Open311StandInTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Questions { get; } = new()
    {
        { "services", "services" },
        { "requests", "requests" },
        { "requests", "requests?extensions=true&status=open" },
        { "requests", "requests/{story}" },
        { "requests", "requests?service_request_id={story},2001-999999" },
        { "requests", "tokens/T-{story}" },
        { "servicerequestupdates", "servicerequestupdates" },
        { "errors", "requests/2001-999999" },
        { "errors", "requests?start_date=igår" },
        { "errors", "requests?start_date=2026-01-01T00:00:00" },
        { "errors", "requests?start_date=2025-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z" },
        { "errors", "requests?status=lost" },
        { "errors", "tokens/T-1" },
        { "errors", "houses" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Every_answer_is_valid_in_both_formats(string resource, string question)
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 900, TokenFor = TimeSpan.FromDays(20) });
        question = question.Replace("{story}", server.StandIn.StoryNumber, StringComparison.Ordinal);

        var (_, json) = await server.AskAsync(In("json", question));
        var (_, xml) = await server.AskAsync(In("xml", question));

        Assert.Empty(GeoReportShape.Faults(resource, json));
        Assert.Empty(SchemaFaults(xml));
        Assert.Equal(JsonDocument.Parse(json).RootElement.GetArrayLength(), Parse(xml).Elements().Count());
    }

    [Fact]
    public void The_checks_refuse_what_is_not_of_the_contract()
    {
        Assert.NotEmpty(SchemaFaults("<service_requests><request><status>lost</status></request></service_requests>"));
        Assert.NotEmpty(GeoReportShape.Faults("requests", """[{"service_request_id":"1","requested_datetime":"2026-01-01T00:00:00"}]"""));
        Assert.NotEmpty(GeoReportShape.Faults("requests", """[{"status":"open"}]"""));
        Assert.NotEmpty(GeoReportShape.Faults("errors", "{}"));
    }

    [Theory]
    [InlineData(1, "json")]
    [InlineData(40, "xml")]
    [InlineData(1_000, "json")]
    public async Task Windows_laid_end_to_end_hold_every_report_and_every_update_once(int cases, string format)
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = cases, Frozen = true, MaxRows = 200 });
        var register = server.StandIn.Register;
        var now = server.Clock.GetUtcNow();

        var requests = await ReadYear(server, server.Source(("format", format)), ["service_request_id"]);
        var updates = await ReadYear(server, server.Source(("format", format), ("reads", "updates")), ["service_request_id", "update_id"]);

        var expected = Enumerable.Range(0, cases).Where(n => !register.IsHidden(n, now)).Select(register.NumberOnReceipt).Order(StringComparer.Ordinal);
        Assert.Equal(expected, requests.Order(StringComparer.Ordinal));
        Assert.Equal(updates.Count, updates.Distinct().Count());
        Assert.Equal(register.UpdatedBetween(DateTimeOffset.MinValue.AddYears(1), now, now).Count(), updates.Count);
    }

    [Fact]
    public async Task An_answer_is_newest_first_and_never_longer_than_the_limit()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 5_000, MaxRows = 50 });

        var requests = Rows((await server.AskAsync("requests.json")).Body).Select(r => r.GetProperty("requested_datetime").GetString()).ToList();
        var updates = Rows((await server.AskAsync("servicerequestupdates.json")).Body).Select(r => r.GetProperty("updated_datetime").GetString()).ToList();

        Assert.Equal([50, 50], [requests.Count, updates.Count]);
        Assert.Equal(requests.OrderDescending(StringComparer.Ordinal), requests);
        Assert.Equal(updates.OrderDescending(StringComparer.Ordinal), updates);
    }

    [Fact]
    public async Task A_report_read_by_its_number_is_the_same_as_in_its_window()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 500 });
        var source = server.Source(("extensions", "true"));
        var page = await source.ReadPageAsync(new PageRequest { ChangedAfter = server.Clock.GetUtcNow().AddDays(-60), ChangedUntil = server.Clock.GetUtcNow() }, Stop);
        var keys = page.Records.Select(r => Field(r, "service_request_id")).ToList();

        var single = await ((IReadsByKey)source).ReadByKeysAsync([.. keys, "2026-999999"], Stop);

        Assert.NotEmpty(keys);
        Assert.Equal(page.Records.Select(Text), single.Select(Text));
    }

    [Fact]
    public async Task The_last_update_that_says_something_of_the_status_is_the_reports_status()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 300, ChangeEvery = TimeSpan.FromMinutes(10) });
        server.Clock.Advance(TimeSpan.FromDays(20));
        var (register, now) = (server.StandIn.Register, server.Clock.GetUtcNow());

        var updates = register.UpdatedBetween(register.RequestedAt(0), now, now).GroupBy(u => u.Number).ToDictionary(g => g.Key, g => g.ToList());

        Assert.All(Enumerable.Range(0, register.Count(now)).Where(n => !register.IsHidden(n, now)), number =>
        {
            var told = updates.GetValueOrDefault(number, []);
            var state = register.State(number, now);
            Assert.Equal(told.Find(u => u.Step.Status != "unchanged").Step?.Status ?? "open", state.Status);
            Assert.Equal(told.Count == 0 ? register.RequestedAt(number) : told[0].At, state.UpdatedAt);
        });
    }

    [Fact]
    public async Task Nothing_happens_in_a_frozen_town()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 100, Frozen = true });
        var source = server.Source(("reads", "updates"));
        var window = new PageRequest { ChangedAfter = server.Clock.GetUtcNow().AddDays(-80), ChangedUntil = server.Clock.GetUtcNow() };
        var before = (await source.ReadPageAsync(window, Stop)).Records.Select(Text).ToList();

        server.Clock.Advance(TimeSpan.FromDays(3));

        Assert.NotEmpty(before);
        Assert.Equal(before, (await source.ReadPageAsync(window with { ChangedUntil = server.Clock.GetUtcNow() }, Stop)).Records.Select(Text));
    }

    [Fact]
    public async Task In_a_living_town_something_happens_at_every_tick_and_every_tenth_time_a_report_comes_in()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 1_000, Base = new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero) });

        server.Clock.Advance(TimeSpan.FromMinutes(5));

        var register = server.StandIn.Register;
        var now = server.Clock.GetUtcNow();
        Assert.Equal(1_010, register.Count(now));
        // Of reports that were taken off the map nothing more is told.
        Assert.InRange(register.UpdatedBetween(now.AddMinutes(-5).AddSeconds(1), now, now).Count(u => u.Id >= 100), 86, 90);
    }

    [Fact]
    public async Task A_report_that_is_taken_off_the_map_is_gone_by_every_way()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 300, Frozen = true });
        var register = server.StandIn.Register;
        var hidden = Enumerable.Range(0, 300).First(n => register.IsHidden(n, server.Clock.GetUtcNow()));
        var at = register.RequestedAt(hidden);

        var byKey = await ((IReadsByKey)server.Source()).ReadByKeysAsync([register.NumberOnReceipt(hidden)], Stop);
        var inWindow = await server.Source().ReadPageAsync(new PageRequest { ChangedAfter = at.AddSeconds(-1), ChangedUntil = at.AddSeconds(1) }, Stop);

        Assert.Empty(byKey);
        Assert.DoesNotContain(register.NumberOnReceipt(hidden), inWindow.Records.Select(r => Field(r, "service_request_id")));
    }

    [Fact]
    public async Task Reports_that_only_have_a_token_where_they_are_listed_come_in_through_it()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 2_000, Frozen = true, TokenFor = TimeSpan.FromDays(30) });
        var window = new PageRequest { ChangedAfter = server.Clock.GetUtcNow().AddDays(-20), ChangedUntil = server.Clock.GetUtcNow() };

        var listed = Rows((await server.AskAsync("requests.json?start_date=2026-02-20T00:00:00Z")).Body).Count(r => r.TryGetProperty("token", out _));
        var page = await server.Source().ReadPageAsync(window, Stop);

        Assert.InRange(listed, 5, 50);
        Assert.All(page.Records, r => Assert.StartsWith("20", Field(r, "service_request_id"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("requests.json", 400)]
    [InlineData("requests.json?jurisdiction_id=elsewhere&api_key=k", 404)]
    [InlineData("requests.json?jurisdiction_id=sundby", 400)]
    [InlineData("requests.json?jurisdiction_id=sundby&api_key=x", 403)]
    [InlineData("requests.json?jurisdiction_id=sundby&api_key=k", 200)]
    public async Task A_server_of_several_towns_that_wants_a_key_asks_for_both(string question, int status)
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 10, Jurisdiction = "sundby", ApiKey = "k" });

        Assert.Equal(status, (await server.AskAsync(question)).Status);
    }

    [Fact]
    public async Task The_examples_find_an_open_report_of_the_resident_who_is_shown_to_visitors_and_it_stays_so()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 400, StoryEServiceNumber = "O-77" });
        server.Clock.Advance(TimeSpan.FromHours(4));

        var story = Assert.Single(await ((IReadsByKey)server.Source(("extensions", "true"))).ReadByKeysAsync([server.StandIn.StoryNumber], Stop));

        Assert.Contains(server.StandIn.ExampleNumbers, e => e.Text == server.StandIn.StoryNumber);
        Assert.Equal(new Town(1).Resident(0).Phone, Field(story, "phone"));
        Assert.Equal(("action_scheduled", "O-77"), (Field(story, "status"), Field(story, "account_id")));
    }

    [Fact]
    public async Task The_town_has_every_kind_of_report_that_makes_a_difference()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 2_000, Frozen = true });
        var (register, now) = (server.StandIn.Register, server.Clock.GetUtcNow());

        var statuses = Enumerable.Range(0, 2_000).Select(n => register.State(n, now).Status).ToHashSet();

        Assert.Superset(new HashSet<string> { "open", "investigating", "fixed", "closed", "duplicate", "planned", "not_councils_responsibility", "internal_referral", "cancelled", "in_progress" }, statuses);
        Assert.Contains(Enumerable.Range(0, 2_000), n => register.UpdatedBetween(register.RequestedAt(n), now, now).Any(u => u.Number == n && u.At - register.RequestedAt(n) > TimeSpan.FromDays(190)));
    }

    [Fact]
    public async Task A_million_reports_are_answered_as_fast_as_ten()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 1_000_000 });

        Assert.Equal(200, Rows((await server.AskAsync("requests.json")).Body).Length);
        Assert.Equal(200, Rows((await server.AskAsync("servicerequestupdates.json")).Body).Length);
    }

    static async Task<List<string>> ReadYear(Open311Server server, ISource source, string[] key)
    {
        var ids = new List<string>();
        var end = server.Clock.GetUtcNow();
        for (var at = server.StandIn.FirstReportAt.AddDays(-1); at < end; at = at.AddDays(10))
        {
            var page = await source.ReadPageAsync(new PageRequest { ChangedAfter = at.AddSeconds(1), ChangedUntil = at.AddDays(10) }, Stop);
            Assert.True(page.Records.Count <= 200);
            ids.AddRange(page.Records.Select(r => string.Join('/', key.Select(k => Field(r, k)))));
        }

        return ids;
    }

    static string In(string format, string question) => question.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? $"{question[..mark]}.{format}{question[mark..]}" : $"{question}.{format}";

    static List<string> SchemaFaults(string xml)
    {
        var faults = new List<string>();
        new XDocument(Parse(xml)).Validate(Open311Schema.Load(), (_, e) => faults.Add(e.Message));
        return faults;
    }

    static XElement Parse(string xml)
    {
        using var reader = XmlReaders.Create(Encoding.UTF8.GetBytes(xml));
        reader.MoveToContent();
        return (XElement)XNode.ReadFrom(reader);
    }

    static JsonElement[] Rows(string json) => [.. JsonDocument.Parse(json).RootElement.EnumerateArray()];

    static string Field(SourceRecord record, string name) => record.Format == RecordFormat.Json
        ? JsonDocument.Parse(record.Content).RootElement.GetProperty(name).ToString()
        : Parse(Text(record)).Element(name)!.Value;

    static string Text(SourceRecord record) => Encoding.UTF8.GetString(record.Content.Span);
}
