using Microsoft.Extensions.Logging;

namespace IntegrationHub.Alerts;

/// <summary>What is told of telling.</summary>
static partial class AlertLog
{
    [LoggerMessage(8101, LogLevel.Warning, "Alert: {Stream}, {Rule}, {Count}")]
    public static partial void Fires(ILogger logger, string stream, AlertRule rule, long count);

    [LoggerMessage(8102, LogLevel.Information, "Alert over: {Stream}, {Rule}")]
    public static partial void Over(ILogger logger, string stream, AlertRule rule);

    [LoggerMessage(8103, LogLevel.Information, "Message {Message} was taken by {Channel} at attempt {Attempt}")]
    public static partial void Sent(ILogger logger, string message, string channel, int attempt);

    [LoggerMessage(8104, LogLevel.Warning, "Message {Message} was not taken by {Channel} at attempt {Attempt}: {Fault}. It is sent again")]
    public static partial void NotTaken(ILogger logger, string message, string channel, int attempt, string fault);

    [LoggerMessage(8105, LogLevel.Error, "Message {Message} was not taken by {Channel} and is given up: {Fault}")]
    public static partial void GivenUp(ILogger logger, string message, string channel, string fault);

    [LoggerMessage(8106, LogLevel.Error, "Nobody could look for alerts: {ExceptionType} at {Where}")]
    public static partial void NotLooked(ILogger logger, string exceptionType, string where);

    [LoggerMessage(8107, LogLevel.Information, "{Caller} asked for a test of the alerts")]
    public static partial void TestAsked(ILogger logger, string caller);
}
