using System.Runtime.CompilerServices;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>Reads cases of a stream again by their keys, a batch of keys a call.</summary>
/// <remarks>A key that the vendor does not know any more is counted and told, and its case stays: one missing row is no proof. Only a complete read removes.</remarks>
internal sealed class CaseReread(StreamKey stream, IReadsByKey source, IStreamStore store, PageTranslator translator, RunMeter meter, TimeProvider time, ILogger logger)
{
    /// <summary>Reads them as pages.</summary>
    /// <param name="plan">Which.</param>
    /// <param name="batch">How many keys a call asks for.</param>
    /// <param name="beforeCall">Ends the run by an exception when it has taken long enough.</param>
    /// <param name="cancellationToken">Ends it between two calls.</param>
    public async IAsyncEnumerable<ReadPage> ReadAsync(RereadPlan plan, int batch, Action beforeCall, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (asked, unknown) = (0, 0);
        IReadOnlyList<CaseToReread> cases;
        var query = plan.Query;
        do
        {
            cases = await store.GetCasesToRereadAsync(stream, query, cancellationToken);
            foreach (var some in cases.Chunk(batch))
            {
                beforeCall();
                var startedAt = time.GetUtcNow();
                string[] keys = [.. some.Select(c => c.Key)];
                var records = await source.ReadByKeysAsync(keys, cancellationToken);
                meter.Page();
                asked += keys.Length;
                unknown += keys.Except(records.Select(translator.KeyOf).OfType<string>(), StringComparer.Ordinal).Count();
                yield return new ReadPage(
                    new SourcePage { Records = records }, startedAt,
                    new PageStep.OfReread(new UnfinishedReread(plan.StartedAt, keys[^1]), some.Where(c => c.HasNewerEvent).Select(c => c.Key).ToHashSet(StringComparer.Ordinal)));
            }

            if (cases.Count > 0) query = query with { AfterKey = cases[^1].Key };
        }
        while (cases.Count == query.Limit);

        SyncLog.CasesReread(logger, stream, asked, unknown);
        if (unknown > 0) SyncLog.CasesUnknown(logger, stream, unknown, asked);
    }
}
