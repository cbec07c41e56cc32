using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>Reads one case from its vendor now, beside whatever run goes on: the order of the records and the start of their read decide which version stands.</summary>
public sealed class CaseRefresh(IStreamStore store, CaseProtector protector, TimeProvider time, ILogger<CaseRefresh> logger, ReadClocks? clocks = null)
{
    readonly ReadClocks clocks = clocks ?? new ReadClocks(time);

    /// <summary>Reads the case with this key; what the vendor has is in the index, or in quarantine, when this returns.</summary>
    /// <returns>Null when it went well; otherwise why the index stays as it is.</returns>
    /// <exception cref="NotSupportedException">The source cannot be asked for single records.</exception>
    public async Task<RunFault?> RefreshAsync(RunnableStream stream, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);

        using var span = HubTraces.Begin(HubSpan.Refresh, stream.Key);
        try
        {
            await using var open = stream.Open(new RunMeter());
            if (open.Source is not IReadsByKey byKey) throw new NotSupportedException($"The source of stream '{stream.Key}' cannot be asked for single records.");

            var startedAt = clocks.Of(stream.Key, (await store.GetCheckpointAsync(stream.Key, cancellationToken)).LastReadAt).Next();
            var records = await byKey.ReadByKeysAsync([key], cancellationToken);
            span.EndedAs(records.Count == 0 ? "unknown" : "read");
            if (records.Count == 0) return new RunFault(FaultKind.Refused, FaultCodes.NotFound, "The source does not have this case any more. What the index has stays until the source says that it was deleted, or a complete read proves it.");

            var translator = new RecordTranslator(stream.Definition, stream.Mapping, protector);
            var bisection = new BatchBisection(async (items, _) => await store.ApplyAsync(stream.Key, items, cancellationToken), new RefusedRecords(translator).HoldsOf);
            await bisection.CommitAsync([.. records.Select(r => translator.Translate(r, translator.RawHash(r), startedAt))]);
            return null;
        }
        catch (Exception exception) when (exception is SourceException or CommitFailedException or BatchRefusedException)
        {
            var fault = RunFaults.Of(exception);
            span.EndedAs("failed", fault.Code);
            SyncLog.NotRefreshed(logger, stream.Key, fault.Kind, fault.Code, fault.Message);
            return fault;
        }
    }
}
