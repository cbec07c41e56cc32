using Microsoft.Extensions.Logging;

namespace IntegrationHub.Outbound;

/// <summary>The log lines about calls to vendors, 6001–6099. They name streams, hosts and codes: no path, no query, no header, no content.</summary>
internal static partial class OutboundLog
{
    [LoggerMessage(6001, LogLevel.Warning, "{Stream} tries again in {Delay:0.###} s, try {Attempt} of {Attempts}, after {Code}")]
    public static partial void TriedAgain(ILogger logger, StreamKey stream, int attempt, int attempts, double delay, string code);

    [LoggerMessage(6002, LogLevel.Warning, "{Stream}: {Origin} asks to be left alone for {Delay:0.###} s ({Status})")]
    public static partial void AskedToWait(ILogger logger, StreamKey stream, string origin, double delay, int status);

    [LoggerMessage(6003, LogLevel.Error, "{Stream}: its source fails and is left alone for {Duration:0.###} s, after {Code}")]
    public static partial void LeftAlone(ILogger logger, StreamKey stream, double duration, string code);

    [LoggerMessage(6004, LogLevel.Information, "{Stream}: its source answers again")]
    public static partial void IsBack(ILogger logger, StreamKey stream);

    [LoggerMessage(6005, LogLevel.Warning, "{Stream} calls {Origin} without encryption")]
    public static partial void NotEncrypted(ILogger logger, StreamKey stream, string origin);
}
