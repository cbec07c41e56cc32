using System.Net;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.ByggR;

public sealed class ByggRSourceTests : IDisposable
{
    static readonly DateTimeOffset Noon = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    readonly ScriptedByggR byggr = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => byggr.Dispose();

    [Fact]
    public async Task A_read_goes_on_where_the_vendors_batch_ended_until_it_reaches_the_upper_bound()
    {
        byggr.AnswersBatch("2026-03-09T10:00:00", ScriptedByggR.Case("BYGG 2026-000001")).AnswersBatch("2026-03-10T12:00:00", ScriptedByggR.Case("BYGG 2026-000002"));

        var pages = await ReadAll(new PageRequest { ChangedAfter = Noon.AddDays(-2), ChangedUntil = Noon });

        Assert.Equal(["2026-03-08T12:00:00", "2026-03-09T10:00:00"], byggr.Requests.Select(r => r.Lower));
        Assert.Equal(["2026-03-10T12:00:00", "2026-03-10T12:00:00"], byggr.Requests.Select(r => r.Upper));
        Assert.Equal([1, 1], pages.Select(p => p.Records.Count));
        Assert.Equal(Noon, pages[^1].CompleteUntil);
    }

    [Fact]
    public async Task What_shares_its_time_with_a_batchs_end_is_not_lost_by_rounding()
    {
        byggr.AnswersBatch("2026-03-09T10:00:00.1234567", ScriptedByggR.Case("BYGG 2026-000001")).AnswersBatch(null);

        await ReadAll(new PageRequest { ChangedAfter = Noon.AddDays(-2) });

        Assert.Equal("2026-03-09T10:00:00.1234567", byggr.Requests[1].Lower);
    }

    [Fact]
    public async Task A_bound_is_cut_to_whole_seconds_and_never_rounded_up()
    {
        byggr.AnswersBatch(null);

        await ReadAll(new PageRequest { ChangedAfter = Noon.AddMilliseconds(999), ChangedUntil = Noon.AddSeconds(5.9) });

        Assert.Equal("2026-03-10T12:00:00", byggr.Requests[0].Lower);
        Assert.Equal("2026-03-10T12:00:05", byggr.Requests[0].Upper);
    }

    [Fact]
    public async Task Reading_everything_begins_where_the_setting_says_and_sets_no_end()
    {
        byggr.AnswersBatch(null);

        await ReadAll(new PageRequest(), ("startFrom", "2010-06-01"));

        Assert.Equal("2010-06-01T00:00:00", byggr.Requests[0].Lower);
        Assert.Matches("<UpperInclusiveBound [^>]*:nil=\"true\"[^>]*/>", byggr.Requests[0].Body);
    }

