using IntegrationHub.Sync;

namespace IntegrationHub.Quarantine;

/// <summary>A record that could not be mapped, as it is written: its raw bytes are encrypted.</summary>
public sealed record QuarantineEntry
{
    /// <summary>The stream it came from.</summary>
    public required StreamName Stream { get; init; }

    /// <summary>The source it came from.</summary>
    public required SourceId Source { get; init; }

    /// <summary>The record's key, when it could be read. One entry per key: a newer one takes its place, and a version that can be mapped removes it.</summary>
    public string? Key { get; init; }

    /// <summary>What tells equal entries apart when there is no key, and what says that nothing changed when there is one: 16 keyed bytes over raw bytes and the mapping's fingerprint.</summary>
    public required byte[] RawHash { get; init; }

    /// <summary>16 keyed bytes over what the source sent, whatever the mapping: by it bytes are known again that a person has edited.</summary>
    public required byte[] BytesHash { get; init; }

    /// <summary>The stable code of the first fault.</summary>
    public required string Code { get; init; }

    /// <summary>The target field of the first fault.</summary>
    public required string Field { get; init; }

    /// <summary>All faults, one diagnostic a line, without values from the record.</summary>
    public required string Diagnostics { get; init; }

    /// <summary>The version text of the mapping.</summary>
    public required string MappingVersion { get; init; }

    /// <summary>Where the record stood.</summary>
    public string? Where { get; init; }

    /// <summary>The record, encrypted; how to read it is inside.</summary>
    public required byte[] Raw { get; init; }

    /// <summary>When the read that brought it started.</summary>
    public required DateTimeOffset ReadStartedAt { get; init; }
}

/// <summary>An entry as it is listed: without the record.</summary>
public sealed record QuarantinedRecord
{
    /// <summary>A random public id, 26 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The stream it came from.</summary>
    public required StreamName Stream { get; init; }

    /// <summary>The source it came from.</summary>
    public required SourceId Source { get; init; }

    /// <summary>The record's key, when it could be read.</summary>
    public string? Key { get; init; }

    /// <summary>The stable code of the first fault.</summary>
    public required string Code { get; init; }

    /// <summary>The target field of the first fault.</summary>
    public required string Field { get; init; }

    /// <summary>All faults, one diagnostic a line.</summary>
    public required string Diagnostics { get; init; }

    /// <summary>The version text of the mapping.</summary>
    public required string MappingVersion { get; init; }

    /// <summary>Where the record stood.</summary>
    public string? Where { get; init; }

    /// <summary>When it first came.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it last came.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When its contents were erased because it had lain here for too long; null while they are there.</summary>
    public DateTimeOffset? ExpiredAt { get; init; }
}

/// <summary>Reads what is in quarantine, and takes out what nobody waits for any more. Entries are written, and leave for the index, by a batch.</summary>
public interface IQuarantineStore
{
    /// <summary>Entries of a tenant, newest first by when they first came.</summary>
    ValueTask<IReadOnlyList<QuarantinedRecord>> ListAsync(TenantId tenant, QuarantineQuery query, CancellationToken cancellationToken);

    /// <summary>One entry; null when the tenant has none of this public id.</summary>
    ValueTask<QuarantinedRecord?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken);

    /// <summary>Entries of a tenant by what is wrong with them, the largest group first.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<QuarantineGroup>> GroupAsync(TenantId tenant, StreamName? stream, CancellationToken cancellationToken);

    /// <summary>Entries whose key, code or field holds the text, newest first by when they last came; ASCII letters in either case.</summary>
    ValueTask<IReadOnlyList<QuarantinedRecord>> SearchAsync(TenantId tenant, string text, int limit, CancellationToken cancellationToken);

    /// <summary>How many entries each stream has.</summary>
    ValueTask<IReadOnlyDictionary<StreamName, long>> CountAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>
    /// Takes entries out for good, with their contents, in one transaction. Their cases are held no more; what was known of the bytes is forgotten, so that the same ones come
    /// back when the source sends them again.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="which">Which of its entries.</param>
    /// <param name="seenUntil">Only those that first came until then: what came after somebody looked is left.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many were taken out.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<long> DiscardAsync(StreamKey stream, HeldFilter which, DateTimeOffset seenUntil, int limit, CancellationToken cancellationToken);

    /// <summary>How many entries of each stream last came before then and still have their contents.</summary>
    ValueTask<IReadOnlyDictionary<StreamName, long>> CountUnexpiredAsync(TenantId tenant, DateTimeOffset lastSeenBefore, CancellationToken cancellationToken);

    /// <summary>Erases the contents of the entries that last came before then. The entries stay, so that it is not forgotten that something is missing.</summary>
    /// <returns>How many were erased.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<long> ExpireAsync(TenantId tenant, DateTimeOffset lastSeenBefore, CancellationToken cancellationToken);
}
