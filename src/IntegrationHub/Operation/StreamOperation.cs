using System.Diagnostics;
using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Notifications;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Operation;

/// <summary>What operators see of the streams and do with them. What they do is in the audit before it is done.</summary>
sealed class StreamOperation(TenantId tenant, IHubStore store, IStreamSchedule? schedule, TimeProvider time, ILogger logger)
{
    static readonly TimeSpan RecentPast = TimeSpan.FromHours(24);

    public async Task<IReadOnlyList<StreamOverview>> OverviewAsync(IReadOnlyList<StreamDefinition> streams, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var states = (await store.Streams.GetStatesAsync(tenant, cancellationToken)).ToDictionary(s => s.Stream);
        var pauses = await store.Streams.GetPausesAsync(tenant, cancellationToken);
        var recent = await store.Streams.GetRecentRunsAsync(tenant, now - RecentPast, cancellationToken);
        var notifications = await store.Notifications.CountAsync(tenant, cancellationToken);
        return [.. streams.Select(definition =>
        {
            var key = KeyOf(definition);
            var state = states.GetValueOrDefault(key);
            var pause = pauses.GetValueOrDefault(key);
            return new StreamOverview(definition, state, CoverageDecision.Decide(definition, state, now))
            {
                Pause = pause,
                Notifications = notifications.GetValueOrDefault(key) ?? (definition.Notify is null ? null : NotificationQueue.Empty),
                NextRunAt = pause is null ? schedule?.NextRunAt(definition.Name) : null,
                Recent = recent.GetValueOrDefault(key) ?? new RecentRuns(now - RecentPast, 0, 0, default),
            };
        })];
    }

    public async Task<bool> IsPausedAsync(StreamKey stream, CancellationToken cancellationToken) =>
        (await store.Streams.GetPausesAsync(tenant, cancellationToken)).ContainsKey(stream);

    public async Task PauseAsync(Caller caller, StreamDefinition stream, CancellationToken cancellationToken)
    {
        await AuditAsync(caller, "stream.pause", stream.Name, cancellationToken);
        var by = caller.OnBehalfOf is { } person ? $"{person} ({caller.Name})" : caller.Name;
        if (await store.Streams.PauseAsync(KeyOf(stream), new StreamPause(time.GetUtcNow(), by), cancellationToken))
            OperationLog.Paused(logger, caller.Name, stream.Name);
        schedule?.LookAgain();
    }

    public async Task ResumeAsync(Caller caller, StreamDefinition stream, CancellationToken cancellationToken)
    {
        await AuditAsync(caller, "stream.resume", stream.Name, cancellationToken);
        if (await store.Streams.ResumeAsync(KeyOf(stream), cancellationToken)) OperationLog.Resumed(logger, caller.Name, stream.Name);
        schedule?.LookAgain();
    }

    public async Task AskForRunAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        await AuditAsync(caller, "stream.run", stream, cancellationToken);
        OperationLog.RunAsked(logger, caller.Name, stream);
    }

    StreamKey KeyOf(StreamDefinition stream) => new(tenant, stream.Source, stream.Name);

    /// <summary>Writes down that somebody asked for something, before it is done.</summary>
    public ValueTask AuditAsync(Caller caller, string action, StreamName stream, CancellationToken cancellationToken) =>
        store.Audit.AppendAsync(tenant,
        [
            new AuditLine
            {
                At = time.GetUtcNow(),
                Caller = caller.Name,
                Role = caller.Role.ToString().ToLowerInvariant(),
                OnBehalfOf = caller.OnBehalfOf,
                Action = action,
                Stream = stream.Value,
                Result = "asked",
                TraceId = Activity.Current?.TraceId.ToHexString(),
            },
        ], cancellationToken);
}