    [Theory]
    [InlineData("V4")]
    [InlineData("V8")]
    public async Task Each_contract_is_called_by_its_own_action_and_a_call_is_marked_as_a_read(string contract)
    {
        byggr.AnswersBatch(null).Answers(ScriptedByggR.Single("BYGG 2026-000001"));
        var source = byggr.Source(("contract", contract));

        await source.ReadPageAsync(new PageRequest(), Stop);
        await source.ReadByKeysAsync(["BYGG 2026-000001"], Stop);

        Assert.Equal(
            [$"\"www.tekis.se/ServiceContract/{contract}/IExportArenden/GetUpdatedArenden\"", $"\"www.tekis.se/ServiceContract/{contract}/IExportArenden/GetArende\""],
            byggr.Requests.Select(r => r.Action));
        Assert.All(byggr.Requests, r => Assert.True(r.IsRead));
        Assert.All(byggr.Requests, r => Assert.Equal("text/xml; charset=utf-8", r.ContentType));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-03-08T12:00:00")]
    [InlineData("0001-01-01T00:00:00")]
    public async Task An_empty_batch_that_gets_nowhere_is_the_end_and_promises_nothing(string? end)
    {
        byggr.AnswersBatch(end);

        var page = Assert.Single(await ReadAll(new PageRequest { ChangedAfter = Noon.AddDays(-2), ChangedUntil = Noon }));

        Assert.Empty(page.Records);
        Assert.Null(page.CompleteUntil);
    }

    [Fact]
    public async Task An_empty_batch_that_moved_on_is_not_the_end()
    {
        byggr.AnswersBatch("2026-03-09T00:00:00").AnswersBatch("2026-03-10T12:00:00", ScriptedByggR.Case("BYGG 2026-000001"));

        var pages = await ReadAll(new PageRequest { ChangedAfter = Noon.AddDays(-2), ChangedUntil = Noon });

        Assert.Equal([0, 1], pages.Select(p => p.Records.Count));
    }

    [Fact]
    public async Task A_batch_with_cases_that_does_not_move_on_returns_the_same_position_for_the_hub_to_notice()
    {
        byggr.AnswersBatch("2026-03-08T12:00:00", ScriptedByggR.Case("BYGG 2026-000001"));
        var source = byggr.Source();

        var page = await source.ReadPageAsync(new PageRequest { Position = "2026-03-08T12:00:00", ChangedUntil = Noon }, Stop);

        Assert.Equal("2026-03-08T12:00:00", page.Next);
        Assert.Single(page.Records);
        Assert.Single(byggr.Requests);
    }

    [Fact]
    public async Task A_batch_promises_no_more_than_was_asked_for()
    {
        byggr.AnswersBatch("2026-03-10T23:59:59", ScriptedByggR.Case("BYGG 2026-000001"));

        var page = Assert.Single(await ReadAll(new PageRequest { ChangedAfter = Noon.AddDays(-2), ChangedUntil = Noon }));

        Assert.Equal(Noon, page.CompleteUntil);
    }

    [Fact]
    public async Task In_the_autumn_night_reading_begins_before_the_hour_that_comes_twice()
    {
        byggr.AnswersBatch(null).AnswersBatch(null);

        await ReadAll(new PageRequest { ChangedAfter = new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero) });
        await ReadAll(new PageRequest { ChangedAfter = new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero) });

