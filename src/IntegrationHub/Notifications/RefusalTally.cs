using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Notifications;

/// <summary>Tells of refused notifications at most once a minute for each stream and reason, however many there are: whoever knows the address can send as many as they like.</summary>
internal sealed class RefusalTally(TimeProvider time, ILogger logger)
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<(StreamKey Stream, NotificationRefusal Why), Tally> tallies = new();

    /// <summary>Counts one; whether it was told now.</summary>
    public bool Add(StreamKey stream, NotificationRefusal why)
    {
        var tally = tallies.GetOrAdd((stream, why), _ => new Tally());
        long count;
        lock (tally)
        {
            tally.Count++;
            if (tally.ToldAt is { } told && time.GetElapsedTime(told) < Pause) return false;

            (count, tally.Count, tally.ToldAt) = (tally.Count, 0, time.GetTimestamp());
        }

        NotificationLog.Refused(logger, stream, count, why);
        return true;
    }

    sealed class Tally
    {
        public long Count { get; set; }

        public long? ToldAt { get; set; }
    }
}
