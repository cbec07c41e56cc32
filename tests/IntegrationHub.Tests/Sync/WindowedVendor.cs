using System.Globalization;
using System.Text;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Sync;

/// <summary>A vendor that can only be asked for what was created in a window of time, cuts what is too much, and tells changes to nobody who does not ask for the case.</summary>
sealed class WindowedVendor(ManualClock clock)
{
    readonly Dictionary<string, Request> requests = new(StringComparer.Ordinal);
    readonly List<Update> updates = [];

    /// <summary>A case as it stands.</summary>
    public sealed record Request(string Key, DateTimeOffset CreatedAt, int Revision, string Status, DateTimeOffset? ClosedAt, DateTimeOffset VisibleAt);

    /// <summary>One line of the updates feed: something happened to a case.</summary>
    public sealed record Update(int Number, string Key, string Status, DateTimeOffset At);

    /// <summary>How many records one answer holds at most.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Whether the newest stand first, and so the oldest are cut off.</summary>
    public bool NewestFirst { get; set; }

    /// <summary>Set where the vendor filters by whole days: of this zone.</summary>
    public TimeZoneInfo? Days { get; set; }

    /// <summary>Cases whose records come without their id.</summary>
    public HashSet<string> Garbled { get; } = [];

    /// <summary>Called before each answer; throw to break down.</summary>
    public Action? BeforeAnswer { get; set; }

    /// <summary>The windows that were asked for.</summary>
    public List<PageRequest> Asked { get; } = [];

    /// <summary>The keys that were asked for, call by call.</summary>
    public List<IReadOnlyList<string>> KeysAskedFor { get; } = [];

    public IReadOnlyCollection<Request> All => requests.Values;

    public IReadOnlyList<Update> Updates => updates;

    /// <summary>How many answers were cut.</summary>
    public int CutAnswers { get; private set; }

    public Request this[string key] => requests[key];

    /// <summary>Adds a case or changes its status.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="status">Its status.</param>
    /// <param name="createdAt">When it was created, if it is new; now unless given.</param>
    /// <param name="visibleIn">After how long the vendor shows it, if it is new.</param>
    public void Put(string key, string status = "open", DateTimeOffset? createdAt = null, TimeSpan visibleIn = default)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? closedAt = status == "closed" ? now : null;
        requests[key] = requests.TryGetValue(key, out var old)
            ? old with { Revision = old.Revision + 1, Status = status, ClosedAt = closedAt }
            : new Request(key, createdAt ?? now, 1, status, closedAt, now + visibleIn);
        if (old is not null) updates.Add(new Update(updates.Count, key, status, now));
    }

    /// <summary>Hides a case without a word.</summary>
    public void Forget(string key) => requests.Remove(key);

    /// <summary>Opens the cases.</summary>
    public ISource Open() => new Source(this);

    /// <summary>Opens the updates feed, which is asked by the time of the updates, with the same limit.</summary>
    public ISource OpenUpdates() => new UpdateSource(this);

    SourceRecord Record(Request request) => new()
    {
        Content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $$"""{"{{(Garbled.Contains(request.Key) ? "nothing" : "id")}}":"{{request.Key}}","rev":{{request.Revision}},"status":"{{request.Status}}","changed":"{{request.CreatedAt:O}}"{{(request.ClosedAt is { } closed ? $",\"closed\":\"{closed:O}\"" : "")}}}""")),
        Format = RecordFormat.Json,
        Where = request.Key,
    };

    bool Falls(Request request, PageRequest window)
    {
        if (request.VisibleAt > clock.GetUtcNow()) return false;
        if (Days is not { } zone) return request.CreatedAt > window.ChangedAfter && (window.ChangedUntil is null || request.CreatedAt <= window.ChangedUntil);

        var day = Day(request.CreatedAt);
        return day >= Day(window.ChangedAfter!.Value) && (window.ChangedUntil is not { } until || day <= Day(until));

        DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }

    SourcePage Page<T>(T[] wanted, Func<T, SourceRecord> record)
    {
        if (NewestFirst) Array.Reverse(wanted);
        var cut = wanted.Length >= Limit;
        if (cut) CutAnswers++;
        return new SourcePage { Records = [.. wanted.Take(Limit).Select(record)], Cut = cut };
    }

    sealed class UpdateSource(WindowedVendor vendor) : ISource
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(vendor.Page<Update>(
                [.. vendor.updates.Where(u => u.At > request.ChangedAfter && (request.ChangedUntil is null || u.At <= request.ChangedUntil)).OrderBy(u => u.At)],
                u => new SourceRecord
                {
                    Content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"update":"U{{u.Number}}","case":"{{u.Key}}","status":"{{u.Status}}","at":"{{u.At:O}}"}""")),
                    Format = RecordFormat.Json,
                }));
        }
    }

    sealed class Source(WindowedVendor vendor) : ISource, IReadsByKey
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Assert.NotNull(request.ChangedAfter);
            vendor.Asked.Add(request);
            vendor.BeforeAnswer?.Invoke();

            Request[] wanted = [.. vendor.requests.Values.Where(r => vendor.Falls(r, request)).OrderBy(r => r.CreatedAt).ThenBy(r => r.Key, StringComparer.Ordinal)];
            return ValueTask.FromResult(vendor.Page(wanted, vendor.Record));
        }

        public ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            vendor.KeysAskedFor.Add([.. keys]);
            vendor.BeforeAnswer?.Invoke();
            return ValueTask.FromResult<IReadOnlyList<SourceRecord>>([.. keys.Where(vendor.requests.ContainsKey).Select(k => vendor.Record(vendor.requests[k]))]);
        }
    }
}
