using System.Diagnostics;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Tests.Diagnostics;

/// <summary>Alone, so that no test beside it listens.</summary>
[CollectionDefinition(nameof(UnlistenedTests), DisableParallelization = true)]
[Collection(nameof(UnlistenedTests))]
public sealed class UnlistenedTests
{
    [Fact]
    public void Nothing_is_built_of_a_span_while_nobody_listens()
    {
        var stream = new StreamKey(new TenantId("sundby"), new SourceId("permits"), new StreamName("permits"));
        Begin(stream);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Begin(stream);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    static void Begin(StreamKey stream)
    {
        using var span = HubTraces.Begin(HubSpan.Commit, stream);
        span?.SetTag(HubTraces.Records, 1);
        span.EndedAs("committed");
        Assert.Null(span);
        Assert.Null(Activity.Current);
    }
}
