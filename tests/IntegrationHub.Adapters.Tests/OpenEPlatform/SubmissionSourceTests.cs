using System.Net;
using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

public sealed class SubmissionSourceTests : IDisposable
{
    static readonly DateTimeOffset Noon = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);
    static readonly PageRequest Window = new() { ChangedAfter = Noon.AddDays(-1), ChangedUntil = Noon };

    readonly ScriptedPlatform platform = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => platform.Dispose();

    [Fact]
    public async Task A_window_is_read_family_by_family_and_ends_when_the_last_one_is_done()
    {
        platform.Lists(110, 5).Lists(210, 6, 7).Has(110, 5).Has(210, 6).Has(210, 7);

        var pages = await ReadAll();

        Assert.Equal([["submission 5"], ["submission 6", "submission 7"]], pages.Select(p => p.Records.Select(r => r.Where)));
        Assert.Equal(["210", null], pages.Select(p => p.Next));
        Assert.All(pages, p => Assert.Equal(new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero), p.SourceTime));
    }

    [Fact]
    public async Task A_record_holds_the_row_the_status_and_the_content_as_the_platform_wrote_them()
    {
        platform.Lists(110, 5).Has(110, 5);

        var text = Text(Assert.Single((await ReadAll(("families", "110"))).SelectMany(p => p.Records)));

        Assert.Equal(
            $"<submission><listed>{ScriptedPlatform.Row(110, "5")}</listed><current>{ScriptedPlatform.Status("SUBMITTED", "Inskickat")}</current><content>{ScriptedPlatform.Instance(110, 5).Split('\n')[^1]}</content></submission>",
            text);
    }

    [Fact]
    public async Task Without_details_what_was_filled_in_is_left_out_and_the_owner_is_not()
    {
        platform.Lists(110, 5).Has(110, 5);

        var text = Text(Assert.Single((await ReadAll(("families", "110"), ("details", "false"))).SelectMany(p => p.Records)));

        Assert.DoesNotContain("Values", text, StringComparison.Ordinal);
        Assert.DoesNotContain("något", text, StringComparison.Ordinal);
        Assert.Contains("Öberg", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_of_many_is_read_in_slices_in_the_order_of_ids_and_listed_once()
    {
        platform.Lists(110, 9, 7, 8, 5, 6).Lists(210, 4);
        foreach (var id in (int[])[5, 6, 7, 8, 9]) platform.Has(110, id);
        platform.Has(210, 4);

        var pages = await ReadAll(request: Window with { PageSize = 2 });

        Assert.Equal(["110>6,210", "110>8,210", "210", null], pages.Select(p => p.Next));
        Assert.Equal(["5", "6", "7", "8", "9", "4"], pages.SelectMany(p => p.Records).Select(r => r.Where!.Split(' ')[^1]));
        Assert.Equal(2, platform.Paths.Count(p => p.Contains("getinstances", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_source_that_was_made_anew_goes_on_behind_the_slice_that_was_read_last()
    {
        platform.Lists(110, 5, 6, 7).Lists(210).Has(110, 7);

        var page = await platform.Source().ReadPageAsync(Window with { Position = "110>6,210" }, Stop);

        Assert.Equal("submission 7", Assert.Single(page.Records).Where);
        Assert.Equal("210", page.Next);
    }

    [Theory]
    [InlineData("2026-03-09T22:59:59Z", "2026-03-09T23:00:00Z", "?fromDate=2026-03-09&toDate=2026-03-11")]
    [InlineData("2026-03-09T23:00:00Z", "2026-03-10T22:59:59Z", "?fromDate=2026-03-10&toDate=2026-03-11")]
    [InlineData("2026-03-28T22:59:00Z", "2026-03-29T21:59:00Z", "?fromDate=2026-03-28&toDate=2026-03-30")]
    [InlineData("2026-03-28T23:30:00Z", "2026-03-29T22:00:00Z", "?fromDate=2026-03-29&toDate=2026-03-31")]
    [InlineData("2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "?fromDate=2026-10-25&toDate=2026-10-26")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "?fromDate=2026-10-25&toDate=2026-10-26")]
    [InlineData("2025-12-31T23:00:00Z", null, "?fromDate=2026-01-01")]
    public async Task A_window_asks_for_every_local_day_that_it_touches_and_one_more(string after, string? until, string query)
    {
        platform.Lists(110).Lists(210);

        await ReadAll(request: new PageRequest { ChangedAfter = At(after), ChangedUntil = until is null ? null : At(until) });

        Assert.All(platform.Requests, r => Assert.Equal(query, r.Query));
    }

    [Fact]
    public async Task Every_request_is_a_read_that_signs_in()
    {
        platform.Lists(110, 5).Lists(210).Has(110, 5);

        await ReadAll();

        Assert.All(platform.Requests, r => Assert.True(r.IsRead));
        Assert.All(platform.Requests, r => Assert.Equal($"Basic {Convert.ToBase64String("hub:hemligt"u8)}", r.SignIn));
    }

    [Fact]
    public async Task An_address_with_a_path_keeps_it()
    {
        platform.Lists(110);

        await ReadAll(("url", "https://sundby.example/oversikt"), ("families", "110"));

        Assert.StartsWith("https://sundby.example/oversikt/api/instanceapi/getinstances/family/110?", platform.Requests[0].Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_that_is_not_found_has_no_submissions_while_others_answer()
    {
        platform.Lists(110, 5).Has(110, 5).Answers("v1/getflows/json", """{"Flows":[{"ID":1,"FlowFamilyID":110,"Name":"Bygglov"},{"ID":2,"FlowFamilyID":210,"Name":"Förskola"}]}""", type: "application/json;charset=ISO-8859-1");

        var pages = await ReadAll();

        Assert.Equal([1, 0], pages.Select(p => p.Records.Count));
        Assert.DoesNotContain(platform.Log.Lines, l => l.Id == 4205);
    }

    [Fact]
    public async Task A_family_that_the_platform_does_not_know_of_is_told_once_in_a_run()
    {
        platform.Lists(110, 5).Has(110, 5).Answers("v1/getflows/json", """{"Flows":[{"ID":1,"FlowFamilyID":110,"Name":"Förskola"}]}""", type: "application/json;charset=ISO-8859-1");
        var source = platform.Source();

        await source.ReadPageAsync(Window with { Position = "210" }, Stop);
        await source.ReadPageAsync(Window with { Position = "210" }, Stop);

        Assert.Contains("Family 210", Assert.Single(platform.Log.Lines, l => l.Id == 4205).Text, StringComparison.Ordinal);
        Assert.Single(platform.Paths, "v1/getflows/json");
    }

    [Theory]
    [InlineData("<html>", "text/html")]
    [InlineData("[]", "application/json")]
    [InlineData("""{"Flows":{}}""", "application/json")]
    [InlineData("""{"Flows":[1,{"FlowFamilyID":"x"}]}""", "application/json")]
    public async Task Another_answer_than_a_list_of_e_services_only_says_that_somebody_is_there(string content, string type)
    {
        platform.Answers("v1/getflows/json", content, type: type);

        Assert.All(await ReadAll(), p => Assert.Empty(p.Records));
        Assert.DoesNotContain(platform.Log.Lines, l => l.Id == 4205);
    }

    [Fact]
    public async Task A_list_that_is_longer_than_is_allowed_asks_for_a_smaller_window()
    {
        platform.AnswersTooMuch("instanceapi/getinstances/family/110");

        var page = Assert.Single(await ReadAll());

        Assert.True(page.Cut);
        Assert.Empty(page.Records);
        Assert.Contains(platform.Log.Lines, l => l.Id == 4206);
    }

    [Fact]
    public async Task When_nothing_is_found_the_platform_is_asked_for_what_is_always_there()
    {
        platform.Answers("v1/getflows/json", "{}", type: "application/json");

        var pages = await ReadAll();

        Assert.All(pages, p => Assert.Empty(p.Records));
        Assert.Single(platform.Paths, "v1/getflows/json");
    }

    [Fact]
    public async Task When_not_even_that_is_found_the_address_is_wrong()
    {
        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => ReadAll());

        Assert.Equal((FaultCodes.NoSuchEndpoint, "connection.url"), (fault.Code, fault.Setting));
    }

    [Fact]
    public async Task What_was_purged_is_left_out_and_counted()
    {
        platform.Lists(110, 5, 6, 7).Has(110, 6)
            .Answers("instanceapi/getinstance/7/xml", "<Error>The requested flow instance with ID 7 was not found</Error>", HttpStatusCode.InternalServerError);

        var page = Assert.Single(await ReadAll(("families", "110")));

        Assert.Equal("submission 6", Assert.Single(page.Records).Where);
        Assert.Contains(platform.Log.Lines, l => l.Id == 4202 && l.Text.StartsWith("2 of 3 submissions", StringComparison.Ordinal));
        Assert.Empty(page.Deletions);
    }

    [Fact]
    public async Task What_is_purged_between_two_reads_is_left_out()
    {
        platform.Lists(110, 5).Answers("instanceapi/getinstance/5/xml", ScriptedPlatform.Instance(110, 5));

        Assert.Empty(Assert.Single(await ReadAll(("families", "110"))).Records);
    }

    [Fact]
    public async Task A_status_is_asked_for_once_for_all_submissions_that_have_it()
    {
        platform.Lists(110, 5, 6, 7, 8);
        foreach (var id in (int[])[5, 6, 7]) platform.Has(110, id, "SUBMITTED", "Inskickat", 7);
        platform.Has(110, 8, "WAITING_FOR_MULTISIGN", "Väntar på signering", 8);

        var records = (await ReadAll(("families", "110"), ("parallel", "1"))).SelectMany(p => p.Records).Select(Text).ToList();

        Assert.Equal(2, platform.Paths.Count(p => p.Contains("getstatus", StringComparison.Ordinal)));
        Assert.Equal([3, 1], ((string[])["SUBMITTED", "WAITING_FOR_MULTISIGN"]).Select(type => records.Count(r => r.Contains($"<contentType>{type}<", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("3", 3)]
    public async Task No_more_submissions_are_read_at_once_than_the_setting_allows(string parallel, int most)
    {
        var ids = Enumerable.Range(1, 40).ToArray();
        platform.Lists(110, ids);
        foreach (var id in ids) platform.Has(110, id);

        var page = Assert.Single(await ReadAll(("families", "110"), ("parallel", parallel)));

        Assert.Equal(ids.Select(id => $"submission {id}"), page.Records.Select(r => r.Where));
        Assert.InRange(platform.MostAtOnce, 1, most);
    }

    [Fact]
    public async Task A_submission_read_by_its_number_has_the_bytes_that_it_has_in_a_window()
    {
        platform.Lists(110, 5, 6).Has(110, 5).Has(110, 6);
        var source = platform.Source(("families", "110"));
        var listed = (await source.ReadPageAsync(Window, Stop)).Records;

        var read = await ((IReadsByKey)source).ReadByKeysAsync(["5", "6", "7"], Stop);

        Assert.Equal(listed.Select(Text), read.Select(Text));
        Assert.Equal("?fromDate=2026-03-09&toDate=2026-03-10", platform.Requests[^1].Query);
    }

    [Fact]
    public async Task What_is_no_number_of_the_platform_is_never_asked_for()
    {
        var read = await ((IReadsByKey)platform.Source()).ReadByKeysAsync(["193501019800", "19350101-9800", "../5", "", "0", "-5"], Stop);

        Assert.Empty(read);
        Assert.Empty(platform.Requests);
    }

    [Fact]
    public async Task One_family_that_fails_waits_until_the_others_are_read_and_then_ends_the_read()
    {
        platform.Answers("instanceapi/getinstances/family/110", "<html>", type: "text/html").Lists(210, 6).Has(210, 6).Lists(310, 7).Has(310, 7);
        var source = platform.Source(("families", "110,210,310"));
        var records = new List<string?>();

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(async () =>
        {
            for (PageRequest? next = Window; next is not null;)
            {
                var page = await source.ReadPageAsync(next, Stop);
                records.AddRange(page.Records.Select(r => r.Where));
                next = page.Next is null ? null : next with { Position = page.Next };
            }
        });

        Assert.Equal(FaultCodes.UnexpectedContent, fault.Code);
        Assert.Equal(["submission 6", "submission 7"], records);
        Assert.Contains(platform.Log.Lines, l => l.Id == 4203);
    }

    [Fact]
    public async Task A_family_that_answers_at_its_second_turn_is_read_like_any_other()
    {
        platform.Answers("instanceapi/getinstances/family/110", "<FlowInstances><FlowInst").Lists(110, 5).Has(110, 5).Lists(210, 6).Has(210, 6);

        var pages = await ReadAll();

        Assert.Equal(["210,110!", "110!", null], pages.Select(p => p.Next));
        Assert.Equal(["submission 6", "submission 5"], pages.SelectMany(p => p.Records).Select(r => r.Where));
    }

    [Fact]
    public async Task A_submission_that_stays_damaged_goes_to_quarantine_and_the_others_go_on()
    {
        platform.Lists(110, 5, 6).Has(110, 6).Answers("instanceapi/getinstance/5/xml", ScriptedPlatform.Instance(110, 5)[..300]);

        var page = Assert.Single(await ReadAll(("families", "110")));

        Assert.Equal(2, page.Records.Count);
        Assert.Contains("not well formed", page.Records[0].Broken, StringComparison.Ordinal);
        Assert.Equal("5", page.Records[0].BrokenKey);
        Assert.Null(page.Records[1].Broken);
        Assert.Contains(platform.Log.Lines, l => l.Id == 4204);
    }

    [Fact]
    public async Task A_damaged_submission_that_is_read_by_its_number_holds_up_no_other()
    {
        platform.Lists(110, 5, 6).Has(110, 6).Answers("instanceapi/getinstance/5/xml", ScriptedPlatform.Instance(110, 5)[..300]);

        var read = await ((IReadsByKey)platform.Source()).ReadByKeysAsync(["5", "6"], Stop);

        Assert.Equal([true, false], read.Select(r => r.Broken is not null));
        Assert.Contains("<flowInstanceID>5</flowInstanceID>", Text(read[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submission_that_was_cut_once_is_read_again()
    {
        platform.Lists(110, 5).Answers("instanceapi/getinstance/5/xml", ScriptedPlatform.Instance(110, 5)[..300]).Has(110, 5);

        Assert.Null(Assert.Single(Assert.Single(await ReadAll(("families", "110"))).Records).Broken);
    }

    [Fact]
    public async Task A_row_without_a_number_is_seen_and_not_passed_over()
    {
        platform.Answers("instanceapi/getinstances/family/110", $"<FlowInstances>{ScriptedPlatform.Row(110, "")}{ScriptedPlatform.Row(110, "5")}</FlowInstances>").Has(110, 5);

        var page = Assert.Single(await ReadAll(("families", "110")));

        Assert.NotNull(page.Records[0].Broken);
        Assert.Equal("submission 5", page.Records[1].Where);
    }

    [Fact]
    public async Task The_answer_for_another_submission_is_no_answer()
    {
        platform.Lists(110, 5).Answers("instanceapi/getinstance/5/xml", ScriptedPlatform.Instance(110, 6));

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadAll(("families", "110")));

        Assert.Equal(FaultCodes.UnexpectedContent, fault.Code);
    }

    [Theory]
    [InlineData("<html><body>Logga in</body></html>", "text/html", FaultCodes.UnexpectedContent)]
    [InlineData("<html><body>Logga in</body></html>", "text/xml;charset=ISO-8859-1", FaultCodes.UnexpectedContent)]
    [InlineData("", "text/xml;charset=ISO-8859-1", FaultCodes.UnexpectedContent)]
    [InlineData("{}", "application/json", FaultCodes.UnexpectedContent)]
    [InlineData("Logga in", "text/xml;charset=ISO-8859-1", FaultCodes.MalformedAnswer)]
    [InlineData("<FlowInstances><FlowInstance><flowInstanceID>5</flowInstanceID></FlowInstance>", "text/xml;charset=ISO-8859-1", FaultCodes.MalformedAnswer)]
    [InlineData("<FlowInstances></FlowInstances><more", "text/xml;charset=ISO-8859-1", FaultCodes.MalformedAnswer)]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><FlowInstances>&x;</FlowInstances>", "text/xml;charset=ISO-8859-1", FaultCodes.DtdForbidden)]
    [InlineData("<Messages />", "text/xml;charset=ISO-8859-1", FaultCodes.UnexpectedContent)]
    public async Task What_is_no_list_is_a_fault_and_never_an_empty_list(string content, string type, string code)
    {
        platform.Answers("instanceapi/getinstances/family/110", content, type: type);

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadAll(("families", "110")));

        Assert.Equal(code, fault.Code);
        Assert.DoesNotContain("Logga in", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "", FaultKind.Refused)]
    [InlineData(HttpStatusCode.InternalServerError, "<Error>Kunde inte läsa</Error>", FaultKind.Unavailable)]
    [InlineData(HttpStatusCode.InternalServerError, "<Error>The requested flow instance was not found</Error>", FaultKind.Refused)]
    public async Task A_list_that_is_refused_is_a_fault_by_its_kind(HttpStatusCode status, string content, FaultKind kind)
    {
        platform.Answers("instanceapi/getinstances/family/110", content, status);

        var fault = await Assert.ThrowsAnyAsync<SourceException>(() => ReadAll(("families", "110")));

        Assert.Equal(kind, fault.Kind);
    }

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    static string Text(SourceRecord record) => Encoding.UTF8.GetString(record.Content.Span);

    Task<List<SourcePage>> ReadAll(params (string Name, string Value)[] settings) => ReadAll(Window, settings);

    async Task<List<SourcePage>> ReadAll(PageRequest request, params (string Name, string Value)[] settings)
    {
        var source = platform.Source(settings);
        var pages = new List<SourcePage>();
        for (PageRequest? next = request; next is not null;)
        {
            pages.Add(await source.ReadPageAsync(next, Stop));
            next = pages[^1].Next is { } position ? next with { Position = position } : null;
        }

        return pages;
    }
}
