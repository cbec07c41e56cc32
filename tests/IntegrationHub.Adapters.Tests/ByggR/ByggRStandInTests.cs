using System.Net;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Sources;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.ByggR;

namespace IntegrationHub.Adapters.Tests.ByggR;

public sealed class ByggRStandInTests
{
    const string Content = "www.tekis.se/arende";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(200)]
    [InlineData(1_000)]
    public async Task A_read_of_everything_gives_every_case_once_in_the_order_of_change(int cases)
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = cases, Frozen = true });

        var pages = await ReadAll(server.Source(), new PageRequest());

        var records = pages.SelectMany(p => p.Records).Select(Parse).ToList();
        var updated = records.Select(r => (DateTime)r.Element(XName.Get("uppdateradDatum", Content))!).ToList();
        Assert.Equal(cases, records.Select(Number).Distinct().Count());
        Assert.Equal(cases, records.Count);
        Assert.Equal(updated.Order(), updated);
    }

    [Fact]
    public async Task A_batch_holds_as_many_cases_as_the_vendor_likes()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 1_000, Frozen = true, BatchSize = 50 });

        var page = await server.Source().ReadPageAsync(new PageRequest { PageSize = 500 }, Stop);

        Assert.InRange(page.Records.Count, 50, 60);
    }

    [Fact]
    public async Task Nothing_changes_in_a_frozen_town()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 100, Frozen = true });
        var before = await ReadAll(server.Source(), new PageRequest());

        server.Clock.Advance(TimeSpan.FromDays(30));

        var after = await ReadAll(server.Source(), new PageRequest());
        Assert.Equal(Texts(before), Texts(after));
    }

    [Fact]
    public async Task In_a_living_town_one_case_changes_every_three_seconds_and_is_told_as_changed()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 1_000 });
        await ReadAll(server.Source(), new PageRequest());
        var seen = server.Clock.GetUtcNow();

        server.Clock.Advance(TimeSpan.FromMinutes(5));

        var changed = await ReadAll(server.Source(), new PageRequest { ChangedAfter = seen });
        Assert.Equal(100, changed.SelectMany(p => p.Records).Select(r => Number(Parse(r))).Distinct().Count());
    }

    [Fact]
    public async Task Whoever_reads_changes_now_and_then_has_in_the_end_what_one_full_read_has()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 300, BatchSize = 40 });
        var index = new Dictionary<string, string>();
        DateTimeOffset? read = null;

        // Long enough for some cases to change twice.
        for (var i = 0; i < 10; i++)
        {
            var now = server.Clock.GetUtcNow();
            foreach (var record in (await ReadAll(server.Source(), new PageRequest { ChangedAfter = read, ChangedUntil = now })).SelectMany(p => p.Records))
                index[Number(Parse(record))] = Text(record);
            read = now;
            server.Clock.Advance(TimeSpan.FromSeconds(97 + i));
        }

        var last = server.Clock.GetUtcNow();
        foreach (var record in (await ReadAll(server.Source(), new PageRequest { ChangedAfter = read, ChangedUntil = last })).SelectMany(p => p.Records))
            index[Number(Parse(record))] = Text(record);
        var whole = (await ReadAll(server.Source(), new PageRequest())).SelectMany(p => p.Records).ToDictionary(r => Number(Parse(r)), Text);
        Assert.Equal(whole.OrderBy(p => p.Key, StringComparer.Ordinal), index.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("V4")]
    [InlineData("V8")]
    public async Task A_case_read_by_its_number_is_the_same_as_in_a_batch(string contract)
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 120 });
        var source = server.Source(contract);
        var batch = (await ReadAll(source, new PageRequest())).SelectMany(p => p.Records).ToList();

        var single = await source.ReadByKeysAsync([.. batch.Select(r => Number(Parse(r))), "BYGG 2026-999999"], Stop);

        Assert.Equal(batch.Select(Text), single.Select(Text));
    }

    [Fact]
    public async Task A_number_that_no_case_has_is_answered_with_500_and_words()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 10 });
        using var request = SoapEnvelope.Post(
            server.Url, "www.tekis.se/ServiceContract/V4/IExportArenden/GetArende",
            writer => writer.WriteElementString("dnr", PermitWriter.Service, "BYGG 2026-777777"));

        using var response = await server.Http.SendAsync(request, Stop);

        using var answer = await SoapEnvelope.OpenAsync(response, null, Stop);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(new SoapFault("Client", "Arende not found for dnr BYGG 2026-777777"), answer.Fault);
    }

    [Theory]
    [InlineData("V4", "GetUpdatedArenden")]
    [InlineData("V8", "GetUpdatedArenden")]
    [InlineData("V4", "GetUpdatedArendenCount")]
    [InlineData("V8", "GetUpdatedArendenCount")]
    [InlineData("V4", "GetArende")]
    [InlineData("V8", "GetArende")]
    public async Task Every_answer_is_valid_against_the_schema(string contract, string operation)
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 400, BatchSize = 400 });

        var body = await AskAsync(server, contract, operation, operation == "GetArende" ? server.StandIn.ExampleNumbers[1].Text : null);

        var faults = new List<string>();
        new XDocument(body).Validate(ByggRSchema.Load(), (_, e) => faults.Add(e.Message));
        Assert.Empty(faults);
    }

    [Fact]
    public void The_schema_refuses_what_is_not_of_the_contract()
    {
        XNamespace service = PermitWriter.Service, content = PermitWriter.Content;
        var wrong = new XDocument(new XElement(service + "GetArendeResponse", new XElement(service + "GetArendeResult", new XElement(content + "status", "Klart"))));

        Assert.Throws<XmlSchemaValidationException>(() => wrong.Validate(ByggRSchema.Load(), null));
    }

    [Fact]
    public async Task What_is_of_version_8_only_does_not_stand_in_an_answer_of_version_4()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 200, BatchSize = 200 });

        var four = await AskAsync(server, "V4", "GetUpdatedArenden", null);
        var eight = await AskAsync(server, "V8", "GetUpdatedArenden", null);

        Assert.DoesNotContain(four.Descendants(), e => e.Name.LocalName is "externRef" or "prioritet" || e.Attribute("komkod") is not null);
        Assert.Contains(eight.Descendants(), e => e.Name.LocalName == "externRef");
        Assert.DoesNotContain(eight.Descendants(), e => e.Attribute("kommun") is not null);
    }

    [Fact]
    public async Task The_count_is_that_of_the_cases()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 123 });

        var answer = await AskAsync(server, "V4", "GetUpdatedArendenCount", null);

        Assert.Equal("123", answer.Value);
    }

    [Fact]
    public async Task The_town_has_every_kind_of_case_that_makes_a_difference()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 2_000, BatchSize = 2_000, Frozen = true });

        var cases = (await AskAsync(server, "V8", "GetUpdatedArenden", null)).Descendants(XName.Get("arende", PermitWriter.Service)).ToList();

        Assert.Equal(["Avslutat", "Gallrat", "Makulerat", "Pågående"], cases.Select(c => c.Element(XName.Get("status", Content))!.Value).Distinct().Order(StringComparer.Ordinal));
        foreach (var mark in (string[])["sekretess", "arbetsmaterial", "makulerad"])
            Assert.InRange(cases.Count(c => c.Descendants(XName.Get(mark, Content)).Any(e => e.Value == "true")), 10, 400);
        Assert.Contains(cases, c => c.Descendants().Any(e => e.Attribute("persOrgNr")?.Value.StartsWith("1654", StringComparison.Ordinal) == true));
        Assert.Contains(cases, c => c.Descendants().Any(e => e.Attribute("persOrgNr")?.Value.StartsWith("54", StringComparison.Ordinal) == true));
        Assert.Contains(cases, c => c.Descendants().Any(e => e.Attribute("arHuvudObjekt")?.Value == "false"));
        Assert.Contains(cases, c => c.Element(XName.Get("externRef", Content)) is not null);
    }

    [Fact]
    public async Task The_examples_find_a_case_that_waits_for_the_resident_who_is_shown_to_visitors()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 2_000, Frozen = true });
        var person = server.StandIn.ExampleNumbers.Single(e => e.Kind == "personal number").Text;
        var number = server.StandIn.ExampleNumbers.First(e => e.Kind == "case number").Text;

        var story = Parse(Assert.Single(await server.Source().ReadByKeysAsync([number], Stop)));

        Assert.Equal(new Town(1).Resident(0).PersonalNumber, person);
        Assert.Contains(story.Descendants(), e => e.Attribute("persOrgNr")?.Value == person);
        Assert.Equal("KOMP", story.Descendants(XName.Get("handelse", Content))
            .Where(h => h.Element(XName.Get("makulerad", Content))!.Value == "false" && h.Element(XName.Get("arbetsmaterial", Content))!.Value == "false")
            .Last().Element(XName.Get("handelsetyp", Content))!.Value);
    }

    [Theory]
    [InlineData(0, "1990-01-01T08:00:00")]
    [InlineData(9 * 3600 - 1, "1990-01-01T16:59:59")]
    [InlineData(9 * 3600, "1990-01-02T08:00:00")]
    [InlineData(5 * 9 * 3600, "1990-01-08T08:00:00")]
    public void A_second_of_working_time_has_a_local_time_and_back(long second, string local)
    {
        var time = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(time, WorkingTime.ToLocal(second));
        Assert.Equal(second, WorkingTime.FromLocal(time));
    }

    [Theory]
    [InlineData("1990-01-01T07:59:59", -1)]
    [InlineData("1990-01-01T23:00:00", 9 * 3600 - 1)]
    [InlineData("1990-01-06T12:00:00", 5 * 9 * 3600 - 1)]
    [InlineData("1990-01-07T12:00:00", 5 * 9 * 3600 - 1)]
    [InlineData("1990-01-08T07:00:00", 5 * 9 * 3600 - 1)]
    public void A_time_outside_office_hours_belongs_to_the_last_second_before_it(string local, long second) =>
        Assert.Equal(second, WorkingTime.FromLocal(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture)));

    static async Task<List<SourcePage>> ReadAll(ByggRSource source, PageRequest request)
    {
        var pages = new List<SourcePage>();
        var asked = new HashSet<string>();
        for (PageRequest? next = request; next is not null;)
        {
            var page = await source.ReadPageAsync(next, Stop);
            pages.Add(page);
            next = page.Next is null ? null : next with { Position = page.Next };
            Assert.True(page.Next is null || asked.Add(page.Next), "The same batch was asked for twice.");
        }

        return pages;
    }

    // The first element of the body of an answer.
    static async Task<XElement> AskAsync(StandInServer server, string contract, string operation, string? dnr)
    {
        using var request = SoapEnvelope.Post(server.Url, $"www.tekis.se/ServiceContract/{contract}/IExportArenden/{operation}", writer =>
        {
            writer.WriteStartElement(operation, PermitWriter.Service);
            if (dnr is not null) writer.WriteElementString("dnr", PermitWriter.Service, dnr);
            else writer.WriteElementString("LowerExclusiveBound", PermitWriter.Service, "2000-01-01T00:00:00");
            writer.WriteEndElement();
        });
        using var response = await server.Http.SendAsync(request, Stop);
        using var answer = await SoapEnvelope.OpenAsync(response, null, Stop);
        return (XElement)await XNode.ReadFromAsync(answer.Body, Stop);
    }

    static XElement Parse(SourceRecord record)
    {
        using var reader = XmlReaders.Create(record.Content);
        reader.MoveToContent();
        return (XElement)XNode.ReadFrom(reader);
    }

    static string Number(XElement record) => record.Attribute("dnr")!.Value;

    static string Text(SourceRecord record) => System.Text.Encoding.UTF8.GetString(record.Content.Span);

    static IEnumerable<string> Texts(IEnumerable<SourcePage> pages) => pages.SelectMany(p => p.Records).Select(Text);
}
