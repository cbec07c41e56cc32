namespace IntegrationHub.Testing;

/// <summary>The folder that a vendor drops files into: a file with everything, or with what changed since the last one, each time it is to be read.</summary>
internal sealed class DropFolder
{
    readonly FolderSubject vendor;
    readonly CaseHistory history;
    readonly ManualClock clock;
    readonly HashSet<(int, int)> delivered = [];
    (string Name, byte[] Honest)? spoiled;
    VendorFault? fault;
    int files;

    public DropFolder(FolderSubject vendor, CaseHistory history, ManualClock clock, string path)
    {
        (this.vendor, this.history, this.clock, Path) = (vendor, history, clock, path);
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    /// <summary>Delivers what there is to deliver.</summary>
    public void Publish()
    {
        var cases = history.Shown;
        if (!vendor.IsComplete) cases = [.. cases.Where(c => delivered.Add((c.Number, c.Revision)))];
        if (!vendor.IsComplete && cases.Count == 0 && files > 0) return;

        var (name, content) = vendor.Write(++files, cases);
        spoiled = fault?.Spoil(content) is null ? null : (name, content);
        Put(name, fault?.Spoil(content) ?? content);
    }

    /// <summary>Files that come from now on are spoiled.</summary>
    public void Break(VendorFault with) => fault = with;

    /// <summary>Files are whole again, and the last spoiled one is delivered once more.</summary>
    public void Mend()
    {
        fault = null;
        if (spoiled is { } last) Put(last.Name, last.Honest);
        spoiled = null;
    }

    // Old enough to be whole.
    void Put(string name, byte[] content)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(file, content);
        File.SetLastWriteTimeUtc(file, clock.GetUtcNow().UtcDateTime - TimeSpan.FromMinutes(1));
    }
}
