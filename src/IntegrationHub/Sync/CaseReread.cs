using System.Runtime.CompilerServices;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>Reads cases of a stream again by their keys, a batch of keys a call.</summary>
/// <remarks>A key that the vendor does not know any more is counted and told, and its case stays: one missing row is no proof. Only a complete read removes.</remarks>
internal sealed class CaseReread(StreamKey stream, IReadsByKey source, IStreamStore store, PageTranslator translator, RunMeter meter, ReadClock reads, ILogger logger)
{
    readonly HashSet<string> gone = new(StringComparer.Ordinal);

    /// <summary>Reads them as pages; a key that the source did not know before is not asked for again.</summary>
    /// <param name="plan">Which.</param>
    /// <param name="batch">How many keys a call asks for.</param>
    /// <param name="goesOn">Whether a later run goes on where this one ends.</param>
    /// <param name="beforeCall">Ends the run by an exception when it has taken long enough.</param>
    /// <param name="cancellationToken">Ends it between two calls.</param>
    public async IAsyncEnumerable<ReadPage> ReadAsync(RereadPlan plan, int batch, bool goesOn, Action beforeCall, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var asked = 0;
        var unknownBefore = gone.Count;
        IReadOnlyList<CaseToReread> cases;
        var query = plan.Query;
        do
        {
            cases = await store.GetCasesToRereadAsync(stream, query, cancellationToken);
            foreach (var some in cases.Where(c => !gone.Contains(c.Key)).Chunk(batch))
            {
                beforeCall();
                var startedAt = reads.Next();
                string[] keys = [.. some.Select(c => c.Key)];
                var records = await source.ReadByKeysAsync(keys, cancellationToken);
                meter.Page();
                asked += keys.Length;
                gone.UnionWith(keys.Except(records.Select(translator.KeyOf).OfType<string>(), StringComparer.Ordinal));
                yield return new ReadPage(
                    new SourcePage { Records = records }, startedAt,
                    new PageStep.OfReread(goesOn ? new UnfinishedReread(plan.StartedAt, keys[^1]) : null, some.Where(c => c.HasNewerEvent).Select(c => c.Key).ToHashSet(StringComparer.Ordinal)));
            }

            if (cases.Count > 0) query = query with { AfterKey = cases[^1].Key };
        }
        while (cases.Count == query.Limit);

        var unknown = gone.Count - unknownBefore;
        SyncLog.CasesReread(logger, stream, asked, unknown);
        // In a complete read that is the proof that they are gone.
        if (unknown > 0 && plan.Query.SweepId is null) SyncLog.CasesUnknown(logger, stream, unknown, asked);
    }
}
