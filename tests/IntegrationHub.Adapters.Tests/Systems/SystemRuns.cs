using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Adapters.Tests.Systems;

/// <summary>What tests of several systems do with their hub.</summary>
static class SystemRuns
{
    /// <summary>The one case that an agent finds.</summary>
    public static async Task<AnswerCase> FindAsync(this SystemHub hub, LookupBy by, string text) => Assert.Single((await hub.LookUpAsync(by, text)).Full);

    /// <summary>Runs a stream; while it waits for its turn to call, or for another try, the clock goes on.</summary>
    public static async Task<RunRecord> RunPatientlyAsync(this SystemHub hub, string stream)
    {
        var run = hub.RunAsync(stream);
        while (!run.IsCompleted) await hub.LetTimePassAsync();

        return await run;
    }

    /// <summary>Runs a stream so, and it goes well.</summary>
    public static async Task<RunRecord> ReadPatientlyAsync(this SystemHub hub, string stream)
    {
        var run = await hub.RunPatientlyAsync(stream);
        Assert.True(hub.Vendor.ScriptFault is null, hub.Vendor.ScriptFault?.ToString());
        Assert.Equal((RunOutcome.Succeeded, null, 0), (run.Outcome, run.Fault?.Message, run.Counters.Quarantined));
        return run;
    }
}
