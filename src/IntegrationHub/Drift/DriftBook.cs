using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Drift;

/// <summary>Writes down what runs have seen of their records. Whatever goes wrong with it hurts no run.</summary>
internal sealed class DriftBook(IDriftStore store, TimeProvider time, ILogger logger)
{
    /// <summary>What looks at the records of a run that begins.</summary>
    public async Task<DriftWatch> OpenAsync(RunnableStream stream, CancellationToken cancellationToken)
    {
        // Only what holds records back needs to know how they were.
        var known = stream.Definition.Drift.TypeChange == DriftAction.Quarantine ? await store.GetAsync(stream.Key, cancellationToken) : DriftFacts.None;
        return new DriftWatch(stream.Definition, stream.Mapping, known);
    }

    /// <summary>Adds what a run has seen to what is known, however it ended.</summary>
    public async Task CloseAsync(RunnableStream stream, DriftWatch watch)
    {
        if (watch.Seen.IsEmpty) return;

        try
        {
            var before = 0;
            var facts = await store.ChangeAsync(stream.Key, known =>
            {
                before = DriftRule.Find(known, stream.Mapping, stream.Definition.Drift).Count;
                return DriftRule.Add(known, watch.Seen, stream.Mapping.AllCodeTables, time.GetUtcNow());
            }, CancellationToken.None);
            var findings = DriftRule.Find(facts, stream.Mapping, stream.Definition.Drift);
            DriftMetrics.Note(stream.Key, findings);
            if (findings.Count > before) DriftLog.Found(logger, stream.Key, findings.Count - before, stream.Key.Stream);
        }
        catch (CommitFailedException failed)
        {
            DriftLog.NotWritten(logger, stream.Key, failed.Message);
        }
    }
}
