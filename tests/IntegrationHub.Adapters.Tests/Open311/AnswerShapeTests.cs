using System.Net;
using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Open311;

/// <summary>Every shape that servers have been seen to answer in; what is no answer never reads as no reports.</summary>
public sealed class AnswerShapeTests : IDisposable
{
    static readonly PageRequest Window = new() { ChangedAfter = new(2026, 3, 9, 0, 0, 0, TimeSpan.Zero), ChangedUntil = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero) };

    readonly ScriptedServer server = new();

    public void Dispose() => server.Dispose();

    [Theory]
    [InlineData("""[ {"service_request_id": "1", "status": "open"} ]""")]
    [InlineData("""{"service_requests":[ {"service_request_id": "1", "status": "open"} ]}""")]
    [InlineData("""{"requests":[ {"service_request_id": "1", "status": "open"} ]}""")]
    [InlineData("""{"service_requests":{"request":[ {"service_request_id": "1", "status": "open"} ]}}""")]
    [InlineData("""{"service_requests":{"request": {"service_request_id": "1", "status": "open"} }}""")]
    [InlineData("""{"changeset":"x","service_requests": {"service_request_id": "1", "status": "open"} }""")]
    [InlineData("""  {"service_request_id": "1", "status": "open"}  """)]
    [InlineData("\uFEFF[{\"service_request_id\": \"1\", \"status\": \"open\"}]")]
    [InlineData("""[null, {"service_request_id": "1", "status": "open"}]""")]
    public async Task A_row_in_any_wrapping_has_the_same_bytes(string answer)
    {
        var records = await Read(answer);

        Assert.Equal("""{"service_request_id": "1", "status": "open"}""", Text(Assert.Single(records)));
    }

    [Fact]
    public async Task A_row_with_bytes_that_are_no_text_comes_through_as_it_is_and_keeps_no_other_from_coming()
    {
        // Found by fuzzing: 0xA8 is no UTF-8, in a value and in a name; a half character is no text either.
        byte[] answer = [.. Encoding.Latin1.GetBytes("[{\"service_request_id\":\"1\",\"description\":\"a\u00a8\",\"n\u00a8\":1,\"\\uD800x\":2,\"x\":\"\\uD800\"},{\"service_request_id\":\"\\uD800\"},{\"service_request_id\":\"2\"}]")];
        server.Answers(Encoding.Latin1.GetString(answer), type: "application/json", encoding: Encoding.Latin1);

        var records = await Page();

        Assert.Equal(3, records.Count);
        Assert.Contains((byte)0xA8, records[0].Content.ToArray());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"service_requests":[]}""")]
    [InlineData("""{"service_requests":null}""")]
    [InlineData("""{"service_requests":""}""")]
    [InlineData("<service_requests/>")]
    [InlineData("<?xml version='1.0'?><service_requests>\n</service_requests>")]
    public async Task An_empty_list_is_read_in_every_form(string answer) => Assert.Empty(await Read(answer));

    [Theory]
    [InlineData("<service_requests><request><service_request_id>1</service_request_id><x/></request></service_requests>")]
    [InlineData("<requests> <request><service_request_id>1</service_request_id><x/></request>\n</requests>")]
    [InlineData("<request><service_request_id>1</service_request_id><x/></request>")]
    public async Task A_row_of_XML_is_its_element(string answer)
    {
        var record = Assert.Single(await Read(answer));

        Assert.Equal("<request><service_request_id>1</service_request_id><x /></request>", Text(record));
        Assert.Equal(RecordFormat.Xml, record.Format);
    }

    [Fact]
    public async Task An_answer_in_another_charset_is_read_in_it()
    {
        server.Answers("""[{"service_request_id":"1","status":"åtgärdad"}]""", type: "application/json; charset=iso-8859-1", encoding: Encoding.Latin1);

        Assert.Equal("""{"service_request_id":"1","status":"åtgärdad"}""", Text(Assert.Single(await Page())));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("")]
    public async Task Rows_that_call_themselves_something_else_are_rows_all_the_same(string type)
    {
        server.Answers("""[{"service_request_id":"1"}]""", type: type);

        Assert.Single(await Page());
    }

    [Fact]
    public async Task Codes_with_leading_zeros_as_in_the_specifications_own_samples_stay_what_they_are()
    {
        var record = Assert.Single(await Read("""[{"service_request_id":638344,"service_code":006,"lat":0.5,"zipcode":-010,"description":"kl 01, \"006\""}]"""));

        Assert.Equal("""{"service_request_id":638344,"service_code":"006","lat":0.5,"zipcode":"-010","description":"kl 01, \"006\""}""", Text(record));
        Assert.Contains(server.Log.Lines, l => l.Id == 4103);
    }

    [Fact]
    public async Task Raw_line_breaks_in_a_text_and_a_comma_too_many_are_mended()
    {
        var record = Assert.Single(await Read("[{\"service_request_id\":\"1\",\"description\":\"rad 1\nrad 2\t.\", },]"));

        Assert.Equal("""{"service_request_id":"1","description":"rad 1\u000arad 2\u0009." }""", Text(record));
    }

    [Fact]
    public async Task Valid_JSON_is_never_touched()
    {
        const string Row = """{"service_request_id":0,"lat":-0.5e-3,"a":[10.50,"x, ]"],"ok":true,"gone":null}""";

        Assert.Equal(Row, Text(Assert.Single(await Read($"[{Row}]"))));
        Assert.Empty(server.Log.Lines);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>ERROR: Incorrect value</body></html>", "text/html", FaultCodes.UnexpectedContent)]
    [InlineData("<html><body>ERROR</body></html>", "text/xml", FaultCodes.UnexpectedContent)]
    [InlineData("<!DOCTYPE html><p>", "application/json", FaultCodes.UnexpectedContent)]
    [InlineData("{}", "application/json", FaultCodes.UnexpectedContent)]
    [InlineData("""{"message":"hello"}""", "application/json", FaultCodes.UnexpectedContent)]
    [InlineData("\"no\"", "application/json", FaultCodes.UnexpectedContent)]
    [InlineData("<feed/>", "text/xml", FaultCodes.UnexpectedContent)]
    [InlineData("", "application/json", FaultCodes.MalformedAnswer)]
    [InlineData("  ", "application/json", FaultCodes.MalformedAnswer)]
    [InlineData("[{\"service_request_id\":\"1\"},{\"serv", "application/json", FaultCodes.MalformedAnswer)]
    [InlineData("[{\"service_request_id\":\"1\"}", "application/json", FaultCodes.MalformedAnswer)]
    [InlineData("<service_requests><request><service_request_id>1</service_request_id></request>", "text/xml", FaultCodes.MalformedAnswer)]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><service_requests/>", "text/xml", FaultCodes.DtdForbidden)]
    public async Task What_is_no_answer_is_a_fault_and_never_no_reports(string answer, string type, string code)
    {
        server.Answers(answer, type: type);

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => Page(answer.StartsWith('<') && type == "text/xml" ? "xml" : "json"));

        Assert.Equal(code, fault.Code);
    }

    [Theory]
    [InlineData("xml", "[]")]
    [InlineData("json", "<service_requests/>")]
    public async Task The_other_format_than_asked_for_names_the_setting(string asked, string answer)
    {
        server.Answers(answer);

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => Page(asked));

        Assert.Contains("connection.format", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"code":400,"description":"start_date bad 19121212-1212"}]""", 400, FaultKind.Refused, FaultCodes.Refused)]
    [InlineData("""{"errors":{"code":400,"description":"Bad request"}}""", 400, FaultKind.Refused, FaultCodes.Refused)]
    [InlineData("""{"errors":[{"code":400,"description":"Bad request"}]}""", 200, FaultKind.Refused, FaultCodes.Refused)]
    [InlineData("<errors><error><code>400</code><description>Bad</description></error></errors>", 200, FaultKind.Refused, FaultCodes.Refused)]
    [InlineData("nothing to read", 400, FaultKind.Refused, FaultCodes.Refused)]
    [InlineData("""[{"code":400,"description":"jurisdiction_id was not provided"}]""", 400, FaultKind.Misconfigured, FaultCodes.InvalidSetting)]
    [InlineData("""[{"code":404,"description":"jurisdiction_id provided was not found"}]""", 404, FaultKind.Misconfigured, FaultCodes.InvalidSetting)]
    [InlineData("""[{"code":403,"description":"Invalid api_key received"}]""", 200, FaultKind.Misconfigured, FaultCodes.NotAuthorised)]
    [InlineData("<errors><error><code>403</code><description>no</description></error></errors>", 403, FaultKind.Misconfigured, FaultCodes.NotAuthorised)]
    [InlineData("""[{"code":400,"description":"api_key missing"}]""", 400, FaultKind.Misconfigured, FaultCodes.NotAuthorised)]
    [InlineData("<html>Not here</html>", 404, FaultKind.Misconfigured, FaultCodes.NoSuchEndpoint)]
    [InlineData("[]", 410, FaultKind.Misconfigured, FaultCodes.NoSuchEndpoint)]
    [InlineData("""[{"code":500,"description":"database gone"}]""", 500, FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("""[{"code":503,"description":"busy"}]""", 200, FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("""{"errors":"slow down"}""", 429, FaultKind.Unavailable, FaultCodes.TooManyRequests)]
    public async Task An_error_is_known_by_what_can_be_done_about_it_and_not_quoted(string answer, int status, FaultKind kind, string code)
    {
        server.Answers(answer, (HttpStatusCode)status);

        var fault = await Assert.ThrowsAnyAsync<SourceException>(() => Page(answer.StartsWith('<') ? "xml" : "json"));

        Assert.Equal((kind, code), (fault.Kind, fault.Code));
        Assert.DoesNotContain("19121212", fault.ToString(), StringComparison.Ordinal);
    }

    async Task<IReadOnlyList<SourceRecord>> Read(string answer)
    {
        server.Answers(answer, type: answer.Contains('<', StringComparison.Ordinal) ? "text/xml" : "application/json");
        return await Page(answer.StartsWith('<') ? "xml" : "json");
    }

    async Task<IReadOnlyList<SourceRecord>> Page(string format = "json") =>
        (await server.Source(("format", format)).ReadPageAsync(Window, TestContext.Current.CancellationToken)).Records;

    static string Text(SourceRecord record) => Encoding.UTF8.GetString(record.Content.Span);
}
