using IntegrationHub.Hosting;
using IntegrationHub.Operation;

namespace IntegrationHub.AspNetCore;

/// <summary>How fresh the streams are, read at most every few seconds: whoever has no key must not be able to keep the store busy with it.</summary>
sealed class FreshnessReading(IHub hub, TimeProvider time) : IDisposable
{
    static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim gate = new(1);
    (DateTimeOffset At, IReadOnlyList<StreamFreshness> Streams)? last;

    public async Task<IReadOnlyList<StreamFreshness>> ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (last is not { } known || now - known.At >= Keep || now < known.At)
                last = known = (now, [.. (await hub.GetStreamsAsync(cancellationToken)).Select(stream => StreamFreshness.Of(stream, now))]);
            return known.Streams;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
