using System.Net;
using System.Text;
using System.Xml.Linq;
using System.Xml.Schema;
using IntegrationHub.AdapterKit;
using IntegrationHub.Sources;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.ByggR;
using ModelMunicipality.Vendors.OpenEPlatform;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

public sealed class OpenEPlatformStandInTests
{
    const string Whole = "?fromDate=2000-01-01&toDate=2026-12-31";

    static readonly DateTimeOffset Beginning = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("api/instanceapi/getinstances/family/{0}" + Whole)]
    [InlineData("api/messageapi/getmessages/family/{0}" + Whole)]
    public async Task Every_list_is_in_ISO_8859_1_and_valid_against_the_schema(string path)
    {
        await using var server = await PlatformServer.StartAsync(frozen: false);
        server.Clock.Advance(TimeSpan.FromHours(3));

        foreach (var family in OpenEPlatformStandIn.Families.Split(','))
            Validate(await GetAsync(server, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, family)));
    }

    [Fact]
    public async Task Every_status_and_every_submission_is_valid_against_the_schema()
    {
        await using var server = await PlatformServer.StartAsync(cases: 200, faultReport: "638344");

        foreach (var id in await NumbersAsync(server))
        {
            Validate(await GetAsync(server, $"api/instanceapi/getstatus/{id}"));
            Validate(await GetAsync(server, $"api/instanceapi/getinstance/{id}/xml"));
            Validate(await GetAsync(server, $"api/messageapi/getmessages/flowinstance/{id}"));
        }
    }

    [Fact]
    public void The_schema_refuses_what_is_not_of_the_contract()
    {
        var wrong = new XDocument(new XElement("Status", new XElement("statusID", 1), new XElement("name", "Klart"), new XElement("contentType", "DONE")));

        Assert.Throws<XmlSchemaValidationException>(() => wrong.Validate(OpenEPlatformSchema.Load(), null));
    }

    [Fact]
    public async Task Letters_of_Sundby_stand_as_single_bytes_in_the_answers()
    {
        await using var server = await PlatformServer.StartAsync();

        var bytes = await server.Http.GetByteArrayAsync($"api/instanceapi/getinstance/{(await NumbersAsync(server))[0]}/xml", Stop);

        Assert.Contains((byte)0xF6, bytes);
        Assert.DoesNotContain((byte)0xC3, bytes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("integrationhub:fel")]
    [InlineData("någon:öppna dörren")]
    public async Task Nobody_reads_who_has_not_signed_in(string? signIn)
    {
        await using var server = await PlatformServer.StartAsync(cases: 10);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, $"api/instanceapi/getinstances/family/110{Whole}"));
        using var stranger = new HttpClient();
        if (signIn is not null) request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(signIn)));

        using var response = await stranger.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("api/instanceapi/getinstances/family/999" + Whole, HttpStatusCode.NotFound)]
    [InlineData("api/instanceapi/getinstances/family/110?fromDate=1999-01-01&toDate=1999-12-31", HttpStatusCode.NotFound)]
    [InlineData("api/instanceapi/getinstances/family/110?fromDate=igår", HttpStatusCode.BadRequest)]
    [InlineData("api/instanceapi/getinstance/99/xml", HttpStatusCode.NotFound)]
    [InlineData("api/instanceapi/getstatus/99", HttpStatusCode.InternalServerError)]
    [InlineData("api/v1/getflows/json", HttpStatusCode.OK)]
    public async Task What_is_not_there_is_answered_as_the_platform_does(string path, HttpStatusCode status)
    {
        await using var server = await PlatformServer.StartAsync(cases: 10);

        using var response = await server.Http.GetAsync(new Uri(path, UriKind.Relative), Stop);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_permit_that_came_through_the_e_service_has_a_submission_with_its_number_of_the_same_applicant_from_just_before()
    {
        await using var server = await PlatformServer.StartAsync(cases: 600);
        var town = new Town(1);
        var register = new PermitRegister(new ByggROptions { Cases = 600, Frozen = true }, server.Clock.GetUtcNow() - TimeSpan.FromMinutes(10));
        var ids = await NumbersAsync(server, EService.Permit.Family);
        var compared = 0;

        for (var number = 0; number < 600; number++)
        {
            var permit = new Permit(town, register, number);
            if (permit.FlowNumber is not { } flow || !ids.Contains(flow)) continue;

            var submission = await GetAsync(server, $"api/instanceapi/getinstance/{flow}/xml");
            Assert.Equal(town.Resident(permit.Applicant).PersonalNumber.Replace("-", "", StringComparison.Ordinal), Value(submission, "SocialSecurityNumber"));
            Assert.Equal(permit.Company?.Number, Value(submission, "OrganizationNumber"));
            var before = register.ArrivedAt(number) - DateTime.Parse(Value(submission, "FirstSubmitted")!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(before.TotalMinutes, 1, 60);
            compared++;
        }

        Assert.InRange(compared, 100, 300);
    }

    [Fact]
    public async Task Other_numbers_belong_to_other_e_services()
    {
        await using var server = await PlatformServer.StartAsync();

        var byFamily = new Dictionary<string, List<string>>();
        foreach (var family in OpenEPlatformStandIn.Families.Split(',')) byFamily[family] = await NumbersAsync(server, int.Parse(family, System.Globalization.CultureInfo.InvariantCulture));

        Assert.All(byFamily, f => Assert.NotEmpty(f.Value));
        Assert.Distinct(byFamily.SelectMany(f => f.Value));
    }

    [Fact]
    public async Task What_was_archived_long_ago_is_purged_and_what_visitors_are_shown_is_not()
    {
        await using var server = await PlatformServer.StartAsync();

        var ids = await NumbersAsync(server);

        Assert.Contains($"{Permit.FirstFlowNumber}", ids);
        Assert.InRange(ids.Count, 300, 395);
        using var purged = await server.Http.GetAsync(new Uri($"api/instanceapi/getinstance/{Enumerable.Range(Permit.FirstFlowNumber, 400).First(i => !ids.Contains($"{i}"))}/xml", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NotFound, purged.StatusCode);
    }

    [Fact]
    public async Task The_town_has_every_kind_of_status()
    {
        await using var server = await PlatformServer.StartAsync(cases: 2_000);
        var types = new HashSet<string>();

        foreach (var record in await server.ReadAsync(Beginning)) types.Add(Value(Parse(record), "contentType")!);

        Assert.Equal(["ARCHIVED", "IN_PROGRESS", "NEW", "SUBMITTED", "WAITING_FOR_COMPLETION", "WAITING_FOR_MULTISIGN", "WAITING_FOR_PAYMENT"], types.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Day_after_day_brings_what_a_read_of_everything_does_whether_the_last_day_is_meant_or_not(bool exclusive)
    {
        await using var server = await PlatformServer.StartAsync(cases: 150, toDateExclusive: exclusive);
        var now = server.Clock.GetUtcNow();
        var whole = (await server.ReadAsync(Beginning)).Select(Text).Order(StringComparer.Ordinal).ToList();
        var windows = new HashSet<string>(StringComparer.Ordinal);

        // Cut at an odd time of the day, over both changes of the clocks.
        for (var at = new DateTimeOffset(2023, 3, 1, 22, 30, 0, TimeSpan.Zero); at < now; at = at.AddDays(9))
            windows.UnionWith((await server.ReadAsync(at, at.AddDays(9) < now ? at.AddDays(9) : null)).Select(Text));

        Assert.Equal(whole, windows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_submission_read_by_its_number_is_the_same_as_in_a_list()
    {
        await using var server = await PlatformServer.StartAsync(cases: 120, frozen: false);
        server.Clock.Advance(TimeSpan.FromMinutes(20));
        var listed = await server.ReadAsync(Beginning);

        var single = await ((IReadsByKey)server.Source()).ReadByKeysAsync([.. listed.Select(r => Value(Parse(r), "FlowInstanceID")!), "99", "193501019800"], Stop);

        Assert.Equal(listed.Select(Text), single.Select(Text));
    }

    [Fact]
    public async Task Nothing_changes_in_a_frozen_town()
    {
        await using var server = await PlatformServer.StartAsync(cases: 60);
        var before = (await server.ReadAsync(Beginning)).Select(Text).ToList();

        server.Clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal(before, (await server.ReadAsync(Beginning)).Select(Text));
    }

    [Fact]
    public async Task In_a_living_town_statuses_move_and_new_submissions_and_messages_come_in()
    {
        await using var server = await PlatformServer.StartAsync(cases: 100, frozen: false);
        var since = server.Clock.GetUtcNow();
        var before = (await server.ReadAsync(Beginning)).ToDictionary(r => Value(Parse(r), "FlowInstanceID")!, r => Value(Parse(r), "contentType")!);
        var messages = (await server.ReadAsync(Beginning, reads: "messages")).Count;

        server.Clock.Advance(TimeSpan.FromMinutes(5));

        var after = (await server.ReadAsync(Beginning)).ToDictionary(r => Value(Parse(r), "FlowInstanceID")!, r => Value(Parse(r), "contentType")!);
        Assert.Equal(10, after.Count - before.Count);
        Assert.InRange(before.Count(b => after[b.Key] != b.Value), 3, 100);
        var news = (await server.ReadAsync(Beginning, reads: "messages")).Count - messages;
        Assert.InRange(news, 80, 110);
        Assert.InRange((await server.ReadAsync(since, reads: "messages")).Count, news, messages);
    }

    [Fact]
    public async Task The_examples_find_what_they_say()
    {
        await using var server = await PlatformServer.StartAsync(cases: 2_000, frozen: false, faultReport: "638344");
        server.Clock.Advance(TimeSpan.FromHours(5));
        var numbers = server.StandIn.ExampleNumbers.Select(e => e.Text).ToList();

        var read = (await ((IReadsByKey)server.Source()).ReadByKeysAsync(numbers, Stop)).Select(Parse).ToList();

        Assert.Equal(["IN_PROGRESS", "WAITING_FOR_MULTISIGN", "SUBMITTED"], read.Select(r => Value(r, "contentType")));
        Assert.All(read, r => Assert.Equal(new Town(1).Resident(0).PersonalNumber.Replace("-", "", StringComparison.Ordinal), Value(r, "SocialSecurityNumber")));
        Assert.Equal("638344", read[2].Descendants().Single(e => e.Name.LocalName == "faultReportNumber").Elements().Last().Value);
    }

    [Fact]
    public async Task The_permit_that_visitors_are_shown_came_through_the_e_service()
    {
        await using var server = await PlatformServer.StartAsync(cases: 2_000);
        var register = new PermitRegister(new ByggROptions { Cases = 2_000, Frozen = true }, server.Clock.GetUtcNow() - TimeSpan.FromMinutes(10));

        Assert.Equal(server.StandIn.ExampleNumbers[0].Text, new Permit(new Town(1), register, register.StoryNumber).FlowNumber);
        Assert.Equal($"{Permit.FirstFlowNumber}", new Permit(new Town(1), register, 0).FlowNumber);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task A_tiny_town_works_too(int cases)
    {
        await using var server = await PlatformServer.StartAsync(cases, faultReport: "1");

        Assert.NotEmpty(await server.ReadAsync(Beginning));
        Assert.NotEmpty(server.StandIn.ExampleNumbers);
    }

    static async Task<XElement> GetAsync(PlatformServer server, string path)
    {
        using var response = await server.Http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        Assert.Equal("text/xml; charset=ISO-8859-1", response.Content.Headers.ContentType?.ToString());
        using var reader = XmlReaders.Create(await response.Content.ReadAsByteArrayAsync(Stop));
        reader.MoveToContent();
        return (XElement)System.Xml.Linq.XNode.ReadFrom(reader);
    }

    static void Validate(XElement answer)
    {
        var faults = new List<string>();
        new XDocument(answer).Validate(OpenEPlatformSchema.Load(), (_, e) => faults.Add(e.Message));
        Assert.Empty(faults);
    }

    static async Task<List<string>> NumbersAsync(PlatformServer server, int? family = null) =>
        [.. (await server.ReadAsync(Beginning, families: family?.ToString(System.Globalization.CultureInfo.InvariantCulture))).Select(r => Value(Parse(r), "FlowInstanceID")!)];

    static XElement Parse(SourceRecord record)
    {
        using var reader = XmlReaders.Create(record.Content);
        reader.MoveToContent();
        return (XElement)System.Xml.Linq.XNode.ReadFrom(reader);
    }

    static string? Value(XElement element, string name) => element.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    static string Text(SourceRecord record) => Encoding.UTF8.GetString(record.Content.Span);
}
