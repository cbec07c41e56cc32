using System.Net;
using IntegrationHub.Codes;
using IntegrationHub.Configuration;
using IntegrationHub.Console.Operations;
using IntegrationHub.Diagnostics;
using IntegrationHub.Drift;
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
    public async Task A_code_of_the_vendors_list_that_records_hold_too_is_told_once()
    {
        host.Hub.Codes[FakeHub.Permits] = [Services];
        host.Hub.FakeDrift.Drifted[FakeHub.Permits] = new StreamDrift(40, [NewCode("017"), NewCode("Vilande")], 0, 0, "permits.mapping.yaml");
        host.Hub.FakeDrift.Drifted[FakeHub.Support] = new StreamDrift(40, [NewCode("017")], 0, 0, "support.mapping.yaml");

        var page = await DrawAsync("en");

        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(page, "<code>'017': "));
        Assert.Contains("<code>'Vilande': '?'</code>", page, StringComparison.Ordinal);

        host.Hub.FakeDrift.Drifted[FakeHub.Permits] = new StreamDrift(40, [NewCode("017")], 0, 0, "permits.mapping.yaml");
        Assert.DoesNotContain($"data-drift=\"{FakeHub.Permits.Value}\"", await DrawAsync("en"), StringComparison.Ordinal);
    }

    static DriftFinding NewCode(string code) =>
        new() { Kind = DriftKind.NewCode, Table = "caseType", Code = code, Times = 3, FirstSeenAt = FakeHub.Began, LastSeenAt = FakeHub.Began, File = "codes.csv", Line = $"'{code}': '?'" };

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

    [Theory]
    [InlineData("en", "file change refused", "A change of this stream's files is refused", "Mend the places that are named", "runs on the last good version of its files: a change of")]
    [InlineData("sv", "filändring avvisad", "En ändring i strömmens filer är avvisad", "Rätta ställena som nämns", "körs med den senaste godkända versionen av sina filer: en ändring från")]
    public async Task A_change_of_files_that_is_refused_stands_at_its_stream_with_every_place_and_in_the_summary(string language, params string[] texts)
    {
        host.Hub.Refused[FakeHub.Permits] = new RefusedChange(FakeHub.Began, [Wrong("mappings/byggr/permits.mapping.yaml"), Wrong("mappings/byggr/codes/status.csv")]);

        var page = await DrawAsync(language);

        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        var permits = page.IndexOf($"data-stream=\"{FakeHub.Permits.Value}\"", StringComparison.Ordinal);
        Assert.True(permits < page.IndexOf($"data-stream=\"{FakeHub.Support.Value}\"", StringComparison.Ordinal), "The stream that needs somebody stands below one that does not.");
        Assert.Contains("<code>mappings/byggr/permits.mapping.yaml:14:19: error IH2011: 'GRANTED' maps to 'desided', which is no case status (did you mean 'decided'?)</code>", page[permits..], StringComparison.Ordinal);
        Assert.Contains("mappings/byggr/codes/status.csv:14:19", page, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(page, "data-refused"));
    }

    [Fact]
    public async Task A_new_file_that_is_refused_is_told_though_it_belongs_to_no_stream()
    {
        host.Hub.RefusedFiles = new RefusedChange(FakeHub.Began, [Wrong("mappings/new/new.stream.yaml")]);

        var page = await DrawAsync("en");

        Assert.Contains("Files that are new or belong to no stream are refused", page, StringComparison.Ordinal);
        Assert.Contains("mappings/new/new.stream.yaml:14:19: error IH2011", page, StringComparison.Ordinal);
        Assert.DoesNotContain("file change refused", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "3 notifications", "Case A-1", "tried 5 times", "Try all of byggr-permits again", "Throw all of byggr-permits away", "… and 2 more")]
    [InlineData("sv", "3 meddelanden", "Ärende A-1", "prövat 5 gånger", "Pröva alla i byggr-permits igen", "Kasta alla i byggr-permits", "… och 2 till")]
    public async Task Dead_letters_are_shown_with_their_case_what_was_wrong_and_what_can_be_done(string language, params string[] texts)
    {
        host.Hub.Notifications.Queues[FakeHub.Permits] = new NotificationQueue(0, null, null, 3);
        host.Hub.Notifications.Stored.Add(new StoredNotification
        {
            Id = FakeNotifications.DeadId, Stream = FakeHub.Permits, Key = "A-1", ReceivedAt = FakeHub.Began, DeadAt = FakeHub.Began, Attempts = 5,
            Fault = new Sync.RunFault(Faults.FaultKind.Unavailable, "IH6003", "The vendor answered with a server error (503)."),
        });

        var page = await DrawAsync(language);

        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("<strong>IH6003</strong> The vendor answered with a server error (503).", page, StringComparison.Ordinal);
        Assert.Contains((FakeHub.Permits, true), host.Hub.Notifications.Listed.Select(l => (l.Stream!.Value, l.Dead)));
    }

    static Diagnostic Wrong(string file) => new(new Place(file, 14, 19), "IH2011", Severity.Error, "'GRANTED' maps to 'desided', which is no case status (did you mean 'decided'?)");

    async Task<string> DrawAsync(string language)
    {
        await using var view = DrawnView.Begin<OperationsView>(host, "operations", language);
        var html = await view.EndAsync();
        // Everything that is shown was encoded; read it as a browser does.
        Assert.DoesNotContain("'<9>'", html, StringComparison.Ordinal);
        return WebUtility.HtmlDecode(html);
    }
}
