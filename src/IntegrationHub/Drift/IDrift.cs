using IntegrationHub.Disclosure;

namespace IntegrationHub.Drift;

/// <summary>In what the records of streams are not what their mappings expect, with the lines that put it right. It holds no value but codes that no row knew.</summary>
public interface IDrift
{
    /// <summary>What has drifted of each stream of the catalog that has, by name.</summary>
    Task<IReadOnlyDictionary<StreamName, StreamDrift>> GetAsync(CancellationToken cancellationToken);

    /// <summary>What has drifted of a stream.</summary>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    Task<StreamDrift> GetAsync(StreamName stream, CancellationToken cancellationToken);

    /// <summary>Takes the records as they are now for how they should be: what was seen before is forgotten. Who asked is in the audit first.</summary>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task AcceptAsync(Caller caller, StreamName stream, CancellationToken cancellationToken);
}

/// <summary>What has drifted of a stream.</summary>
/// <param name="Records">How many records were looked at for their fields: all of small runs, and some of large ones.</param>
/// <param name="Findings">What was found.</param>
/// <param name="OtherFields">How often there were more fields than are kept one by one.</param>
/// <param name="OtherCodes">How often there were other codes than are kept one by one.</param>
/// <param name="MappingFile">The file that lines without a file of their own go to.</param>
public sealed record StreamDrift(long Records, IReadOnlyList<DriftFinding> Findings, long OtherFields, long OtherCodes, string MappingFile);
