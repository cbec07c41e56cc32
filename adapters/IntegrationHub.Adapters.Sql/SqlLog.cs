using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Sql;

/// <summary>What the adapter tells. Numbers 3430 to 3439.</summary>
static partial class SqlLog
{
    [LoggerMessage(3430, LogLevel.Warning, "{Stream}: {Count} rows of {Query} hold a value that cannot be read exactly; they go to quarantine, the others go on")]
    public static partial void BrokenRows(ILogger logger, StreamKey stream, int count, string query);
}
