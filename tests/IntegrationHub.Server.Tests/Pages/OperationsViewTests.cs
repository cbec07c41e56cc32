using System.Net;
using IntegrationHub.Codes;
using IntegrationHub.Console.Operations;
using IntegrationHub.Notifications;
using IntegrationHub.Server.Tests.Api;

namespace IntegrationHub.Server.Tests.Pages;

/// <summary>The living part of the operations page as it is drawn first, without a browser.</summary>
public sealed class OperationsViewTests : IAsyncLifetime
{
    static readonly CodeCoverage Services = new("services", "caseType", "mappings/open311/fault-reports.mapping.yaml", FakeHub.Began, 31,
        [new MissingCode("017", "Klotter på elskåp", "Gata", "'017': 'other'"), new MissingCode("<9>", null, null, "'<9>': '?'")]);

    readonly PagesHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("en", "Codes without a row", "2 of the 31 codes in the list services have no row in the code table caseType", "Add these lines to mappings/open311/fault-reports.mapping.yaml")]
    [InlineData("sv", "Koder utan rad", "2 av de 31 koderna i listan services saknar rad i kodtabellen caseType", "Lägg till de här raderna i mappings/open311/fault-reports.mapping.yaml")]
    public async Task A_vendor_s_codes_without_a_row_are_shown_with_the_lines_to_add_and_their_file(string language, params string[] texts)
    {
        host.Hub.Codes[FakeHub.Permits] = [Services, Services with { List = "statuses", Table = "status", Missing = [] }];

        var page = await DrawAsync(language);

        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("<code>'017': 'other'</code>", page, StringComparison.Ordinal);
        Assert.Contains("Klotter på elskåp · Gata", page, StringComparison.Ordinal);
        Assert.Contains(FakeHub.Permits.Value, page[page.IndexOf("data-codes=\"services\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("statuses", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_every_code_has_its_row_nothing_is_said_of_codes()
    {
        host.Hub.Codes[FakeHub.Permits] = [Services with { Missing = [] }];

        var page = await DrawAsync("en");

        Assert.Contains("Nothing in quarantine", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Codes without a row", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-codes", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Cases that may be gone", "79 of 1,000 cases", "They are gone", "Keep them", "… and 77 more")]
    [InlineData("sv", "Ärenden som kan vara borta", "79 av 1\u00a0000 ärenden", "De är borta", "Behåll dem", "… och 77 till")]
    public async Task What_waits_for_a_decision_is_shown_by_number_and_without_a_title(string language, params string[] texts)
    {
        host.Hub.FakeRemovals.Held[7] = FakeRemovals.Waiting(7);
        host.Hub.FakeRemovals.Held[8] = FakeRemovals.Waiting(8) with { State = IntegrationHub.Removals.HeldDeleteState.Approved };

        var page = await DrawAsync(language);

        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("BYGG 2026-2 (2)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-held=\"8\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "notifications that wait: 12", "notifications that could not be read: 3")]
    [InlineData("sv", "meddelanden som väntar: 12", "meddelanden som inte kunde läsas: 3")]
    public async Task Notifications_that_wait_or_could_not_be_read_are_told_with_their_stream(string language, string waiting, string dead)
    {
        host.Hub.Notifications.Queues[FakeHub.Permits] = new NotificationQueue(12, FakeHub.Began, FakeHub.Began, 3);
        host.Hub.Notifications.Queues[FakeHub.Support] = NotificationQueue.Empty;

        var page = await DrawAsync(language);

        var row = page[page.IndexOf($"data-stream=\"{FakeHub.Permits.Value}\"", StringComparison.Ordinal)..];
        Assert.Contains(waiting, row[..row.IndexOf("</tr>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains(dead, row[..row.IndexOf("</tr>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(page, System.Text.RegularExpressions.Regex.Escape(dead)));
    }

    async Task<string> DrawAsync(string language)
    {
        await using var view = DrawnView.Begin<OperationsView>(host, "operations", language);
        var html = await view.EndAsync();
        // Everything that is shown was encoded; read it as a browser does.
        Assert.DoesNotContain("'<9>'", html, StringComparison.Ordinal);
        return WebUtility.HtmlDecode(html);
    }
}
