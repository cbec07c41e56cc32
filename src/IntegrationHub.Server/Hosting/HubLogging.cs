namespace IntegrationHub.Server;

/// <summary>Writes what a hub logs into the server's log, with the municipality behind the category. How much is logged, the server's settings say.</summary>
sealed class HubLogging(ILoggerFactory loggers, TenantId tenant) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => loggers.CreateLogger($"{categoryName}@{tenant}");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
