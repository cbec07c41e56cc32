using IntegrationHub.Disclosure;
using IntegrationHub.Operation;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Drift;

/// <summary>Tells what has drifted, by the mappings in force now: a code that was added and a field that was mapped are told no more.</summary>
internal sealed class HubDrift(
    TenantId tenant, IHubStore store, Func<IReadOnlyList<RunnableStream>> streams, Func<StreamName, RunnableStream> find, TimeProvider time, ILogger logger) : IDrift
{
    readonly OperatorAudit audit = new(tenant, store, time);

    public async Task<IReadOnlyDictionary<StreamName, StreamDrift>> GetAsync(CancellationToken cancellationToken)
    {
        var facts = await store.Drift.GetAsync(tenant, cancellationToken);
        var told = new Dictionary<StreamName, StreamDrift>();
        foreach (var stream in streams())
        {
            if (!facts.TryGetValue(stream.Key, out var known)) continue;

            var drift = Of(stream, known);
            DriftMetrics.Note(stream.Key, drift.Findings);
            if (drift.Findings.Count > 0) told[stream.Key.Stream] = drift;
        }

        return told;
    }

    public async Task<StreamDrift> GetAsync(StreamName stream, CancellationToken cancellationToken)
    {
        var found = find(stream);
        return Of(found, await store.Drift.GetAsync(found.Key, cancellationToken));
    }

    public async Task AcceptAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        var found = find(stream);
        await audit.WriteAsync(caller, "stream.drift.accept", stream, purpose: null, cancellationToken);
        await store.Drift.ChangeAsync(found.Key, _ => DriftFacts.None, cancellationToken);
        DriftLog.Accepted(logger, caller.Name, stream);
    }

    static StreamDrift Of(RunnableStream stream, DriftFacts facts) =>
        new(facts.Records, DriftRule.Find(facts, stream.Mapping, stream.Definition.Drift), facts.OtherFields, facts.OtherCodes, stream.Mapping.File);
}
