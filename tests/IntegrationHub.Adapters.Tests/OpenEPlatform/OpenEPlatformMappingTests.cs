using IntegrationHub.Cases;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

public sealed class OpenEPlatformMappingTests
{
    static readonly string Folder = Path.Combine(Repository(), "mappings", "open-eplatform");

    static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "IntegrationHub.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    public static (IMapping Mapping, DiagnosticBag Diagnostics) Compile(string name)
    {
        var diagnostics = new DiagnosticBag();
        var file = $"{name}.mapping.yaml";
        var mapping = MappingCompiler.Compile(new MappingSource(file, File.ReadAllText(Path.Combine(Folder, file)), path => File.ReadAllText(Path.Combine(Folder, path))), diagnostics);
        return (mapping ?? throw new InvalidOperationException(string.Join('\n', diagnostics.All)), diagnostics);
    }

    [Theory]
    [InlineData("e-service-submissions")]
    [InlineData("e-service-messages")]
    public void The_mapping_is_without_errors_and_warnings(string name) => Assert.Empty(Compile(name).Diagnostics.All);

    [Fact]
    public async Task Every_submission_of_the_stand_in_is_mapped_or_a_draft_and_no_code_is_unknown()
    {
        await using var server = await PlatformServer.StartAsync(cases: 600, frozen: false, faultReport: "638344");
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        var mapping = Compile("e-service-submissions").Mapping;

        var results = (await server.ReadAsync(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))).Select(mapping.Map).ToList();

        var cases = results.OfType<MappingResult.MappedCase>().Select(m => m.Case).ToList();
        Assert.All(results, r => Assert.True(r is MappingResult.MappedCase or MappingResult.Skipped, r.GetType().Name));
        Assert.InRange(results.OfType<MappingResult.Skipped>().Count(), 1, 60);
        Assert.All(results, r => Assert.Empty(r.Notes));
        Assert.All(cases, c => Assert.NotEqual(CaseStatus.Unknown, c.Status));
        Assert.All(cases, c => Assert.Equal(c.Type == "e-service.financial-assistance", c.Confidentiality >= Confidentiality.Secret));
        Assert.All(cases, c => Assert.Equal(c.Status is CaseStatus.Closed or CaseStatus.Withdrawn, c.NextStep is null));
        Assert.Equal([new CaseLink("fault-report", "638344")], cases.SelectMany(c => c.Links));
        Assert.Contains(cases, c => c.Parties is [{ Protected: true }]);
        Assert.Contains(cases, c => c.Parties is [{ OrganisationNumber: not null }]);
        Assert.All(cases.Where(c => c.Type == "e-service.financial-assistance"), c => Assert.All(c.Parties, p => Assert.Null(p.PersonalNumber)));
    }

    [Fact]
    public async Task Every_message_of_the_stand_in_is_an_event_of_its_own()
    {
        await using var server = await PlatformServer.StartAsync(cases: 300, frozen: false);
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        var mapping = Compile("e-service-messages").Mapping;

        var results = (await server.ReadAsync(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), reads: "messages")).Select(mapping.Map).ToList();

        var events = results.OfType<MappingResult.MappedEvent>().Select(m => m.Event).ToList();
        Assert.Equal(results.Count, events.Count);
        Assert.All(results, r => Assert.Empty(r.Notes));
        Assert.Distinct(events.Select(e => (e.CaseKey, e.Id)));
        Assert.Equal(3, events.Select(e => e.Title).Distinct().Count());
        Assert.Contains(events, e => e.Text!.Contains("[komplettering på begäran.pdf]", StringComparison.Ordinal));
    }
}
