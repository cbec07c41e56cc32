using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Configuration;

/// <summary>Keeps the streams of the hub in force: reads stream files, mappings and code tables, checks them against each other, and never lets a wrong change in.</summary>
/// <remarks>
/// Until everything was right once, nothing is in force. After that a file that is wrong is refused and reported, and the last good version of that stream or
/// mapping stays. A file that is taken away is no error: its stream ends. Safe for several threads.
/// </remarks>
public sealed class HubCatalog
{
    /// <summary>How the names of mapping files end.</summary>
    public const string MappingExtension = ".mapping.yaml";

    readonly IReadOnlyList<string> folders;
    readonly IReadOnlyList<IAdapter> adapters;
    readonly IReadOnlyList<AdapterManifest> manifests;
    readonly Func<MappingSource, DiagnosticBag, IMapping?> compile;
    readonly TimeProvider time;
    readonly string? shownFrom;
    readonly Lock gate = new();
    readonly SortedDictionary<string, CatalogEntry<StreamFile>> streams = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, CatalogEntry<CatalogMapping>> mappings = new(StringComparer.Ordinal);
    readonly Dictionary<string, StreamInForce> inForce = new(StringComparer.Ordinal);
    readonly Dictionary<string, string?> mappingNames = new(StringComparer.Ordinal);
    IReadOnlyList<Diagnostic> lastScan = [];
    volatile CatalogSnapshot current = new(0, [], []);
    bool wasRight;

    /// <param name="folders">Where the files are, folders below included.</param>
    /// <param name="adapters">The adapters that stream files may name.</param>
    /// <param name="compile">Compiles a mapping file; null when it has errors.</param>
    /// <param name="time">The clock.</param>
    /// <param name="shownFrom">The folder from which on files are named to people, that of <c>hub.yaml</c>; null names them as their folders are named.</param>
    public HubCatalog(IReadOnlyList<string> folders, IReadOnlyCollection<IAdapter> adapters, Func<MappingSource, DiagnosticBag, IMapping?> compile, TimeProvider time, string? shownFrom = null)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(adapters);

