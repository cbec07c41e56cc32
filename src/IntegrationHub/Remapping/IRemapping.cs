using IntegrationHub.Disclosure;

namespace IntegrationHub.Remapping;

/// <summary>A changed mapping or code table reaches what is stored without its vendor, from the records that were kept.</summary>
public interface IRemapping
{
    /// <summary>Maps what is stored again in the background, as mappings change, until it is cancelled: a portion at a time, between runs, and resting most of the time. Paused streams rest too.</summary>
    /// <remarks>What runs the streams calls it once. Several processes may; a stream is mapped by one of them at a time.</remarks>
    Task KeepRemappingAsync(CancellationToken cancellationToken);

    /// <summary>How far each stream of the catalog has come, by name; streams that never ran, and those that have not been looked at yet, are left out.</summary>
    Task<IReadOnlyDictionary<StreamName, RemapProgress>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Maps what is stored of a stream again now, to the end and without resting, because a person asked; paused or not.</summary>
    /// <param name="caller">Who asks; it is in the audit first.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="told">Hears how far it is after each portion; may be null.</param>
    /// <param name="cancellationToken">Ends it after a portion; what was mapped stays.</param>
    /// <returns>How far it came; null when a run has the stream, or a rebuild of it goes on.</returns>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task<RemapProgress?> RemapAsync(Caller caller, StreamName stream, Action<RemapProgress>? told, CancellationToken cancellationToken);

    /// <summary>Opens the records that were kept of a stream, in the store's order of their keys: what another version of its mapping is tried on. Nothing is changed by it.</summary>
    /// <remarks>They are personal data, whole. What has left the index, and what another stream has taken over, is not among them.</remarks>
    /// <param name="caller">Who asks; it is in the audit before the first is opened.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was opened.</exception>
    IAsyncEnumerable<OpenedRecord> ReadKeptAsync(Caller caller, StreamName stream, CancellationToken cancellationToken);
}
