using Microsoft.Extensions.Logging;

namespace IntegrationHub.OpenTelemetry;

/// <summary>What is told of the collector.</summary>
static partial class OtlpLog
{
    [LoggerMessage(8201, LogLevel.Information, "Metrics, traces and log lines are sent to {Collector}, as far as they are wanted")]
    public static partial void Sending(ILogger logger, string collector);

    [LoggerMessage(8202, LogLevel.Warning, "{Collector} does not take what it is sent: {Fault}. What is not taken is lost; the hub goes on")]
    public static partial void NotTaken(ILogger logger, string collector, string fault);

    [LoggerMessage(8203, LogLevel.Information, "{Collector} takes what it is sent again, after {Minutes} minutes; {Lost} portions were lost")]
    public static partial void TakenAgain(ILogger logger, string collector, double minutes, long lost);
}
