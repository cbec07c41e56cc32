using System.Runtime.CompilerServices;
using IntegrationHub.Disclosure;
using IntegrationHub.Operation;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Remapping;

/// <summary>Maps what is stored again: in the background, or at once for a person.</summary>
internal sealed class HubRemapping(
    TenantId tenant, IHubStore store, StreamRemapper remapper, Func<IReadOnlyList<RunnableStream>> streams, Func<StreamName, RunnableStream> find, CaseProtector protector, TimeProvider time,
    ILogger logger) : IRemapping
{
    /// <summary>How often changed mappings are looked for, and streams that a run has.</summary>
    internal static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    // A record is at most some MiB; so many are held at once.
    const int OpenedAtOnce = 100;

    readonly OperatorAudit audit = new(tenant, store, time);

    public async Task KeepRemappingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var rest = LookAgain;
            try
            {
                rest = await RoundAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // A store that cannot be read now must not end this for good.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                RemapLog.Broke(logger, "The hub", exception.GetType().FullName ?? "", exception.StackTrace ?? "");
            }

            await Task.Delay(rest, time, cancellationToken);
        }
    }

    public async Task<IReadOnlyDictionary<StreamName, RemapProgress>> GetAsync(CancellationToken cancellationToken)
    {
        var all = await store.Remapping.GetProgressAsync(tenant, cancellationToken);
        var inForce = streams().Select(stream => stream.Key).ToHashSet();
        return all.Where(one => inForce.Contains(one.Key)).ToDictionary(one => one.Key.Stream, one => one.Value);
    }

    public async Task<RemapProgress?> RemapAsync(Caller caller, StreamName stream, Action<RemapProgress>? told, CancellationToken cancellationToken)
    {
        var found = find(stream);
        await audit.WriteAsync(caller, "stream.remap", stream, purpose: null, cancellationToken);
        RemapLog.Asked(logger, caller.Name, stream);
        RemapProgress? after = null;
        while (await remapper.StepAsync(found, cancellationToken) is { } progress)
        {
            after = progress;
            told?.Invoke(progress);
            if (remapper.NextOf(found, progress) == RemapStep.Nothing) return progress;

            cancellationToken.ThrowIfCancellationRequested();
        }

        return after;
    }

    public async IAsyncEnumerable<OpenedRecord> ReadKeptAsync(Caller caller, StreamName stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = find(stream).Key;
        await audit.WriteAsync(caller, "stream.compare", stream, purpose: null, cancellationToken);
        RemapLog.Opened(logger, caller.Name, stream);
        string? after = null;
        IReadOnlyList<OldRecord> some;
        do
        {
            some = await store.Remapping.GetOldAsync(key, MappedWith.Nothing, after, OpenedAtOnce, cancellationToken);
            foreach (var kept in some) yield return new OpenedRecord(kept.Key, Open(kept, key));
            if (some.Count > 0) after = some[^1].Key;
        }
        while (some.Count == OpenedAtOnce);
    }

    SourceRecord? Open(OldRecord kept, StreamKey stream)
    {
        try
        {
            return protector.OpenLast(kept, stream);
        }
        catch (ProtectedValueException)
        {
            return null;
        }
    }

    /// <summary>Whether portions of the stream are being mapped, here or in another process.</summary>
    public async Task<bool> GoesOnAsync(StreamKey stream, CancellationToken cancellationToken) =>
        (await store.Remapping.GetProgressAsync(tenant, cancellationToken)).GetValueOrDefault(stream) is { GoesOn: true };

    /// <summary>Maps one portion of each stream that needs it.</summary>
    /// <returns>How long to rest.</returns>
    internal async Task<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var known = await store.Remapping.GetProgressAsync(tenant, cancellationToken);
        RemapMetrics.Note(known);
        var pauses = await store.Streams.GetPausesAsync(tenant, cancellationToken);
        var more = false;
        foreach (var stream in streams())
        {
            var progress = known.GetValueOrDefault(stream.Key);
            if (pauses.ContainsKey(stream.Key) || remapper.NextOf(stream, progress) == RemapStep.Nothing) continue;
            // Of a stream that has read nothing yet, nothing is stored.
            if (progress is null && await store.Streams.GetCheckpointAsync(stream.Key, cancellationToken) is { LastReadAt: null }) continue;

            more |= await TryAsync(stream, cancellationToken);
        }

        return more ? RemapRule.RestAfter(time.GetElapsedTime(began)) : LookAgain;
    }

    // One that cannot be mapped keeps no other from it.
    async Task<bool> TryAsync(RunnableStream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await remapper.StepAsync(stream, cancellationToken) is { GoesOn: true };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it is, the next round tries again; what it was belongs into the log and nowhere else.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            RemapLog.Broke(logger, stream.Key.ToString(), exception.GetType().FullName ?? "", exception.StackTrace ?? "");
            return false;
        }
    }
}
