using System.Runtime.CompilerServices;

namespace IntegrationHub.Scheduling;

/// <summary>The windows of a stream; with none, runs may begin at any time.</summary>
[CollectionBuilder(typeof(RunWindows), nameof(Of))]
public sealed class RunWindows : IEnumerable<RunWindow>, IEquatable<RunWindows>
{
    // A week has every day; a few more, because a window that opened yesterday may still be open, and one may be left out as the clock is put forward.
    const int DaysToSearch = 10;

    readonly IReadOnlyList<RunWindow> windows;

    RunWindows(IReadOnlyList<RunWindow> windows) => this.windows = windows;

    /// <summary>No windows: always open.</summary>
    public static RunWindows Always { get; } = new([]);

    /// <summary>These windows.</summary>
    public static RunWindows Of(ReadOnlySpan<RunWindow> windows) => new([.. windows]);

    /// <summary>Whether runs may begin at any time.</summary>
    public bool AreAlwaysOpen => windows.Count == 0;

    /// <summary>Whether a run may begin then.</summary>
    public bool Contain(DateTimeOffset time, TimeZoneInfo zone) => Next(time, zone) == time;

    /// <summary>The earliest time, from the given one on, at which a run may begin.</summary>
    public DateTimeOffset Next(DateTimeOffset from, TimeZoneInfo zone)
    {
        if (AreAlwaysOpen) return from;

        // Yesterday's windows may still be open. What opens on a later day opens later, so the first day with an opening has the answer.
        var opening = DateTimeOffset.MaxValue;
        var yesterday = DateOnly.FromDateTime(ZoneTimes.Local(from, zone)).AddDays(-1);
        for (var day = 0; day < DaysToSearch && opening == DateTimeOffset.MaxValue; day++)
        {
            foreach (var window in windows)
            {
                if (window.On(yesterday.AddDays(day), zone) is not { } open || open.Until <= from) continue;
                if (open.From <= from) return from;
                if (open.From < opening) opening = open.From;
            }
        }

        return opening;
    }

    /// <summary>When the windows that are open then close; null when they do not within days.</summary>
    internal DateTimeOffset? CloseAfter(DateTimeOffset open, TimeZoneInfo zone)
    {
        var until = open;
        var yesterday = DateOnly.FromDateTime(ZoneTimes.Local(open, zone)).AddDays(-1);
        for (var day = 0; day < DaysToSearch; day++)
        {
            // A window that opens when another closes goes on with it, whichever is written first.
            for (var grown = true; grown;)
            {
                grown = false;
                foreach (var window in windows)
                {
                    if (window.On(yesterday.AddDays(day), zone) is not { } span || span.From > until || span.Until <= until) continue;
                    (until, grown) = (span.Until, true);
                }
            }
        }

        return Next(until, zone) == until ? null : until;
    }

    /// <inheritdoc/>
    public bool Equals(RunWindows? other) => other is not null && windows.SequenceEqual(other.windows);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RunWindows);

    /// <inheritdoc/>
    public override int GetHashCode() => windows.Count == 0 ? 0 : windows[0].GetHashCode();

    /// <inheritdoc/>
    public IEnumerator<RunWindow> GetEnumerator() => windows.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", windows);
}
