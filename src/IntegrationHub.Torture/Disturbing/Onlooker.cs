using IntegrationHub.Torture.Checking;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>Looks again and again how many cases there are while workers write and die, as a reader would: a rebuild must never show less.</summary>
internal sealed class Onlooker(Func<Sight?> look)
{
    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    readonly List<Sight> sights = [];

    /// <summary>What it saw, in order.</summary>
    public IReadOnlyList<Sight> Sights => sights;

    /// <summary>Looks until it is cancelled. One look at a time.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // Whoever cannot look sees nothing wrong.
            if (look() is { } seen) sights.Add(seen);

            await Task.WhenAny(Task.Delay(Rest, TimeProvider.System, cancellationToken));
        }
    }
}