        this.folders = folders;
        this.adapters = [.. adapters];
        this.compile = compile;
        this.time = time;
        this.shownFrom = shownFrom;
        manifests = [.. this.adapters.Select(a => a.Manifest)];
    }

    /// <summary>What was in force after the last <see cref="Reload"/>.</summary>
    public CatalogSnapshot Current => current;

    /// <summary>Looks for changed files and takes in what is right. Cheap when nothing has changed: sizes and times are compared, and the same snapshot is returned.</summary>
    public CatalogSnapshot Reload()
    {
        lock (gate)
        {
            var found = new DiagnosticBag();
            var now = time.GetUtcNow();
            var changed = Refresh(streams, CatalogFolders.Find(folders, StreamFileReader.Extension, Shown, found), now, LoadStream);
            changed |= Refresh(mappings, CatalogFolders.Find(folders, MappingExtension, Shown, found), now, LoadMapping);
            var scan = found.All;
            if (!changed && current.Number > 0 && scan.SequenceEqual(lastScan)) return current;

            lastScan = scan;
            return current = Build(scan, now);
        }
    }

    string Shown(string path) => CatalogFolders.From(shownFrom, path);

    bool Refresh<T>(SortedDictionary<string, CatalogEntry<T>> entries, IReadOnlyList<string> paths, DateTimeOffset now, Func<CatalogReading, T?> load)
        where T : class
    {
        var gone = entries.Keys.Except(paths, StringComparer.Ordinal).ToList();
        foreach (var path in gone) entries.Remove(path);

        var changed = gone.Count > 0;
        foreach (var path in paths)
        {
            if (!entries.TryGetValue(path, out var entry)) entries[path] = entry = new CatalogEntry<T>(path, Shown(path));
            changed |= entry.Refresh(now, load);
        }

        return changed;
    }

    StreamFile? LoadStream(CatalogReading reading) =>
        reading.ReadText() is { } text && StreamFileReader.Read(reading.Shown, text, manifests, reading.Diagnostics) is { } file
            ? file with { Folder = Path.GetDirectoryName(Path.GetFullPath(reading.Path)) }
            : null;

    CatalogMapping? LoadMapping(CatalogReading reading)
    {
        if (reading.ReadText() is not { } text) return null;

        var header = MappingHeader.Read(reading.Shown, text);
        mappingNames[reading.Path] = header.Name;
        var mapping = compile(new MappingSource(reading.Shown, text, reading.ReadBeside), reading.Diagnostics);
        return mapping is null || reading.Diagnostics.HasErrors ? null : new CatalogMapping(mapping, header);
    }

    CatalogSnapshot Build(IReadOnlyList<Diagnostic> scan, DateTimeOffset now)
    {
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(scan);
        foreach (var entry in streams.Values) diagnostics.AddRange(entry.Diagnostics);
        foreach (var entry in mappings.Values) diagnostics.AddRange(entry.Diagnostics);

        var byName = CatalogChecks.UniqueMappings(mappings.Values, diagnostics);
        var accepted = CatalogChecks.UniqueStreams(streams.Values, path => inForce.GetValueOrDefault(path)?.Definition.Name, diagnostics);

        var next = new Dictionary<string, StreamInForce>(StringComparer.Ordinal);
        var outdated = new List<CatalogEntry<StreamFile>>();
        foreach (var entry in streams.Values)
        {
            var candidate = accepted.Contains(entry) ? Join(entry, byName, diagnostics) : null;
            if (candidate is not null)
                next[entry.Path] = candidate;
            else if (inForce.TryGetValue(entry.Path, out var last))
                next[entry.Path] = last;
            if (next.ContainsKey(entry.Path) && (candidate is null || IsOutdated(entry, byName))) outdated.Add(entry);
        }

        var all = diagnostics.All;
        var errors = all.Where(d => d.Severity == Severity.Error).ToList();
        var refused = outdated.ToDictionary(entry => entry.Path, entry => ErrorsOf(entry, errors), StringComparer.Ordinal);
        foreach (var path in next.Keys.ToList())
            next[path] = next[path] with { Refused = refused.TryGetValue(path, out var own) ? new RefusedChange(inForce.GetValueOrDefault(path)?.Refused?.Since ?? now, own) : null };
        errors.RemoveAll(error => refused.Values.Any(own => own.Contains(error)));
        wasRight |= !diagnostics.HasErrors;
        if (!wasRight) return new CatalogSnapshot(current.Number + 1, [], all);

        PutInForce(next);
        return new CatalogSnapshot(current.Number + 1, [.. next.Values.OrderBy(s => s.Definition.Name.Value, StringComparer.Ordinal)], all)
        {
            RefusedElsewhere = errors.Count == 0 ? null : new RefusedChange(current.RefusedElsewhere?.Since ?? now, errors),
        };
    }

    static bool IsOutdated(CatalogEntry<StreamFile> entry, Dictionary<string, CatalogEntry<CatalogMapping>> byName) =>
        entry.Current is null || byName[entry.Usable!.Definition.Mapping].Current is null;

    // What stands in the stream's own file, and what is wrong with the mapping that it names now or named when it was in force last; a mapping has its code tables with it.
    List<Diagnostic> ErrorsOf(CatalogEntry<StreamFile> entry, List<Diagnostic> errors)
    {
        string?[] names = [entry.Usable?.Definition.Mapping, inForce.GetValueOrDefault(entry.Path)?.Definition.Mapping];
        var its = mappings.Values.Where(m => names.Contains(m.Usable?.Mapping.Name ?? mappingNames.GetValueOrDefault(m.Path)) || names.Contains(mappingNames.GetValueOrDefault(m.Path))).ToList();
        return [.. errors.Where(error => error.Place.File == entry.Shown || its.Exists(m => error.Place.File == m.Shown || m.Diagnostics.Contains(error)))];
    }

    StreamInForce? Join(CatalogEntry<StreamFile> entry, Dictionary<string, CatalogEntry<CatalogMapping>> byName, DiagnosticBag diagnostics)
    {
        var file = entry.Usable!;
        if (!byName.TryGetValue(file.Definition.Mapping, out var mapping))
        {
                // What is wrong with a mapping is told once, where it is wrong; not again for every stream that uses it.
            if (entry.Current is not null && !MayBeBroken(file.Definition.Mapping)) CatalogChecks.ReportUnknownMapping(file, byName.Keys, diagnostics);
            return null;
        }

        if (entry.Current is not null && mapping.Current is not null) CatalogChecks.CompareNames(file, mapping.Current.Header, diagnostics);
        if (entry.Current is not null && !CatalogChecks.CheckReread(file, mapping.Usable!.Mapping, diagnostics)) return null;
        if (entry.Current is not null && !CatalogChecks.CheckNotify(file, mapping.Usable!.Mapping, diagnostics)) return null;
        if (entry.Current is not null && !CatalogChecks.HasCodeTables(file, mapping.Usable!.Mapping, diagnostics)) return null;

        var adapter = adapters.First(a => a.Manifest.Name == file.Definition.Adapter);
        return new StreamInForce(file, adapter, mapping.Usable!.Mapping);
    }

    bool MayBeBroken(string name) =>
        mappings.Values.Any(m => m.Current is null && (mappingNames.GetValueOrDefault(m.Path) is not { } written || written == name));

    void PutInForce(Dictionary<string, StreamInForce> next)
    {
        inForce.Clear();
        foreach (var (path, stream) in next)
        {
            inForce[path] = stream;
            streams[path].LastGood = stream.File;
        }

        foreach (var entry in mappings.Values) entry.LastGood = entry.Usable;
    }
}

/// <summary>A compiled mapping with what its file says of itself.</summary>
internal sealed record CatalogMapping(IMapping Mapping, MappingHeader Header);
