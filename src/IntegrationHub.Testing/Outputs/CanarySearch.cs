using System.Text;

namespace IntegrationHub.Testing;

/// <summary>Searches everything that comes out of a hub where no person belongs for the canary that was planted in what went in.</summary>
/// <remarks>Give it each place as text: logs, errors, metrics, traces, addresses that a vendor saw, run history, quarantine, names of files; and the folder of the index.</remarks>
/// <param name="secrets">Keys and passwords beside <see cref="Canary.Secret"/> that must not come out.</param>
public sealed class CanarySearch(params IEnumerable<string> secrets)
{
    readonly List<(string Place, string Text)> places = [];
    readonly List<string> stored = [];

    /// <summary>The places that are searched.</summary>
    public IReadOnlyList<string> Places => [.. places.Select(p => p.Place)];

    /// <summary>Adds a place.</summary>
    /// <param name="place">What it is called.</param>
    /// <param name="text">Everything that came out there.</param>
    public CanarySearch In(string place, string text)
    {
        places.Add((place, text));
        return this;
    }

    /// <summary>Adds the names of the files below a folder.</summary>
    public CanarySearch InNamesOfFiles(string folder) =>
        In("names of files", string.Join('\n', Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path))));

    /// <summary>Looks into every file of a folder for what may stand in no file in the clear.</summary>
    public async Task<CanarySearch> InStoredFilesAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            // An empty file holds nothing; a store that is open keeps one locked, to show that it lives.
            if (new FileInfo(file).Length == 0) continue;

            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(open, Encoding.Latin1);
            var content = await reader.ReadToEndAsync(cancellationToken);
            foreach (var value in Canary.NeverInClear.Concat(secrets))
                if (content.Contains(value, StringComparison.OrdinalIgnoreCase)) stored.Add($"{Path.GetFileName(file)} holds '{value}' in the clear");
        }

        return this;
    }

    /// <summary>What came out, each with its place and what stands around it.</summary>
    public IReadOnlyList<string> Leaks =>
    [
        .. places.SelectMany(p => Canary.In(p.Text).Select(leak => $"{p.Place}: …{leak}…")),
        .. places.SelectMany(p => secrets.Where(secret => p.Text.Contains(secret, StringComparison.Ordinal)).Select(_ => $"{p.Place}: a secret")),
        .. stored,
    ];
}
