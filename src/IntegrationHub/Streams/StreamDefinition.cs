using IntegrationHub.Cases;
using IntegrationHub.Drift;
using IntegrationHub.Mapping;
using IntegrationHub.Scheduling;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Streams;

/// <summary>What a stream file says, checked and with defaults filled in; settings and secrets still are references.</summary>
public sealed record StreamDefinition
{
    /// <summary>The stream's name, unique in the hub.</summary>
    public required StreamName Name { get; init; }

    /// <summary>The source it reads.</summary>
    public required SourceId Source { get; init; }

    /// <summary>What people call the source: <c>Building permits</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The stream file's path.</summary>
    public required string File { get; init; }

    /// <summary>The adapter's name.</summary>
    public required string Adapter { get; init; }

    /// <summary>The mapping's name.</summary>
    public required string Mapping { get; init; }

    /// <summary>The adapter's settings as written: texts with <c>${NAME}</c> and <c>${secret:NAME}</c> in them.</summary>
    public required IReadOnlyDictionary<string, string> Connection { get; init; }

    /// <summary>What the adapter made of its own section of the file; null when it has none.</summary>
    public SourceDescription? Description { get; init; }

    /// <summary>How the stream is read.</summary>
    public required StreamReading Reading { get; init; }

    /// <summary>When it is read. Every five minutes unless set.</summary>
    public RunSchedule Schedule { get; init; } = new();

    /// <summary>How old its data may get before an answer calls it stale.</summary>
    public TimeSpan FreshnessGoal { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What one call and one run may use.</summary>
    public StreamLimits Limits { get; init; } = new();

    /// <summary>When calls are repeated and when the vendor is left alone.</summary>
    public StreamRetry Retry { get; init; } = new();

    /// <summary>A run stops when more than this share of its records cannot be mapped, once there are at least 20. A fifth unless set.</summary>
    public double QuarantineStopAbove { get; init; } = 0.2;

    /// <summary>The vendor's lists of codes that are compared with code tables of the mapping: the table's name by the list's.</summary>
    public IReadOnlyDictionary<string, string> Codes { get; init; } = new Dictionary<string, string>();

    /// <summary>What is done about records that change. All is reported unless set.</summary>
    public DriftPolicy Drift { get; init; } = new();

    /// <summary>How its vendor tells that something has changed; null when it does not.</summary>
    public StreamNotify? Notify { get; init; }

    /// <summary>What may be written to its cases at the vendor, by kind; nothing unless the file says so.</summary>
    public IReadOnlyDictionary<WriteKind, StreamWrite> Writes { get; init; } = new Dictionary<WriteKind, StreamWrite>();

    /// <summary>What its records become; cases until its mapping is known.</summary>
    public MappingTarget Target { get; init; } = MappingTarget.Case;

    /// <summary>Whether its adapter can be asked for single cases by their keys.</summary>
    public bool ReadsByKey { get; init; }

    /// <summary>How cases are read by their keys that somebody told of: the vendor by its notifications, or the hub itself once it has written to one; null when nobody does.</summary>
    internal StreamNotify? Told => Notify ?? (ReadsByKey && Writes.Count > 0 ? StreamNotify.OfOwnWrites : null);

    /// <summary>Nothing of this stream is ever less closed than this, whatever the mapping says.</summary>
    public Confidentiality ConfidentialityFloor { get; init; } = Confidentiality.Open;

    /// <summary>Whether the last record of each case is kept; null when the file does not say.</summary>
    public RecordKeeping? Records { get; init; }

    /// <summary>Whether the last record of each case is kept: where the file does not say, as long as the floor is open.</summary>
    public bool KeepsRecords => Records is { } said ? said == RecordKeeping.Keep : ConfidentialityFloor == Confidentiality.Open;
}

/// <summary>What becomes of a record once it is mapped.</summary>
public enum RecordKeeping
{
    /// <summary>The last record of each case is kept beside it, compressed and encrypted, so that a changed mapping reaches it without the vendor.</summary>
    Keep,

    /// <summary>None is kept: a changed mapping reaches a case when its vendor sends it again.</summary>
    None,
}

/// <summary>How a stream is read.</summary>
public sealed record StreamReading
{
    /// <summary>The strategy.</summary>
    public required ReadStrategy Strategy { get; init; }

