namespace IntegrationHub.Diagnostics;

/// <summary>Finds the name that a person probably meant.</summary>
public static class DidYouMean
{
    /// <summary>Nobody mistypes a name of this length; comparing a long text with many others would take long.</summary>
    const int Longest = 100;

    /// <summary><c> (did you mean 'x'?)</c> with a leading space, or nothing when no candidate is near.</summary>
    public static string Hint(string written, IEnumerable<string> candidates)
    {
        var nearest = Nearest(written, candidates);
        return nearest is null ? "" : $" (did you mean '{nearest}'?)";
    }

    /// <summary>The nearest candidate within a third of the written length (at least two edits), or null.</summary>
    public static string? Nearest(string written, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(candidates);

        if (written.Length > Longest) return null;

        string? best = null;
        var bestDistance = Math.Max(2, written.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - written.Length) >= bestDistance) continue;

            var distance = Distance(written, candidate);
            if (distance >= bestDistance || distance >= Math.Max(written.Length, candidate.Length)) continue;
            (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    // Edits with swapped neighbours counted once: most typing mistakes are swaps. Case costs nothing.
    static int Distance(string a, string b)
    {
        var previous2 = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) previous[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]);
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    current[j] = Math.Min(current[j], previous2[j - 2] + 1);
            }

            (previous2, previous, current) = (previous, current, previous2);
        }

        return previous[b.Length];
    }

    static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
