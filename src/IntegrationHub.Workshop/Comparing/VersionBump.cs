using System.Globalization;

namespace IntegrationHub.Workshop.Comparing;

/// <summary>How far a version is raised.</summary>
public enum VersionBump
{
    /// <summary>It went back.</summary>
    Backwards,

    /// <summary>It is the same.</summary>
    None,

    /// <summary>The third number: nothing changes in what comes out.</summary>
    Patch,

    /// <summary>The second number: values change.</summary>
    Minor,

    /// <summary>The first number: keys, orders or deletions change, so that cases are other cases than before.</summary>
    Major,
}

/// <summary>Compares the version texts of two mappings.</summary>
internal static class VersionBumps
{
    /// <summary>How far the version was raised; a text that is no version counts as 0.0.0.</summary>
    public static VersionBump Between(string before, string after)
    {
        var (old, now) = (Numbers(before), Numbers(after));
        var first = Enumerable.Range(0, 3).FirstOrDefault(i => old[i] != now[i], -1);
        return first < 0 ? VersionBump.None : now[first] < old[first] ? VersionBump.Backwards : first switch { 0 => VersionBump.Major, 1 => VersionBump.Minor, _ => VersionBump.Patch };
    }

    static int[] Numbers(string version)
    {
        var parts = version.Split('.');
        return [.. Enumerable.Range(0, 3).Select(i => i < parts.Length && int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];
    }
}
