using Microsoft.Extensions.Logging;

namespace IntegrationHub.Hosting;

/// <summary>What the hub as a whole says, by numbers that an operator can look up.</summary>
static partial class HubLog
{
    [LoggerMessage(1001, LogLevel.Information, "The hub of {Tenant} is ready: {Streams} streams")]
    public static partial void Ready(ILogger logger, TenantId tenant, int streams);

    [LoggerMessage(1002, LogLevel.Warning, "{Diagnostic}")]
    public static partial void FileIsWrong(ILogger logger, string diagnostic);

    [LoggerMessage(1003, LogLevel.Warning, "Stream {Stream} goes on with the last good version of its files")]
    public static partial void LastGoodVersion(ILogger logger, StreamName stream);
}