    /// <summary>Each read begins this much before where the last one ended; repeats are harmless. Ten minutes unless set.</summary>
    public TimeSpan Lookback { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What changed less than this ago is left for the next read: it may not be visible yet. A minute unless set.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The first read begins here; null reads everything the source has.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>How many records a page is asked to hold. 500 unless set.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>How many records a transaction holds at most. 5,000 unless set.</summary>
    public int BatchSize { get; init; } = 5000;

    /// <summary>How long records are gathered for one transaction at most. Two seconds unless set.</summary>
    public TimeSpan BatchTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a stream that reads changes is read whole, so that what vanished is noticed; null never.</summary>
    public TimeSpan? FullEvery { get; init; }

    /// <summary>What a complete read may remove.</summary>
    public DeleteGuard Guard { get; init; } = new();

    /// <summary>The windows of a windowed stream.</summary>
    public StreamWindow Window { get; init; } = new();

    /// <summary>How the open cases of a windowed stream are read again.</summary>
    public StreamReread Reread { get; init; } = new();
}

/// <summary>How wide the windows of time are that a windowed stream is asked for, one after the other.</summary>
public sealed record StreamWindow
{
    /// <summary>The width of the first window; after it the stream learns by what comes back. A day unless set.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromDays(1);

    /// <summary>No window is made narrower than this. A second unless set, a day where the vendor filters by whole days.</summary>
    public TimeSpan Min { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No window is made wider than this. 90 days unless set.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Whether the vendor filters by whole days.</summary>
    public bool Dates { get; init; }

    /// <summary>How many records a window is to bring: one that brings fewer than half of it lets the next grow, one that brings more lets it shrink. 500 unless set.</summary>
    public int Rows { get; init; } = 500;
}

/// <summary>How the open cases of a windowed stream are read again by their keys: the vendor tells what is new, and not what has changed.</summary>
public sealed record StreamReread
{
    /// <summary>How often. Zero, unless set, is in every run; null is never.</summary>
    public TimeSpan? Every { get; init; } = TimeSpan.Zero;

    /// <summary>How many keys one call asks for. 50 unless set.</summary>
    public int Batch { get; init; } = 50;

    /// <summary>Cases that were closed less than this ago are read again too. None unless set.</summary>
    public TimeSpan ClosedFor { get; init; }
}

/// <summary>How much a complete read may remove without a person's word.</summary>
public sealed record DeleteGuard
{
    /// <summary>The largest share of the stream's cases, 0 to 1. A twentieth unless set.</summary>
    public double MaxShare { get; init; } = 0.05;

    /// <summary>The largest number of cases. 100 unless set.</summary>
    public int MaxCases { get; init; } = 100;

    /// <summary>Up to this many cases may go whatever share they are: small streams lose single cases too. Three unless set.</summary>
    public int AlwaysAllowed { get; init; } = 3;

    /// <summary>Whether so many of so many cases may go without a person's word.</summary>
    public bool LetsGo(long gone, long live) => gone <= AlwaysAllowed || (gone <= MaxCases && gone <= live * MaxShare);
}

/// <summary>What one call and one run may use.</summary>
public sealed record StreamLimits
{
    /// <summary>The longest time for one answer, whole; the adapter's own unless set.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The largest answer, in bytes after decompression. 64 MiB unless set.</summary>
    public long MaxAnswerBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>The largest record, in bytes. 4 MiB unless set.</summary>
    public int MaxRecordBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How deep an answer may be nested. 128 unless set.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>How many pages one run may read. 100,000 unless set.</summary>
    public int MaxPages { get; init; } = 100_000;

    /// <summary>How long one run may take. Six hours unless set; what it committed stays.</summary>
    public TimeSpan MaxRunTime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How many calls a minute the vendor is sent at most. 600 unless set.</summary>
    public int RequestsPerMinute { get; init; } = 600;
}

/// <summary>When calls are repeated and when the vendor is left alone.</summary>
public sealed record StreamRetry
{
    /// <summary>How often a read is tried in all. Five times unless set.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The wait before the second try; it doubles, with jitter. A second unless set.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries. Two minutes unless set.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After so many outages in a row the vendor is left alone. Ten unless set.</summary>
    public int BreakerFailures { get; init; } = 10;

    /// <summary>For so long. Two minutes unless set.</summary>
    public TimeSpan BreakerOpenFor { get; init; } = TimeSpan.FromMinutes(2);
}
