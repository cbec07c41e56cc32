using System.Text;
using IntegrationHub.Adapters.Open311;
using IntegrationHub.Cases;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using ModelMunicipality.Vendors.Open311;

namespace IntegrationHub.Adapters.Tests.Open311;

public sealed class Open311MappingTests
{
    static readonly string Folder = Path.Combine(PlayedYearTests.Repository(), "mappings", "open311");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fault-reports", "requests")]
    [InlineData("fault-report-updates", "updates")]
    public async Task Read_as_XML_and_as_JSON_the_town_gives_the_same_cases_and_events_without_a_fault(string name, string reads)
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 2_000, MaxRows = 1_000 });
        var window = new PageRequest { ChangedAfter = server.Clock.GetUtcNow().AddDays(-60), ChangedUntil = server.Clock.GetUtcNow() };

        var json = await MapAsync(name, "json", server.Source(("reads", reads), ("extensions", "true")), window);
        var xml = await MapAsync(name, "xml", server.Source(("reads", reads), ("extensions", "true"), ("format", "xml")), window);

        Assert.NotEmpty(json);
        Assert.Equal(json, xml);
    }

    [Fact]
    public async Task A_code_with_leading_zeros_and_one_written_as_a_number_are_found_in_the_same_table()
    {
        using var scripted = new ScriptedServer();
        scripted.Answers("""[{"service_request_id":1,"service_code":006,"requested_datetime":"2026-03-01T08:00:00Z"},{"service_request_id":"2","service_code":"006","requested_datetime":"2026-03-01T08:00:00Z"},{"service_request_id":3,"service_code":7,"requested_datetime":"2026-03-01T08:00:00Z"}]""");
        var mapping = Compile("fault-reports", "json", new DiagnosticBag(), "service_code,target\n006,fault-report.park\n7,fault-report.water\n");

        var page = await scripted.Source().ReadPageAsync(new PageRequest { ChangedAfter = DateTimeOffset.UnixEpoch, ChangedUntil = DateTimeOffset.UnixEpoch.AddDays(1) }, Stop);

        Assert.Equal(["fault-report.park", "fault-report.park", "fault-report.water"], page.Records.Select(r => Assert.IsType<MappingResult.MappedCase>(mapping.Map(r)).Case.Type));
    }

    [Fact]
    public void Statuses_that_differ_in_case_spaces_and_hyphens_are_one()
    {
        var mapping = Compile("fault-reports", "json", new DiagnosticBag());

        var statuses = ((string[])["in_progress", "IN PROGRESS", "In Progress", "in-progress", " in  progress "]).Select(s => mapping.Map(new SourceRecord
        {
            Content = Encoding.UTF8.GetBytes($$"""{"service_request_id":"1","status":"{{s}}","requested_datetime":"2026-03-01T08:00:00Z"}"""),
            Format = RecordFormat.Json,
        }));

        Assert.All(statuses, s => Assert.Equal(CaseStatus.InProgress, Assert.IsType<MappingResult.MappedCase>(s).Case.Status));
    }

    static async Task<List<string>> MapAsync(string name, string format, ISource source, PageRequest window)
    {
        var mapping = Compile(name, format, new DiagnosticBag());
        var page = await source.ReadPageAsync(window, Stop);
        return [.. page.Records.Select(record => mapping.Map(record) switch
        {
            MappingResult.MappedCase c => $"{c.Case.Key} {c.Case.Type} {c.Case.Title} {c.Case.Status} {c.Case.SourceStatus} {c.Order} {c.Case.OpenedAt:s} {c.Case.UpdatedAt:s} {c.Case.Location} {c.Case.Department} {string.Join('|', c.Case.Parties)} {string.Join('|', c.Case.Links)} {string.Join('|', c.Case.Attributes)}",
            MappingResult.MappedEvent e => $"{e.Event} {e.Order}",
            var other => throw new InvalidOperationException(other.ToString()),
        })];
    }

    static IMapping Compile(string name, string format, DiagnosticBag diagnostics, string? caseTypes = null)
    {
        var text = File.ReadAllText(Path.Combine(Folder, $"{name}.mapping.yaml")).Replace("format: json", $"format: {format}", StringComparison.Ordinal);
        return MappingCompiler.Compile(
            new MappingSource($"{name}.mapping.yaml", text, path => caseTypes is not null && path.EndsWith("case-types.csv", StringComparison.Ordinal) ? caseTypes : File.ReadAllText(Path.Combine(Folder, path))),
            diagnostics) ?? throw new InvalidOperationException(string.Join('\n', diagnostics.All));
    }
}
