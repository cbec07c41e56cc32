using IntegrationHub.Disclosure;
using IntegrationHub.Remapping;

namespace IntegrationHub.Cases;

/// <summary>Reads cases. The access filter is part of every query, never applied to its result.</summary>
public interface ICaseIndex
{
    /// <summary>Cases that any of the keys finds and the filter lets through, tombstones left out, newest first by opening time, then by id.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="keys">At least one.</param>
    /// <param name="filter">What the caller may know.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<FoundCase>> FindAsync(TenantId tenant, IReadOnlyList<LookupKey> keys, AccessFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>Cases whose search text holds all the words (the last one may be a beginning) and that the filter discloses in full, newest first by opening time, then by id.</summary>
    ValueTask<IReadOnlyList<FoundCase>> SearchAsync(TenantId tenant, string words, AccessFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>The case, or null when there is none that the filter lets through: a hidden case and a missing one look the same.</summary>
    ValueTask<FoundCase?> GetAsync(TenantId tenant, CaseId id, AccessFilter filter, CancellationToken cancellationToken);

    /// <summary>Timelines, each newest first; only events that the filter discloses in full for their case. A case that is not disclosed in full itself, or in which nothing has happened, has none.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="ids">The cases.</param>
    /// <param name="filter">What the caller may know.</param>
    /// <param name="limit">How many events of each case at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyDictionary<CaseId, IReadOnlyList<StoredEvent>>> TimelinesAsync(TenantId tenant, IReadOnlyList<CaseId> ids, AccessFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>The timeline of one case: see <see cref="TimelinesAsync"/>.</summary>
    async ValueTask<IReadOnlyList<StoredEvent>> TimelineAsync(TenantId tenant, CaseId id, AccessFilter filter, int limit, CancellationToken cancellationToken) =>
        (await TimelinesAsync(tenant, [id], filter, limit, cancellationToken)).GetValueOrDefault(id, []);

    /// <summary>How many live cases each stream of the tenant has.</summary>
    ValueTask<IReadOnlyDictionary<StreamName, long>> CountAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>How many open cases each stream of the tenant has of which nothing was heard since: their source has changed nothing, and nothing has happened in them.</summary>
    ValueTask<IReadOnlyDictionary<StreamName, long>> CountSilentAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The change feed: what changed after a position, in commit order, so that a reader never skips one. Positions are per tenant and only grow.</summary>
    ValueTask<IReadOnlyList<CaseChange>> ChangesAsync(TenantId tenant, long after, int limit, CancellationToken cancellationToken);
}

/// <summary>A case that a query found, and how much of it may be told.</summary>
/// <param name="Case">The case. When the disclosure is <see cref="Disclosure.Disclosure.Existence"/> only source, department and public title may be used; the store leaves the rest empty.</param>
/// <param name="Disclosure">How much may be told.</param>
/// <param name="NewerRecordHeld">A newer record of this case is in quarantine: what stands here may be outdated.</param>
/// <param name="MatchedBy">The kinds of keys that found it; empty for a text search or a read by id.</param>
public sealed record FoundCase(StoredCase Case, Disclosure.Disclosure Disclosure, bool NewerRecordHeld, IReadOnlyList<LookupKind> MatchedBy)
{
    /// <summary>When a person edited the record that it stems from; null when it is as its source sent it.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>What the version that stands was made with; null when nothing is known of it, and of a case of which only the existence is told.</summary>
    public MappedWith? MappedWith { get; init; }
}

/// <summary>One change of a case, without what changed: readers read the case.</summary>
public sealed record CaseChange(long Position, CaseId Case, SourceId Source, CaseChangeKind Kind, DateTimeOffset At);

/// <summary>What happened to a case in the index.</summary>
public enum CaseChangeKind
{
    /// <summary>It came in.</summary>
    Added = 1,

    /// <summary>It changed.</summary>
    Changed = 2,

    /// <summary>It left.</summary>
    Removed = 3,

    /// <summary>It came back.</summary>
    Revived = 4,

    /// <summary>Something happened in it.</summary>
    EventAdded = 5,
}
