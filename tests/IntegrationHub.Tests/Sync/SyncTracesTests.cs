using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Sync;

public sealed class SyncTracesTests
{
    [Fact]
    public async Task A_run_is_one_span_with_its_pages_mappings_and_commits_inside()
    {
        using var traced = new Traced("source", "traced-run");
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Source = new SourceId("traced-run") };
        for (var i = 0; i < 5; i++) hub.Vendor.Put($"K{i}");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var run = await hub.RunAsync();

        var span = Assert.Single(traced.Spans, span => span.Name == "integrationhub.sync.run");
        Assert.Equal(
            ["kind=changes", "outcome=succeeded", "records=5", $"run={run!.Id}", "source=traced-run", "stream=permits", "tenant=sundby", "trigger=manual"],
            span.Attributes.Select(a => $"{a.Key}={a.Value}").Order(StringComparer.Ordinal));
        Assert.Null(span.Parent);
        Assert.Equal([$"read {run.Progress.Pages}"], traced.Count("integrationhub.sync.page", "outcome"));
        Assert.Equal([$"committed {run.Commits}"], traced.Count("integrationhub.sync.commit", "outcome"));
        Assert.NotEmpty(traced.Count("integrationhub.sync.map"));
        Assert.All(traced.Spans.Where(inner => inner != span), inner => Assert.Equal("integrationhub.sync.run", inner.Parent));
    }

    [Fact]
    public async Task A_fault_is_told_by_its_code_and_never_by_what_the_vendor_said()
    {
        using var traced = new Traced("source", "traced-fault");
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Source = new SourceId("traced-fault") };
        hub.Vendor.BeforePage = _ => throw new SourceUnavailableException(FaultCodes.ServerError, "HTTP 503 Kanariella");

        await hub.RunAsync();

        Assert.Equal(["failed IH6003 1"], traced.Count("integrationhub.sync.run", "outcome", "code"));
        Assert.Equal(["failed IH6003 1"], traced.Count("integrationhub.sync.page", "outcome", "code"));
        Assert.DoesNotContain("Kanariella", traced.All, StringComparison.Ordinal);
    }
}
