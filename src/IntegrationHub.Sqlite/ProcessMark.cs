namespace IntegrationHub.Sqlite;

/// <summary>Shows other processes on the same folder that this one lives: a file that the system keeps locked for it, and lets go of however the process ends.</summary>
/// <remarks>A process that is stopped keeps its lock: of it nobody knows whether it goes on.</remarks>
internal sealed class ProcessMark : IDisposable
{
    const string Folder = "alive";

    // Between being made and being locked a file looks left behind.
    static readonly TimeSpan LeftBehind = TimeSpan.FromMinutes(1);

    readonly string folder;
    readonly FileStream? held;

    ProcessMark(string folder, string? name, FileStream? held)
    {
        this.folder = folder;
        Name = name;
        this.held = held;
    }

    /// <summary>The mark's name; null where the file system locks nothing, so that nobody can be seen to live.</summary>
    public string? Name { get; }

    /// <summary>Makes a mark in the store's folder, and clears away those of processes that are gone.</summary>
    public static ProcessMark Set(string storeFolder)
    {
        var folder = Path.Combine(storeFolder, Folder);
        try
        {
            Directory.CreateDirectory(folder);
            var name = Guid.NewGuid().ToString("n");
            var held = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            var mark = new ProcessMark(folder, name, held);
            if (mark.IsAlive(name))
            {
                mark.ClearAway();
                return mark;
            }

            held.Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Leases then end by their time only.
        }

        return new ProcessMark(folder, null, null);
    }

    /// <summary>Whether the process with this mark lives; yes when it cannot be told.</summary>
    public bool IsAlive(string name)
    {
        try
        {
            using var free = new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    public void Dispose() => held?.Dispose();

    void ClearAway()
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            if (TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(file) > LeftBehind && !IsAlive(Path.GetFileName(file))) File.Delete(file);
    }
}