        Assert.All(byggr.Requests, r => Assert.Equal("2026-10-25T01:59:59", r.Lower));
    }

    [Fact]
    public async Task In_the_autumn_night_a_batch_promises_the_earlier_of_the_two_times_its_end_can_mean()
    {
        byggr.AnswersBatch("2026-10-25T02:30:00", ScriptedByggR.Case("BYGG 2026-000001"));

        var page = await byggr.Source().ReadPageAsync(new PageRequest { ChangedAfter = new DateTimeOffset(2026, 10, 24, 0, 0, 0, TimeSpan.Zero) }, Stop);

        Assert.Equal(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), page.CompleteUntil);
    }

    [Fact]
    public async Task The_vendors_clock_is_the_one_that_HTTP_tells()
    {
        byggr.Answers(ScriptedByggR.Batch(null), date: Noon);

        var page = Assert.Single(await ReadAll(new PageRequest()));

        Assert.Equal(Noon, page.SourceTime);
    }

    [Fact]
    public async Task A_record_is_the_vendors_element_with_the_namespaces_it_needs_and_says_where_it_stood()
    {
        byggr.Answers(ScriptedByggR.Batch(null, ScriptedByggR.Case("BYGG 2026-000001"), ScriptedByggR.Case("BYGG 2026-000002")));

        var page = Assert.Single(await ReadAll(new PageRequest()));

        Assert.Equal(
            """<arende xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dnr="BYGG 2026-000002" arendegrupp="LOV" xmlns="www.tekis.se/ServiceContract"><status xmlns="www.tekis.se/arende">Pågående</status><objektLista xmlns="www.tekis.se/arende"><abstractArendeObjekt xsi:type="arendeFastighet" arHuvudObjekt="true"><fastighet fnr="1"><trakt>BALDER</trakt></fastighet></abstractArendeObjekt></objektLista></arende>""",
            Encoding.UTF8.GetString(page.Records[1].Content.Span));
        Assert.Equal("GetUpdatedArenden after 2000-01-01T00:00:00, item 2", page.Records[1].Where);
    }

    [Fact]
    public async Task A_case_read_by_its_number_has_the_same_bytes_as_in_a_batch()
    {
        byggr.AnswersBatch(null, ScriptedByggR.Case("BYGG 2026-000001")).Answers(ScriptedByggR.Single("BYGG 2026-000001"));
        var source = byggr.Source();

        var batch = await source.ReadPageAsync(new PageRequest(), Stop);
        var single = await source.ReadByKeysAsync(["BYGG 2026-000001"], Stop);

        Assert.Equal(batch.Records[0].Content.ToArray(), Assert.Single(single).Content.ToArray());
    }

    [Fact]
    public async Task A_namespace_that_only_a_value_uses_comes_along()
    {
        byggr.Answers(ScriptedByggR.Envelope(
            """<r:GetUpdatedArendenResponse xmlns:r="www.tekis.se/ServiceContract" xmlns:a="www.tekis.se/arende"><r:GetUpdatedArendenResult><r:Arenden><r:arende dnr="1"><a:objektLista><a:abstractArendeObjekt xsi:type="a:arendeFastighet"/></a:objektLista></r:arende></r:Arenden></r:GetUpdatedArendenResult></r:GetUpdatedArendenResponse>"""));

        var page = Assert.Single(await ReadAll(new PageRequest()));

        using var reader = XmlReaders.Create(page.Records[0].Content);
        reader.ReadToFollowing("abstractArendeObjekt", "www.tekis.se/arende");
        Assert.Equal("www.tekis.se/arende", reader.LookupNamespace("a"));
    }

    [Fact]
    public async Task A_nil_case_is_no_record()
    {
        byggr.AnswersBatch(null, """<arende xsi:nil="true"/>""", ScriptedByggR.Case("BYGG 2026-000002"));

        var page = Assert.Single(await ReadAll(new PageRequest()));

        Assert.Single(page.Records);
    }

    [Theory]
    [InlineData("<GetUpdatedArendenResponse xmlns='www.tekis.se/ServiceContract'/>")]
    [InlineData("<GetUpdatedArendenResponse xmlns='www.tekis.se/ServiceContract'><GetUpdatedArendenResult/></GetUpdatedArendenResponse>")]
    [InlineData("<GetUpdatedArendenResponse xmlns='www.tekis.se/ServiceContract'><GetUpdatedArendenResult><Arenden/></GetUpdatedArendenResult></GetUpdatedArendenResponse>")]
    public async Task An_answer_without_cases_is_read_in_every_form(string body)
    {
        byggr.Answers(ScriptedByggR.Envelope(body));

        var page = Assert.Single(await ReadAll(new PageRequest()));

        Assert.Empty(page.Records);
    }

    [Fact]
    public async Task A_sign_in_page_with_200_is_unexpected_content()
    {
        byggr.Answers("<!DOCTYPE html><html><body>Logga in</body></html>", type: "text/html");

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadAll(new PageRequest()));

        Assert.Equal(FaultCodes.UnexpectedContent, fault.Code);
    }

    [Fact]
    public async Task XML_that_is_no_envelope_is_unexpected_content()
    {
        byggr.Answers("<html><body>Logga in</body></html>");

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadAll(new PageRequest()));

        Assert.Equal(FaultCodes.UnexpectedContent, fault.Code);
    }

    [Fact]
    public async Task The_answer_to_another_question_is_unexpected_content()
    {
        byggr.Answers(ScriptedByggR.Single("BYGG 2026-000001"));

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadAll(new PageRequest()));

        Assert.Equal(FaultCodes.UnexpectedContent, fault.Code);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(420)]
    [InlineData(-20)]
    [InlineData(-1)]
    public async Task An_answer_that_is_cut_anywhere_gives_no_records(int at)
    {
        var whole = ScriptedByggR.Batch("2026-03-10T12:00:00", ScriptedByggR.Case("BYGG 2026-000001"));
        byggr.Answers(whole[..(at < 0 ? whole.Length + at : at)]);

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadAll(new PageRequest()));

        Assert.Equal(FaultCodes.MalformedAnswer, fault.Code);
    }

    [Fact]
    public async Task A_document_type_definition_is_refused()
    {
        byggr.Answers("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + ScriptedByggR.Batch(null));

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadAll(new PageRequest()));

        Assert.Equal(FaultCodes.DtdForbidden, fault.Code);
    }

    [Fact]
    public async Task A_batch_end_that_is_no_time_is_a_malformed_answer()
    {
        byggr.AnswersBatch("i morgon", ScriptedByggR.Case("BYGG 2026-000001"));

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadAll(new PageRequest()));

        Assert.Equal(FaultCodes.MalformedAnswer, fault.Code);
    }

    [Fact]
    public async Task A_number_that_no_case_has_is_left_out_and_the_others_are_read()
    {
        byggr.Answers(ScriptedByggR.Single("BYGG 2026-000001")).AnswersFault("Arende not found for dnr BYGG 2026-000009").Answers(ScriptedByggR.Single("BYGG 2026-000003"));

        var records = await byggr.Source().ReadByKeysAsync(["BYGG 2026-000001", "BYGG 2026-000009", "BYGG 2026-000003"], Stop);

        Assert.Equal(2, records.Count);
    }

    [Fact]
    public async Task A_key_is_escaped_when_it_is_asked_for()
    {
        byggr.AnswersFault("Arende not found for dnr");

        await byggr.Source().ReadByKeysAsync(["</dnr><x>&"], Stop);

        Assert.Contains("&lt;/dnr&gt;&lt;x&gt;&amp;", byggr.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_business_fault_is_refused_without_the_words_it_quotes()
    {
        byggr.AnswersFault("Error getting GemArendeBE with 19121212-1212. Item not found.");

        var fault = await Assert.ThrowsAsync<SourceRefusedException>(() => ReadAll(new PageRequest()));

        Assert.DoesNotContain("19121212", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_the_service_itself_is_an_outage()
    {
        byggr.AnswersFault("Timeout expired.", "s:Server");

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => ReadAll(new PageRequest()));

        Assert.Equal(FaultCodes.ServerError, fault.Code);
    }

    [Fact]
    public async Task A_server_error_without_a_fault_in_it_is_an_outage()
    {
        byggr.Answers("<html>500</html>", HttpStatusCode.InternalServerError, "text/html");

        await Assert.ThrowsAsync<SourceUnavailableException>(() => ReadAll(new PageRequest()));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task A_path_where_no_service_is_names_the_setting_that_holds_it(HttpStatusCode status)
    {
        byggr.Answers("<html>Här finns inget</html>", status, "text/html");

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => ReadAll(new PageRequest()));

        Assert.Equal((FaultCodes.NoSuchEndpoint, "connection.url"), (fault.Code, fault.Setting));
    }

    [Theory]
    [InlineData("Arende not found for dnr BYGG 2026-000009", "Client", FaultKind.Refused, FaultCodes.NotFound)]
    [InlineData("Error getting GemDmsdoclinkBE with DoclinkId=1. Item not found.", "Client", FaultKind.Refused, FaultCodes.NotFound)]
    [InlineData("DocumentId ABC is not a numeric value!", "Client", FaultKind.Refused, FaultCodes.Refused)]
    [InlineData("Something else", "Client", FaultKind.Refused, FaultCodes.Refused)]
    [InlineData("Something else", "Server", FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("Something else", "InternalServiceFault", FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("", "", FaultKind.Unavailable, FaultCodes.ServerError)]
    public void A_fault_means_what_can_be_done_about_it(string text, string code, FaultKind kind, string expected)
    {
        var fault = ByggRFaults.ToException(new SoapFault(code, text), "GetArende");

        Assert.Equal((kind, expected), (fault.Kind, fault.Code));
    }

    [Theory]
    [InlineData("startFrom", "igår")]
    [InlineData("timezone", "Europe/Sundby")]
    [InlineData("contract", "V5")]
    [InlineData("url", "byggr")]
    public void A_setting_that_cannot_be_is_named(string name, string value)
    {
        var fault = Assert.Throws<MisconfiguredException>(() => byggr.Source((name, value)));

        Assert.Equal($"connection.{name}", fault.Setting);
    }

    // Does what the hub does, without its guards.
    async Task<List<SourcePage>> ReadAll(PageRequest request, params (string Name, string Value)[] settings)
    {
        var source = byggr.Source(settings);
        var pages = new List<SourcePage>();
        for (PageRequest? next = request; next is not null;)
        {
            var page = await source.ReadPageAsync(next, Stop);
            pages.Add(page);
            next = page.Next is null ? null : next with { Position = page.Next };
        }

        return pages;
    }
}
