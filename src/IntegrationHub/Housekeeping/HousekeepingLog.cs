using Microsoft.Extensions.Logging;

namespace IntegrationHub.Housekeeping;

/// <summary>What housekeeping says, by numbers that can be looked up.</summary>
static partial class HousekeepingLog
{
    [LoggerMessage(2095, LogLevel.Warning, "Housekeeping could not be done and is tried again after the next run: {Reason}")]
    public static partial void Failed(ILogger logger, string reason);
}
