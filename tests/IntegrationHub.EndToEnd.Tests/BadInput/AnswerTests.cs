using IntegrationHub.Faults;
using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.EndToEnd.Tests.BadInput;

public sealed class AnswerTests
{
    [Theory]
    [InlineData("text/html; charset=utf-8", "content of type 'text/html'")]
    [InlineData("text/xml; charset=utf-8", "XML that is no SOAP envelope")]
    public async Task A_sign_in_page_with_200_is_an_unreadable_answer(string contentType, string told)
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Answer(contentType, "<html><head><title>Logga in</title></head><body><form>Lösenord</form></body></html>");

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.UnexpectedContent, told, town.Vendor.Address.GetLeftPart(UriPartial.Authority), "status 200", "Is the address in the stream file that of the service", "sign-in page");
    }

    [Fact]
    public async Task A_page_that_is_no_xml_at_all_is_an_unreadable_answer()
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Answer("text/xml", "Service temporarily broken & sorry <br>");

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.MalformedAnswer, "line 1, column");
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task A_document_that_was_cut_before_it_was_sent_is_an_unreadable_answer(double kept)
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Change(honest => honest[..(int)(honest.Length * kept)]);

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.MalformedAnswer, "cut or not well formed at line 1, column", "read again by the next run");
    }

    [Fact]
    public async Task What_came_before_an_answer_that_was_cut_is_kept_and_the_rest_is_read_by_the_next_run()
    {
        await using var town = await SmallTown.StartAsync();
        var calls = 0;

        town.Vendor.Change(honest => ++calls == 1 ? honest : honest[..(honest.Length / 2)]);
        var failed = await town.FailsAsync(FaultKind.Unreadable, FaultCodes.MalformedAnswer);

        Assert.Equal(2, calls);
        Assert.InRange(failed.Counters.Read, 1, 7);
        Assert.Equal(failed.Counters.Read, failed.Counters.Written + failed.Counters.Unchanged);
        town.Vendor.Mend();
        await town.EverythingGoesWellAsync();
    }

    [Fact]
    public async Task A_connection_that_is_reset_in_the_middle_of_a_document_is_an_outage()
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Answer(async (http, next) =>
        {
            var honest = await HostileVendor.HonestAsync(http, next);
            await http.Response.WriteAsync(honest[..(honest.Length / 2)], http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            http.Abort();
        });

        await town.SurvivesAsync(FaultKind.Unavailable, FaultCodes.Connection, town.Vendor.Address.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task A_connection_that_is_closed_politely_in_the_middle_of_a_document_is_an_outage()
    {
        await using var town = await SmallTown.StartAsync();
        await using var raw = new LoopbackVendor(async (call, _) =>
        {
            await call.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5000\r\n\r\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>");
            call.HangUp = true;
        });

        town.PermitsAreAt(raw.Address.ToString());

        await town.SurvivesAsync(FaultKind.Unavailable, FaultCodes.Connection, $"http://127.0.0.1:{raw.Port}", "the connection broke before the answer was whole");
    }

    [Fact]
    public async Task Something_that_does_not_speak_HTTP_is_an_unreadable_answer()
    {
        await using var town = await SmallTown.StartAsync();
        await using var raw = new LoopbackVendor(async (call, _) =>
        {
            await call.WriteAsync("220 mail.sundby.example ESMTP\r\n");
            call.HangUp = true;
        });

        town.PermitsAreAt(raw.Address.ToString());

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.MalformedAnswer, $"http://127.0.0.1:{raw.Port}", "not well-formed HTTP");
    }

    [Fact]
    public async Task Entities_that_would_multiply_are_never_read()
    {
        await using var town = await SmallTown.StartAsync();
        var bomb = string.Concat(Enumerable.Range(1, 9).Select(i => $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{i - 1};", 10))}\">"));

        town.Vendor.Change(honest => $"<!DOCTYPE b [<!ENTITY a0 \"boom\">{bomb}]>" + honest.Replace("<Arenden", "<Arenden bomb=\"&a9;\"", StringComparison.Ordinal));

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.DtdForbidden, "document type definition", "never read", "The vendor must leave it out");
    }

    [Fact]
    public async Task A_file_of_the_hubs_machine_cannot_be_asked_for_by_an_entity()
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Change(honest => """<!DOCTYPE b [<!ENTITY f SYSTEM "file:///etc/hostname">]>""" + honest);

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.DtdForbidden, "document type definition");
    }

    [Fact]
    public async Task Elements_without_end_inside_each_other_are_refused()
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Change(honest => honest.Replace("<BatchStart>", string.Concat(Enumerable.Repeat("<a>", 5_000)) + "<BatchStart>", StringComparison.Ordinal));

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.LimitExceeded, "nested deeper than 128 levels", "line 1, column");
    }
}
