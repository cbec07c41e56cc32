using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Notifications;

/// <summary>One reading of what waits for a stream: keys in batches, each committed with the notifications that are done with it.</summary>
internal sealed class NotificationRound(RunnableStream stream, IReadsByKey source, IStreamStore streams, INotificationStore store, CaseProtector protector, ReadClocks clocks, Func<bool> enough, TimeProvider time, ILogger logger)
{
    const int AtOnce = 500;

    /// <summary>After so many cases in a row that could not be read alone, the source is taken to be at fault and not the cases.</summary>
    const int MaxFaultsInARow = 5;

    // Those that come while it goes on are the next round's, with their burst.
    readonly DateTimeOffset by = time.GetUtcNow() + stream.Definition.Told!.Gather;
    readonly PageTranslator translator = new(stream.Key, new RecordTranslator(stream.Definition, stream.Mapping, protector), streams);
    int read;
    int unknown;
    int faultsInARow;
    bool left;

    /// <summary>Reads all that is due by now and a little later.</summary>
    /// <returns>The fault of the source that ended it; null when everything was read that could be.</returns>
    public async Task<RunFault?> ReadAsync(CancellationToken cancellationToken)
    {
        RunFault? fault = null;
        using var span = HubTraces.Begin(HubSpan.Notifications, stream.Key);
        while (fault is null && !left && await store.GetDueAsync(stream.Key, by, by + NotificationRetry.NeverSoLong, AtOnce, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var some in due.GroupBy(n => n.Key, StringComparer.Ordinal).Chunk(stream.Definition.Told!.Batch))
            {
                fault = await ReadAsync(some, cancellationToken);
                if (fault is not null || left) break;
            }
        }

        span?.SetTag(HubTraces.Records, read + unknown).EndedAs(fault is null ? "read" : "failed", fault?.Code);
        if (left) NotificationLog.Left(logger, stream.Key);
        if (read + unknown > 0) NotificationLog.Read(logger, stream.Key, read, unknown);
        return fault;
    }

    // Of cases that fail together, each half is asked for until the one is found that fails alone.
    async Task<RunFault?> ReadAsync(IGrouping<string, WaitingNotification>[] cases, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (left || (left = enough())) return null;

        try
        {
            var committed = (await streams.GetCheckpointAsync(stream.Key, cancellationToken)).LastReadAt;
            var (askedAt, startedAt) = (time.GetUtcNow(), clocks.Of(stream.Key, committed).Next());
            await SettleAsync(cases, await source.ReadByKeysAsync([.. cases.Select(c => c.Key)], cancellationToken), askedAt, startedAt, cancellationToken);
            faultsInARow = 0;
            return null;
        }
        catch (SourceException fault) when (fault.Kind is FaultKind.Unavailable or FaultKind.Misconfigured)
        {
            return RunFaults.Of(fault);
        }
#pragma warning disable CA1031 // One case that makes an adapter or the store stumble must not keep the others from being read; a store that cannot write is no case's fault.
        catch (Exception fault) when (fault is not (OperationCanceledException or CommitFailedException))
#pragma warning restore CA1031
        {
            if (cases.Length == 1) return await PutOffAsync(cases[0], RunFaults.Of(fault), cancellationToken);

            var half = cases.Length / 2;
            return await ReadAsync(cases[..half], cancellationToken) ?? await ReadAsync(cases[half..], cancellationToken);
        }
    }

    async Task SettleAsync(IGrouping<string, WaitingNotification>[] cases, IReadOnlyList<SourceRecord> answer, DateTimeOffset askedAt, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var items = await translator.TranslateAsync(answer, [], startedAt, cancellationToken);
        var found = answer.Select(translator.KeyOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var later = cases.SelectMany(c => NotificationRetry.AfterAnswer([.. c], stream.Definition.Reading.Settle, askedAt)).Select(NextRound).ToList();
        var waiting = later.Select(n => n.Number).ToHashSet();
        var done = cases.SelectMany(c => c).Where(n => !waiting.Contains(n.Number)).ToList();
        // With the last of it, if the store takes it only in parts: what is left when a process ends in between is read again.
        var settled = new NotificationsSettled([.. done.Select(n => n.Number)], later);
        var bisection = new BatchBisection(
            async (some, last) => await store.SettleAsync(stream.Key, some, last ? settled : NotificationsSettled.None, cancellationToken), new RefusedRecords(translator.Records).HoldsOf);
        await bisection.CommitAsync(items);
        translator.Committed(items);

        var gone = done.Count(n => !found.Contains(n.Key));
        (read, unknown) = (read + done.Count - gone, unknown + gone);
        NotificationMetrics.Read(stream.Key, done.Count - gone, gone);
    }

    // What stays must not come up again in this round.
    NotificationLater NextRound(NotificationLater later) => later.DueAt > by ? later : later with { DueAt = by.AddTicks(1) };

    async Task<RunFault?> PutOffAsync(IGrouping<string, WaitingNotification> one, RunFault fault, CancellationToken cancellationToken)
    {
        var later = one.Select(n => NotificationRetry.AfterFault(n, stream.Definition.Told!, fault, time.GetUtcNow())).Select(NextRound).ToList();
        await store.SettleAsync(stream.Key, [], new NotificationsSettled([], later), cancellationToken);
        if (later.Count(n => n.Dead) is var dead and > 0)
        {
            NotificationMetrics.Died(stream.Key, dead);
            NotificationLog.Died(logger, stream.Key, dead, fault.Kind, fault.Code);
        }

        return ++faultsInARow < MaxFaultsInARow ? null : fault;
    }
}
