using System.Collections.Concurrent;
using IntegrationHub.Faults;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Notifications;

/// <summary>Reads the cases of waiting notifications from their vendor, beside whatever run goes on: the order of the records and the start of their read decide which version stands.</summary>
/// <remarks>
/// What was read and the notifications that are done with it are committed together, so that a process that ends at any point has at worst to read again.
/// A notification says that something changed and nothing else: it never deletes. A case that the vendor does not know is left as it is.
/// </remarks>
internal sealed class NotificationReader(IStreamStore streams, INotificationStore store, CaseProtector protector, TimeProvider time, ILogger logger, ReadClocks? clocks = null)
{
    readonly ReadClocks clocks = clocks ?? new ReadClocks(time);
    readonly ConcurrentDictionary<StreamKey, SemaphoreSlim> turns = new();

    /// <summary>Reads what waits, with a source of its own.</summary>
    /// <returns>The fault of the source that ended it; null when everything was read that could be.</returns>
    public async Task<RunFault?> ReadAsync(RunnableStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await using var open = stream.Open(new RunMeter());
            return await ReadAsync(stream, open.Source, () => false, cancellationToken);
        }
        catch (SourceException exception)
        {
            return Stopped(stream, RunFaults.Of(exception));
        }
    }

    /// <summary>Reads what waits, with the source of a run. Whatever goes wrong with the source is no reason for the run not to read what it is to read.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="source">Its source, as the run has opened it.</param>
    /// <param name="enough">Whether the run has something else to do now; asked before each call. What waits then goes on waiting.</param>
    /// <param name="cancellationToken">Ends it before the next call.</param>
    public async Task<RunFault?> ReadAsync(RunnableStream stream, ISource source, Func<bool> enough, CancellationToken cancellationToken)
    {
        if (stream.Definition.Told is null) return null;

        var turn = turns.GetOrAdd(stream.Key, _ => new SemaphoreSlim(1));
        if (!await turn.WaitAsync(TimeSpan.Zero, cancellationToken)) return null;

        try
        {
            var fault = source is IReadsByKey byKey
                ? await new NotificationRound(stream, byKey, streams, store, protector, clocks, enough, time, logger).ReadAsync(cancellationToken)
                : new RunFault(FaultKind.Misconfigured, FaultCodes.InvalidSetting, "The source cannot be asked for single records as its stream file is now. Take 'notify:' away, or mend the setting that keeps it from being asked.");
            return fault is null ? null : Stopped(stream, fault);
        }
        finally
        {
            turn.Release();
        }
    }

    RunFault Stopped(RunnableStream stream, RunFault fault)
    {
        NotificationLog.NotRead(logger, stream.Key, fault.Kind, fault.Code, fault.Message);
        return fault;
    }
}
