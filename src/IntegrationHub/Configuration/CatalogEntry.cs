using IntegrationHub.Diagnostics;

namespace IntegrationHub.Configuration;

/// <summary>One file of the catalog with the files it reads, and what came of it.</summary>
/// <param name="path">Where it is.</param>
/// <param name="shown">What people are told that it is called.</param>
internal sealed class CatalogEntry<T>(string path, string shown) where T : class
{
    IReadOnlyList<FileStamp> stamps = [];

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>What people are told that it is called.</summary>
    public string Shown => shown;

    /// <summary>What the file holds now; null when it is wrong.</summary>
    public T? Current { get; private set; }

    /// <summary>What it held when it last was in force; null when it never was.</summary>
    public T? LastGood { get; set; }

    /// <summary>What is in force, or could be: the file as it is now, or else its last good version.</summary>
    public T? Usable => Current ?? LastGood;

    /// <summary>What is wrong with the file as it is now.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>Loads the file again if it, or a file it reads, has changed. True when it had.</summary>
    public bool Refresh(DateTimeOffset now, Func<CatalogReading, T?> load)
    {
        if (stamps.Count > 0 && Unchanged(now)) return false;

        var reading = new CatalogReading(path, shown, now);
        Current = load(reading);
        Diagnostics = reading.Diagnostics.All;
        stamps = reading.Stamps;
        return true;
    }

    bool Unchanged(DateTimeOffset now)
    {
        var fresh = new List<FileStamp>(stamps.Count);
        foreach (var stamp in stamps)
        {
            if (!stamp.StillHolds(now, out var next)) return false;
            fresh.Add(next);
        }

        stamps = fresh;
        return true;
    }
}

/// <summary>One reading of a file: remembers every file that was looked at, those that were not there too.</summary>
internal sealed class CatalogReading(string path, string shown, DateTimeOffset now)
{
    readonly List<FileStamp> stamps = [];

    public string Path => path;

    public string Shown => shown;

    public DiagnosticBag Diagnostics { get; } = new();

    public IReadOnlyList<FileStamp> Stamps => stamps;

    /// <summary>The text of the file itself; null, and an error, when it cannot be read.</summary>
    public string? ReadText() => Read(path, shown, Diagnostics);

    /// <summary>The text of a file named relative to this one; null when there is none. One that cannot be read is an error of its own.</summary>
    public string? ReadBeside(string relative)
    {
        if (System.IO.Path.IsPathRooted(relative)) return null;

        var beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", relative);
        if (File.Exists(beside)) return Read(beside, System.IO.Path.Combine(System.IO.Path.GetDirectoryName(shown) ?? "", relative), Diagnostics);

        stamps.Add(FileStamp.Of(beside, null, now));
        return null;
    }

    string? Read(string file, string called, DiagnosticBag diagnostics)
    {
        var bytes = TextFile.TryReadBytes(file, diagnostics, called);
        stamps.Add(FileStamp.Of(file, bytes, now));
        return bytes is null ? null : TextFile.Decode(called, bytes, diagnostics);
    }
}
