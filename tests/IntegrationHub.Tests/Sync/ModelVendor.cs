using System.Globalization;
using System.Text;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Sync;

/// <summary>A vendor system in memory that tests can change, break and slow: cases with a revision and the time they changed.</summary>
sealed class ModelVendor(ManualClock clock)
{
    readonly Dictionary<string, Version> cases = new(StringComparer.Ordinal);

    /// <summary>A record as the vendor would send it.</summary>
    public sealed record Version(string Key, int Revision, string Status, DateTimeOffset ChangedAt);

    /// <summary>How many records a page holds.</summary>
    public int PageSize { get; set; } = 3;

    /// <summary>Called before each page is read, with its number from 0.</summary>
    public Action<int>? BeforePage { get; set; }

    /// <summary>Called for each page before it is handed over.</summary>
    public Func<int, SourcePage, SourcePage>? AfterPage { get; set; }

    /// <summary>The requests for pages, in order.</summary>
    public List<PageRequest> Requests { get; } = [];

    /// <summary>The keys that were asked for one by one.</summary>
    public List<string> KeysAskedFor { get; } = [];

    /// <summary>Called before single records are read, with their keys.</summary>
    public Action<IReadOnlyList<string>>? BeforeKeys { get; set; }

    /// <summary>Whether a page says how far it reaches, as ByggR's batches do.</summary>
    public bool TellsProgress { get; set; }

    public IEnumerable<string> Keys => cases.Keys;

    public string StatusOf(string key) => cases[key].Status;

    /// <summary>Adds a case or changes it.</summary>
    public Version Put(string key, string status = "open", int? revision = null, DateTimeOffset? at = null)
    {
        var version = new Version(key, revision ?? (cases.TryGetValue(key, out var old) ? old.Revision + 1 : 1), status, at ?? clock.GetUtcNow());
        cases[key] = version;
        return version;
    }

    /// <summary>Removes a case without a word.</summary>
    public void Forget(string key) => cases.Remove(key);

    public ISource Open() => new Source(this);

    public static SourceRecord Record(Version version) => new()
    {
        Content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{version.Key}}","rev":{{version.Revision}},"status":"{{version.Status}}","changed":"{{version.ChangedAt:O}}"}""")),
        Format = RecordFormat.Json,
        Where = version.Key,
    };

    sealed class Source(ModelVendor vendor) : ISource, IReadsByKey
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            vendor.Requests.Add(request);
            var from = request.Position is null ? 0 : int.Parse(request.Position, CultureInfo.InvariantCulture);
            vendor.BeforePage?.Invoke(from / vendor.PageSize);

            Version[] wanted = [.. vendor.cases.Values
                .Where(v => (request.ChangedAfter is null || v.ChangedAt > request.ChangedAfter) && (request.ChangedUntil is null || v.ChangedAt <= request.ChangedUntil))
                .OrderBy(v => v.ChangedAt).ThenBy(v => v.Key, StringComparer.Ordinal)];
            Version[] rows = [.. wanted.Skip(from).Take(vendor.PageSize)];
            var page = new SourcePage
            {
                Records = [.. rows.Select(Record)],
                Next = from + vendor.PageSize < wanted.Length ? (from + vendor.PageSize).ToString(CultureInfo.InvariantCulture) : null,
                CompleteUntil = vendor.TellsProgress && rows.Length > 0 ? rows[^1].ChangedAt.AddTicks(-1) : null,
            };
            return ValueTask.FromResult(vendor.AfterPage?.Invoke(from / vendor.PageSize, page) ?? page);
        }

        public ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
        {
            vendor.KeysAskedFor.AddRange(keys);
            vendor.BeforeKeys?.Invoke(keys);
            return ValueTask.FromResult<IReadOnlyList<SourceRecord>>([.. keys.Where(vendor.cases.ContainsKey).Select(k => Record(vendor.cases[k]))]);
        }
    }
}
