namespace IntegrationHub.Sources;

/// <summary>A source whose vendor tells which codes it uses, so that a code table can be compared with them before a record comes.</summary>
public interface IListsCodes
{
    /// <summary>The vendor's codes as they are now.</summary>
    /// <param name="list">One of <see cref="AdapterManifest.CodeLists"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    ValueTask<IReadOnlyList<SourceCode>> ListCodesAsync(string list, CancellationToken cancellationToken);
}

/// <summary>A code that a vendor uses.</summary>
/// <param name="Code">As records hold it.</param>
/// <param name="Name">What the vendor calls it, if told.</param>
/// <param name="Group">What it belongs to, if told.</param>
public sealed record SourceCode(string Code, string? Name = null, string? Group = null);
