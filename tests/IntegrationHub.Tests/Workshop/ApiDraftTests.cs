using System.Text;
using IntegrationHub.Workshop.Inference;

namespace IntegrationHub.Tests.Workshop;

/// <summary>What one answer of an API tells of how it is read.</summary>
public sealed class ApiDraftTests
{
    const string Rows = """[{"id":1,"state":"NEW","changed":"2026-03-02T09:15:00"},{"id":2,"state":"DONE","changed":"2026-03-03T09:15:00"}]""";

    [Theory]
    [InlineData("?page=1&size=2", """{"total":5,"next":"https://faults.example/api/cases?page=2&size=2","items":ROWS}""", "/cases?size={size}", "paging: { by: next, at: next }")]
    [InlineData("", """{"_links":{"next":{"href":"/api/cases?page=2"}},"items":ROWS}""", "/cases", "paging: { by: next, at: \"_links.next.href\" }|by: next, at: _links.next.href")]
    [InlineData("?page=1", """{"next":"https://inner.example/cases?page=2","items":ROWS}""", "/cases?page={page}", "paging: { by: page, end: { next: next } }")]
    [InlineData("", """{"next":"https://inner.example/cases?offset=2&limit=2","items":ROWS}""", "/cases?offset={offset}", "paging: { by: offset, end: { next: next } }")]
    [InlineData("?page=3", """{"next":null,"items":ROWS}""", "/cases?page={page}", "paging: { by: page, end: { next: next } }")]
    [InlineData("", """{"@odata.nextLink":"https://faults.example/api/cases?$skiptoken=x","items":ROWS}""", "/cases", "paging: { by: next, at: \"['@odata.nextLink']\" }")]
    [InlineData("", """{"items":ROWS,"meta":{"nextCursor":"abc"}}""", "/cases?cursor={token}", "paging: { by: token, at: meta.nextCursor }")]
    [InlineData("?after=", """{"items":ROWS,"cursor":"abc"}""", "/cases?after={token}", "paging: { by: token, at: cursor }")]
    [InlineData("?page=0", """{"content":ROWS,"last":false,"totalElements":5,"number":0}""", "/cases?page={page}", "paging: { by: page, first: 0, end: { last: last } }")]
    [InlineData("", """{"content":ROWS,"last":false,"number":0}""", "/cases?page={page}", "paging: { by: page, first: 0, end: { last: last } }")]
    [InlineData("?pageNumber=1&pageSize=2", """{"items":ROWS,"totalPages":3}""", "/cases?pageNumber={page}&pageSize={size}", "paging: { by: page, end: { pages: totalPages } }")]
    [InlineData("?offset=0&limit=2", """{"items":ROWS,"hasMore":true}""", "/cases?offset={offset}&limit={size}", "paging: { by: offset, end: { more: hasMore } }")]
    [InlineData("?$skip=0&$top=2", """{"items":ROWS}""", "/cases?$skip={offset}&$top={size}", "paging: { by: offset, end: { empty: true } }")]
    [InlineData("?kind=a%7Bb%7D", """{"items":ROWS}""", "/cases?kind=a%7Bb%7D", "paging: { by: none }")]
    [InlineData("", "ROWS", "/cases", "paging: { by: none }")]
    public async Task Pages_are_turned_as_the_answer_shows_and_asked_for_as_the_address_was_written(string query, string answer, string get, string paging)
    {
        var stream = await DraftAsync(query, answer);

        Assert.Contains($"    get: \"{get}\"", stream);
        Assert.Contains(stream, line => paging.Split('|').Any(p => line.Contains(p, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"total":5,"items":ROWS}""", "total")]
    [InlineData("""{"count":2,"total":5,"items":ROWS}""", "total")]
    [InlineData("""{"metadata":{"total_results":5,"total_pages":3,"results":2},"items":ROWS}""", "metadata.total_results")]
    [InlineData("""{"_meta":{"totalRecords":5},"items":ROWS}""", "_meta.totalRecords")]
    [InlineData("""{"totalNumberOfItems":"5","items":ROWS}""", "totalNumberOfItems")]
    [InlineData("""{"count":2,"next":"https://faults.example/api/cases?page=2","items":ROWS}""", null)]
    [InlineData("""{"count":1,"items":ROWS}""", null)]
    [InlineData("""{"count":"many","pageSize":50,"items":ROWS}""", null)]
    public async Task A_number_is_that_of_all_records_only_when_it_can_be(string answer, string? path)
    {
        var totals = (await DraftAsync("", answer)).Where(line => line.TrimStart().StartsWith("total:", StringComparison.Ordinal)).Select(line => line.Split(": ")[1].Trim('"'));

        Assert.Equal(path is null ? [] : [path], totals);
    }

    [Theory]
    [InlineData("?changedAfter=2026-03-01T00:00:00Z", "/cases?changedAfter={since}", null)]
    [InlineData("?modified_since=2026-03-01", "/cases?modified_since={since}", "  times: { format: \"yyyy-MM-dd\", zone: Europe/Stockholm }")]
    [InlineData("?gt=2026-03-01T00:00:00", "/cases?gt={since}", "  times: { format: \"yyyy-MM-dd'T'HH:mm:ss\", zone: Europe/Stockholm }")]
    [InlineData("?updated_after=1772323200", "/cases?updated_after={since}", "  times: { format: unix }")]
    public async Task A_time_from_when_on_changes_are_wanted_makes_a_stream_of_changes(string query, string get, string? times)
    {
        var stream = await DraftAsync(query, Rows);

        Assert.Contains($"    get: \"{get}\"", stream);
        Assert.Contains("  strategy: cursor", stream);
        if (times is null) Assert.DoesNotContain(stream, line => line.StartsWith("  times:", StringComparison.Ordinal));
        else Assert.Contains(times, stream);
    }

    [Fact]
    public async Task What_only_the_vendor_knows_is_left_as_a_comment_that_names_what_was_seen()
    {
        var stream = await DraftAsync("", Rows);

        Assert.Contains(stream, line => line.StartsWith("    # TODO: can the system be asked for what changed since a time ('changed' tells it of a record)?", StringComparison.Ordinal));
        Assert.Contains(stream, line => line.StartsWith("  # TODO: can one record be asked for by 'id', which seems to be its key?", StringComparison.Ordinal));
        Assert.Contains("  strategy: snapshot", stream);
        Assert.Contains("  floor: restricted", stream);
    }

    [Fact]
    public async Task Nothing_of_a_record_stands_in_the_stream_file()
    {
        var stream = string.Join('\n', await DraftAsync("", """{"items":[{"id":1,"name":"Tolvan Tolvansson","pnr":"19121212-1212"},{"id":2,"name":"Anna Andersson","pnr":"19350101-9800"}],"owner":"Siv Svensson"}"""));

        Assert.All((string[])["Tolvan", "19121212", "Siv"], personal => Assert.DoesNotContain(personal, stream, StringComparison.Ordinal));
    }

    static async Task<string[]> DraftAsync(string query, string answer)
    {
        var asked = AskedAddress.Read($"https://faults.example/api/cases{query}", [], out var wrong);
        Assert.Null(wrong);
        return (await Draft.OfApiAsync(asked!, new ApiAnswer(Encoding.UTF8.GetBytes(answer.Replace("ROWS", Rows, StringComparison.Ordinal)), HasNextLink: false), null, "cases", "Europe/Stockholm")).Text.Split('\n');
    }
}
