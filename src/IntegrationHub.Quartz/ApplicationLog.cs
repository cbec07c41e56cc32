using Microsoft.Extensions.Logging;

namespace IntegrationHub.Quartz;

/// <summary>Hands what Quartz logs to the application's log.</summary>
sealed class ApplicationLog(ILoggerFactory loggers) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => loggers.CreateLogger(categoryName);

    public void Dispose()
    {
        // The application's log is the application's.
    }
}
