using IntegrationHub.Faults;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Notifications;

/// <summary>What is said of notifications, by numbers that an operator can look up. Never anything that a notification holds.</summary>
static partial class NotificationLog
{
    [LoggerMessage(2301, LogLevel.Debug, "{Stream} read the cases of {Read} notifications; of {Unknown} more the source does not know the case")]
    public static partial void Read(ILogger logger, StreamKey stream, int read, int unknown);

    [LoggerMessage(2302, LogLevel.Warning, "{Stream} could not read the cases of its notifications, {Kind} {Code}: {Message}")]
    public static partial void NotRead(ILogger logger, StreamKey stream, FaultKind kind, string code, string message);

    [LoggerMessage(2303, LogLevel.Warning, "{Stream} has put {Dead} notifications aside as dead letters: their case could not be read again and again, at last {Kind} {Code}")]
    public static partial void Died(ILogger logger, StreamKey stream, int dead, FaultKind kind, string code);

    [LoggerMessage(2304, LogLevel.Warning, "{Stream} refused {Count} notifications in the last minute or more: {Why}")]
    public static partial void Refused(ILogger logger, StreamKey stream, long count, NotificationRefusal why);

    [LoggerMessage(2305, LogLevel.Error, "{Stream} cannot check its notifications: {Diagnostic}")]
    public static partial void NotConfigured(ILogger logger, StreamKey stream, string diagnostic);

    // The exception's message may hold anything, so only its type and where it came from are told.
    [LoggerMessage(2306, LogLevel.Error, "{Stream} could not read its notifications, {ExceptionType} at {Where}; it is tried again")]
    public static partial void Broke(ILogger logger, StreamKey stream, string exceptionType, string where);

    [LoggerMessage(2307, LogLevel.Error, "The waiting notifications could not be looked at, {ExceptionType} at {Where}; it is tried again")]
    public static partial void NotLookedAt(ILogger logger, string exceptionType, string where);

    [LoggerMessage(2308, LogLevel.Information, "{Caller} lets {Count} dead letters among the notifications of stream {Stream} be tried again")]
    public static partial void Replayed(ILogger logger, string caller, int count, StreamName stream);

    [LoggerMessage(2309, LogLevel.Information, "{Caller} threw {Count} dead letters among the notifications of stream {Stream} away")]
    public static partial void Discarded(ILogger logger, string caller, int count, StreamName stream);

    [LoggerMessage(2310, LogLevel.Information, "{Stream} leaves notifications waiting: half of the run's time is used, and the rest is for what the run is to read")]
    public static partial void Left(ILogger logger, StreamKey stream);
}
