using System.Collections.Concurrent;
using System.Diagnostics;

namespace IntegrationHub.Testing;

/// <summary>Keeps the traces that are made while it listens, with their tags and events: those of the hub's own process, whoever made them.</summary>
public sealed class KeptTraces : IDisposable
{
    readonly ConcurrentQueue<string> kept = new();
    readonly ActivityListener listener;

    /// <summary>Begins to listen.</summary>
    public KeptTraces()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => kept.Enqueue(
                $"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))} {string.Join(' ', activity.Events.SelectMany(e => e.Tags).Select(t => $"{t.Key}={t.Value}"))} {activity.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Everything, as text.</summary>
    public string All => string.Join('\n', kept);

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();
}
