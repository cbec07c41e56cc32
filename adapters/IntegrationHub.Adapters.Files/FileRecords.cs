using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Files;

/// <summary>The records of one file, one after the other.</summary>
internal abstract class FileRecords(string name) : IDisposable
{
    /// <summary>How much of a record that is too long is kept for the person who looks at it.</summary>
    protected const int KeptOfTooLong = 4 * 1024;

    /// <summary>The file's name, for places.</summary>
    protected string Name { get; } = name;

    /// <summary>The next record; null at the end of the file.</summary>
    /// <exception cref="Faults.SourceException">What follows cannot be told apart into records.</exception>
    public abstract ValueTask<SourceRecord?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Gives back what it holds. Called once.</summary>
    public abstract void Dispose();
}
