using Microsoft.Extensions.Logging;

namespace IntegrationHub.Quartz;

/// <summary>What the schedules say, by numbers that an operator can look up.</summary>
static partial class ScheduleLog
{
    [LoggerMessage(2060, LogLevel.Information, "{Stream} runs next at {At:u}")]
    public static partial void Planned(ILogger logger, StreamName stream, DateTimeOffset at);

    [LoggerMessage(2061, LogLevel.Debug, "{Stream} has run; it runs next at {At:u}")]
    public static partial void PlannedAgain(ILogger logger, StreamName stream, DateTimeOffset at);

    [LoggerMessage(2062, LogLevel.Information, "{Stream} was to run at {At:u}; that run is left out, because it comes too late or outside the windows")]
    public static partial void LeftOut(ILogger logger, StreamName stream, DateTimeOffset at);

    [LoggerMessage(2063, LogLevel.Information, "{Stream} was not run: another run has it, or it was paused a moment ago; it is tried again at {At:u}")]
    public static partial void TriedAgain(ILogger logger, StreamName stream, DateTimeOffset at);

    [LoggerMessage(2067, LogLevel.Debug, "{Stream} still was not run; it is tried again at {At:u}")]
    public static partial void StillTriedAgain(ILogger logger, StreamName stream, DateTimeOffset at);

    // The exception's message may hold anything, so only its type and where it came from are told.
    [LoggerMessage(2064, LogLevel.Error, "{Stream} could not be run by its schedule, {ExceptionType} at {Where}; its schedule goes on")]
    public static partial void RunBroke(ILogger logger, StreamName stream, string exceptionType, string where);

    [LoggerMessage(2065, LogLevel.Information, "{Stream} is not run by schedule any more: it is paused, or its file was taken away")]
    public static partial void NotPlanned(ILogger logger, StreamName stream);

    [LoggerMessage(2066, LogLevel.Error, "The schedules could not be looked at, {ExceptionType} at {Where}; those that are known go on")]
    public static partial void NotLookedAt(ILogger logger, string exceptionType, string where);

    [LoggerMessage(2068, LogLevel.Warning, "{Count} connections of a node that stands still held the schedules of all nodes, and were ended")]
    public static partial void StoodStill(ILogger logger, long count);

    [LoggerMessage(2069, LogLevel.Warning, "The schedules' node {Node} had turns and was not in the list of nodes; others take them")]
    public static partial void GivenUp(ILogger logger, string node);
}
