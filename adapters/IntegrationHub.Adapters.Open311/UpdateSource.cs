using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Reads updates of fault reports by the time at which they were made. Nothing asks for a single one: the contract cannot.</summary>
sealed class UpdateSource(WindowReading windows) : ISource
{
    public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var (rows, page) = await windows.ReadAsync(request, cancellationToken);
        return page with { Records = [.. rows.Select(r => r.Record)] };
    }
}
