using System.Net;
using System.Text;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>What answers hold, and what they mean.</summary>
public sealed class AnswerTests
{
    const string List = "http:\n  list: { get: '/cases?a={since}', records: c }\n  byKey: { get: '/cases/{key}' }\n";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("utf-8", "application/json", true)]
    [InlineData("utf-8", "application/json; charset=utf-8", false)]
    [InlineData("iso-8859-1", "application/json; charset=ISO-8859-1", false)]
    [InlineData("windows-1252", "application/json", false)]
    [InlineData("utf-16", "application/json", true)]
    [InlineData("utf-8", "application/json; charset=no-such-thing", true)]
    public async Task Letters_are_read_as_the_answer_or_else_the_stream_file_says(string charset, string type, bool mark)
    {
        var encoding = AdapterKit.Charsets.Get(charset);
        var system = new DescribedSystem(List + (charset == "windows-1252" ? "  charset: windows-1252\n" : ""))
        {
            Answer = _ => DescribedSystem.Of([.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("""{"c":[{"t":"Åkerö €"}]}""".Replace("€", charset == "iso-8859-1" ? "" : "€", StringComparison.Ordinal))], type),
        };

        var page = await system.Source().ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.StartsWith("""{"t":"Åkerö """, DescribedSystem.Text(Assert.Single(page.Records)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_records_bytes_are_the_vendors()
    {
        const string Odd = """{ "n": 1.500, "n":2,"\u00e5" : "\u00E5\/" }""";
        var system = new DescribedSystem(List) { Answer = _ => DescribedSystem.Json($$"""{"c":[{{Odd}}, null]}""") };

        Assert.Equal(Odd, DescribedSystem.Text(Assert.Single((await system.Source().ReadPageAsync(DescribedSystem.Changes, Token)).Records)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_nearly_json_is_read_where_the_stream_file_says_so_and_no_answer_elsewhere(bool lenient)
    {
        var system = new DescribedSystem(List + (lenient ? "  lenient: true\n" : "")) { Answer = _ => DescribedSystem.Json("{ // of today\n c: [ { 'n': 1.500, }, ] }") };
        var read = async () => await system.Source().ReadPageAsync(DescribedSystem.Changes, Token);

        if (lenient) Assert.Equal("""{"n":1.500}""", DescribedSystem.Text(Assert.Single((await read()).Records)));
        else Assert.Equal(FaultCodes.MalformedAnswer, (await Assert.ThrowsAsync<UnreadableAnswerException>(read)).Code);
    }

    [Fact]
    public async Task What_lenient_reading_would_have_to_guess_is_no_answer()
    {
        var system = new DescribedSystem(List + "  lenient: true\n") { Answer = _ => DescribedSystem.Json("{c:[{n: NaN}]}") };

        Assert.Equal(FaultCodes.MalformedAnswer, (await Assert.ThrowsAsync<UnreadableAnswerException>(async () => await system.Source().ReadPageAsync(DescribedSystem.Changes, Token))).Code);
    }

    [Theory]
    [InlineData("12", null)]
    [InlineData("\"12\"", null)]
    [InlineData("\"about 12\"", "holds something at 'count' that is no number of records, and total says that it is one")]
    [InlineData("-1", "holds something at 'count' that is no number of records")]
    [InlineData("1.5", "holds something at 'count' that is no number of records")]
    [InlineData("null", "does not hold 'count'")]
    [InlineData("{}", "does not hold 'count'")]
    public async Task A_number_of_records_that_is_none_is_told_and_not_guessed(string count, string? told)
    {
        var system = new DescribedSystem("http:\n  list: { get: '/cases?a={since}', records: c, total: count }\n") { Answer = _ => DescribedSystem.Json($$"""{"c":[],"count":{{count}}}""") };
        var read = async () => await system.Source().ReadPageAsync(DescribedSystem.Changes, Token);

        if (told is null) Assert.Equal(12, (await read()).Total);
        else Assert.Contains(told, (await Assert.ThrowsAsync<UnreadableAnswerException>(read)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", FaultCodes.MalformedAnswer)]
    [InlineData("<html><body>Logga in</body></html>", FaultCodes.UnexpectedContent)]
    [InlineData("""{"c":[{"a":1}""", FaultCodes.MalformedAnswer)]
    [InlineData("""{"message":"ok"}""", FaultCodes.UnexpectedContent)]
    [InlineData("""{"c":{"a":1}}""", FaultCodes.UnexpectedContent)]
    [InlineData("[]", FaultCodes.UnexpectedContent)]
    [InlineData("ok", FaultCodes.MalformedAnswer)]
    public async Task What_is_no_answer_is_never_a_page_without_records(string content, string code)
    {
        var system = new DescribedSystem(List) { Answer = _ => DescribedSystem.Json(content) };

        Assert.Equal(code, (await Assert.ThrowsAsync<UnreadableAnswerException>(async () => await system.Source().ReadPageAsync(DescribedSystem.Changes, Token))).Code);
    }

    [Theory]
    [InlineData(404, "{}", "", typeof(MisconfiguredException), FaultCodes.NoSuchEndpoint)]
    [InlineData(400, "{}", "", typeof(SourceRefusedException), FaultCodes.Refused)]
    [InlineData(500, "{}", "", typeof(SourceUnavailableException), FaultCodes.ServerError)]
    [InlineData(500, """{"m":"Unknown Customer"}""", "{ status: 500, text: unknown customer, is: refused }", typeof(SourceRefusedException), FaultCodes.Refused)]
    [InlineData(500, """{"m":"something else"}""", "{ status: 500, text: unknown customer, is: refused }", typeof(SourceUnavailableException), FaultCodes.ServerError)]
    [InlineData(500, """{"m":"b then a"}""", "{ status: [500, 501], text: [a, b], is: misconfigured, setting: url }", typeof(MisconfiguredException), FaultCodes.InvalidSetting)]
    [InlineData(403, """{"code":"jwt-expired"}""", "{ status: 403, text: jwt-expired, is: unavailable }", typeof(SourceUnavailableException), FaultCodes.ServerError)]
    [InlineData(403, """{"m":"closed on sundays"}""", "{ status: 403, text: closed, is: refused }", typeof(SourceRefusedException), FaultCodes.Refused)]
    [InlineData(200, """{"m":"maintenance"}""", "{ status: 200, text: maintenance, is: unavailable }", typeof(SourceUnavailableException), FaultCodes.ServerError)]
    public async Task An_answer_that_says_no_means_what_its_rule_says_and_else_what_its_status_says(int status, string content, string rule, Type fault, string code)
    {
        var system = new DescribedSystem(List + (rule.Length > 0 ? $"  faults: [ {rule} ]\n" : "")) { Answer = _ => DescribedSystem.Json(content, (HttpStatusCode)status) };

        var thrown = await Assert.ThrowsAnyAsync<SourceException>(async () => await system.Source().ReadPageAsync(DescribedSystem.Changes, Token));

        Assert.Equal((fault, code), (thrown.GetType(), thrown.Code));
    }

    [Theory]
    [InlineData(404, "", "{ status: 404, is: empty }")]
    [InlineData(204, "", "{ status: 204, is: empty }")]
    [InlineData(500, "no rows", "{ status: 500, text: no rows, is: empty }")]
    [InlineData(200, """{"message":"No rows"}""", "{ status: 200, text: no rows, is: empty }")]
    public async Task What_a_rule_calls_empty_is_a_page_without_records_and_the_last(int status, string content, string rule)
    {
        var system = new DescribedSystem($"{List}  faults: [ {rule} ]\n") { Answer = _ => DescribedSystem.Json(content, (HttpStatusCode)status) };

        var page = await system.Source().ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal((0, null), (page.Records.Count, page.Next));
    }

    [Fact]
    public async Task Records_may_hold_the_words_of_a_rule()
    {
        var system = new DescribedSystem(List + "  faults: [ { status: 200, text: no rows, is: empty } ]\n") { Answer = _ => DescribedSystem.Json("""{"c":[{"t":"no rows left in the garden"}]}""") };

        Assert.Single((await system.Source().ReadPageAsync(DescribedSystem.Changes, Token)).Records);
    }

    [Fact]
    public async Task Only_the_code_of_a_problem_is_told_and_only_when_it_is_one()
    {
        async Task<string> Told(string content)
        {
            var system = new DescribedSystem(List) { Answer = _ => DescribedSystem.Json(content, HttpStatusCode.BadRequest, "application/problem+json") };
            return (await Assert.ThrowsAsync<SourceRefusedException>(async () => await system.Source().ReadPageAsync(DescribedSystem.Changes, Token))).Message;
        }

        Assert.Contains("(400, unknown-parameters)", await Told("""{"code":"unknown-parameters","detail":"Anna Andersson 19350101-9800"}"""), StringComparison.Ordinal);
        Assert.Contains("(400, OSC-CREST-00006)", await Told("""{"o:errorCode":"OSC-CREST-00006"}"""), StringComparison.Ordinal);
        foreach (var content in (string[])["""{"code":"Andersson"}""", """{"code":"Anna-Karin"}""", """{"code":"p-19350101"}""", """{"code":"Anna Andersson"}""", "no json", """{"error":{"code":"a-b"}}"""])
            Assert.Contains("(400)", await Told(content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_vendor_does_not_know_is_left_out_and_one_that_it_cannot_tell_is_held_under_the_key()
    {
        var system = new DescribedSystem(List)
        {
            Answer = call => call.Target.EndsWith("/1", StringComparison.Ordinal) ? DescribedSystem.Json("""{"id":1}""") : call.Target.EndsWith("/2", StringComparison.Ordinal) ? DescribedSystem.Json("{}", HttpStatusCode.NotFound) : DescribedSystem.Json("<html>"),
        };

        var records = await ((IReadsByKey)system.Source()).ReadByKeysAsync(["1", "2", "3", ".."], Token);

        Assert.Equal([(null, null), ("3", true)], records.Select(r => (r.BrokenKey, r.Broken is null ? (bool?)null : true)));
        Assert.Equal(3, system.Calls.Count);
    }

    [Fact]
    public async Task Where_several_keys_are_asked_for_and_one_is_unknown_the_others_come_all_the_same()
    {
        var system = new DescribedSystem("http:\n  list: { get: '/cases?a={since}', records: c }\n  byKey: { get: '/cases?ids={keys}', records: c }\n")
        {
            Answer = call => call.Target.Contains('3', StringComparison.Ordinal)
                ? DescribedSystem.Json("{}", HttpStatusCode.NotFound)
                : DescribedSystem.Json($$"""{"c":[{{string.Join(',', Uri.UnescapeDataString(call.Address.Query[5..]).Split(',').Select(id => $$"""{"id":{{id}}}"""))}}]}"""),
        };

        var records = await ((IReadsByKey)system.Source()).ReadByKeysAsync(["1", "2", "3", "4", "5,6"], Token);

        Assert.Equal(["""{"id":1}""", """{"id":2}""", """{"id":4}"""], records.Select(DescribedSystem.Text));
    }

    [Fact]
    public async Task Records_of_XML_keep_the_declarations_that_they_need()
    {
        var system = new DescribedSystem("http:\n  format: xml\n  list: { get: '/cases?a={since}', records: answer.cases.case, total: answer.@count, clock: answer.now }\n")
        {
            Answer = _ => DescribedSystem.Xml("""<?xml version="1.0"?><v:answer xmlns:v="urn:v" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" count="2"><v:now>2026-03-09T10:00:00Z</v:now><v:cases><v:case><v:a xsi:type="v:house">Å &amp; ä</v:a></v:case><v:case/></v:cases></v:answer>"""),
        };

        var page = await system.Source().ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal("""<v:case xmlns:v="urn:v" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><v:a xsi:type="v:house">Å &amp; ä</v:a></v:case>""", DescribedSystem.Text(page.Records[0]));
        Assert.Equal((2, 2L, new DateTimeOffset(2026, 3, 9, 10, 0, 0, TimeSpan.Zero)), (page.Records.Count, page.Total, page.SourceTime));
    }

    [Theory]
    [InlineData("<status><message>ok</message></status>", FaultCodes.UnexpectedContent)]
    [InlineData("<answer><other/></answer>", FaultCodes.UnexpectedContent)]
    [InlineData("<html><body/></html>", FaultCodes.UnexpectedContent)]
    [InlineData("<answer><cases><case/>", FaultCodes.MalformedAnswer)]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><answer><cases><case>&x;</case></cases></answer>", FaultCodes.DtdForbidden)]
    [InlineData("", FaultCodes.MalformedAnswer)]
    public async Task Another_document_is_never_an_answer_without_records(string content, string code)
    {
        var system = new DescribedSystem("http:\n  format: xml\n  list: { get: '/cases?a={since}', records: answer.cases.case }\n") { Answer = _ => DescribedSystem.Xml(content) };

        Assert.Equal(code, (await Assert.ThrowsAsync<UnreadableAnswerException>(async () => await system.Source().ReadPageAsync(DescribedSystem.Changes, Token))).Code);
    }

    [Theory]
    [InlineData("1.1", "text/xml; charset=utf-8", "http://schemas.xmlsoap.org/soap/envelope/")]
    [InlineData("1.2", "application/soap+xml; charset=utf-8; action=\"urn:find\"", "http://www.w3.org/2003/05/soap-envelope")]
    public async Task A_SOAP_call_is_put_into_an_envelope_and_taken_out_of_one(string version, string type, string ns)
    {
        var system = new DescribedSystem($"http:\n  format: xml\n  list:\n    post: /svc\n    soap: {{ action: 'urn:find', version: '{version}' }}\n    body: <find xmlns=\"urn:v\"><after>{{since}}</after></find>\n    records: found.case\n  times: {{ beginning: 2000-01-01T00:00:00Z }}\n")
        {
            Answer = _ => DescribedSystem.Of(Encoding.UTF8.GetBytes($"<s:Envelope xmlns:s=\"{ns}\"><s:Header/><s:Body><found xmlns=\"urn:v\"><case id=\"1\"/></found></s:Body></s:Envelope>"), version == "1.1" ? "text/xml" : "application/soap+xml"),
        };

        var page = await system.Source().ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal("""<case id="1" xmlns="urn:v" />""", DescribedSystem.Text(Assert.Single(page.Records)));
        var call = Assert.Single(system.Calls);
        Assert.Equal(type, call.ContentType);
        Assert.Contains($"<s:Envelope xmlns:s=\"{ns}\"><s:Body><find xmlns=\"urn:v\"><after>2026-03-09T07:30:15Z</after></find></s:Body></s:Envelope>", call.Body, StringComparison.Ordinal);
        Assert.Equal(version == "1.1", call.Headers.ContainsKey("SOAPAction"));
    }

    [Theory]
    [InlineData("<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring></s:Fault>", "http://schemas.xmlsoap.org/soap/envelope/", typeof(SourceRefusedException))]
    [InlineData("<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>", "http://schemas.xmlsoap.org/soap/envelope/", typeof(SourceUnavailableException))]
    [InlineData("<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>s:x</s:Value></s:Subcode></s:Code><s:Reason><s:Text>no</s:Text></s:Reason></s:Fault>", "http://www.w3.org/2003/05/soap-envelope", typeof(SourceRefusedException))]
    [InlineData("<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text>no</s:Text></s:Reason></s:Fault>", "http://www.w3.org/2003/05/soap-envelope", typeof(SourceUnavailableException))]
    public async Task A_SOAP_fault_of_who_asks_is_refused_and_any_other_an_outage(string fault, string ns, Type expected)
    {
        var system = new DescribedSystem("http:\n  format: xml\n  list:\n    post: /svc\n    soap: { action: 'urn:find' }\n    body: <find><after>{since}</after></find>\n    records: found.case\n  times: { beginning: 2000-01-01T00:00:00Z }\n")
        {
            Answer = _ => DescribedSystem.Xml($"<s:Envelope xmlns:s=\"{ns}\"><s:Body>{fault}</s:Body></s:Envelope>", HttpStatusCode.InternalServerError),
        };

        Assert.IsType(expected, await Record.ExceptionAsync(async () => await system.Source().ReadPageAsync(DescribedSystem.Changes, Token)));
    }

    [Fact]
    public async Task What_was_deleted_is_read_after_the_records_and_only_by_who_has_read_before()
    {
        var system = new DescribedSystem("""
            http:
              list: { get: "/cases?a={since}", records: c }
              deletions: { get: "/removed?a={since}&p={page}", records: r, key: id, at: at, reason: outOfScope, paging: { by: page, end: { empty: true } } }
            """)
        {
            Answer = call => DescribedSystem.Json(call.Target.Contains("removed", StringComparison.Ordinal)
                ? call.Target.EndsWith("p=1", StringComparison.Ordinal) ? """{"r":[{"id":7,"at":"2026-03-09T08:00:00Z"},{"id":"b"}]}""" : """{"r":[]}"""
                : """{"c":[{"id":1}]}"""),
        };
        var source = system.Source();

        var first = await source.ReadPageAsync(DescribedSystem.Changes, Token);
        var second = await source.ReadPageAsync(DescribedSystem.Changes with { Position = first.Next }, Token);
        var third = await source.ReadPageAsync(DescribedSystem.Changes with { Position = second.Next }, Token);

        Assert.Equal([new SourceDeletion("7", new DateTimeOffset(2026, 3, 9, 8, 0, 0, TimeSpan.Zero)) { Reason = TombstoneReason.OutOfScope }, new SourceDeletion("b", null) { Reason = TombstoneReason.OutOfScope }], second.Deletions);
        Assert.Equal((0, null), (third.Deletions.Count, third.Next));
        Assert.Null((await source.ReadPageAsync(new PageRequest(), Token)).Next);
    }

    [Fact]
    public async Task A_list_that_reaches_the_vendors_ceiling_is_cut_in_a_window_and_a_fault_where_nothing_smaller_can_be_asked_for()
    {
        const string Section = "http:\n  list: { get: '/cases?a={since}&b={until}', records: c, paging: { by: none, ceiling: 2 } }\n";
        static HttpResponseMessage Two(DescribedSystem.Called _) => DescribedSystem.Json("""{"c":[{"id":1},{"id":2}]}""");

        Assert.True((await new DescribedSystem(Section, ReadStrategy.Windowed) { Answer = Two }.Source().ReadPageAsync(DescribedSystem.Changes, Token)).Cut);
        Assert.False((await new DescribedSystem(Section, ReadStrategy.Snapshot) { Answer = Two }.Source().ReadPageAsync(new PageRequest(), Token)).PartOfComplete);
        Assert.Equal(FaultCodes.LimitExceeded, (await Assert.ThrowsAsync<UnreadableAnswerException>(async () => await new DescribedSystem(Section) { Answer = Two }.Source().ReadPageAsync(DescribedSystem.Changes, Token))).Code);
    }
}
