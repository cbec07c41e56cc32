namespace IntegrationHub.Sources;

/// <summary>Reads one kind of record from one department system, a page at a time.</summary>
/// <remarks>
/// The hub makes one for each run and disposes it after the run, if it is disposable. It calls <see cref="ReadPageAsync"/> once per page and never twice at
/// the same time, decides what follows, waits and retries. Let faults escape as <see cref="Faults.SourceException"/>.
/// A record may be read more than once; its bytes must then be the vendor's, unchanged.
/// </remarks>
public interface ISource
{
    /// <summary>Reads the page that <paramref name="request"/> asks for.</summary>
    ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken);
}

/// <summary>A source that can also read single records by their keys.</summary>
public interface IReadsByKey
{
    /// <summary>Reads the records with these keys as they are now. A key that the source does not know is left out of the answer.</summary>
    ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);
}

/// <summary>A source that puts something away once the hub has it: a file drop moves its files.</summary>
public interface IPutsAway
{
    /// <summary>
    /// Called after the commit that holds everything up to <paramref name="position"/>, with the position of a page this source returned.
    /// After a crash it may not be called at all, or be called for something already put away: both must be harmless.
    /// </summary>
    ValueTask PutAwayAsync(string position, CancellationToken cancellationToken);
}
