using Microsoft.Extensions.Logging;

namespace IntegrationHub.Hangfire;

/// <summary>What the schedules in Hangfire say, by numbers that an operator can look up.</summary>
static partial class ScheduleLog
{
    [LoggerMessage(2070, LogLevel.Information, "{Stream} runs next at {At:u}, in Hangfire")]
    public static partial void Planned(ILogger logger, StreamName stream, DateTimeOffset at);

    [LoggerMessage(2071, LogLevel.Debug, "{Stream} has run in Hangfire; it runs next at {At:u}")]
    public static partial void PlannedAgain(ILogger logger, StreamName stream, DateTimeOffset at);

    [LoggerMessage(2072, LogLevel.Information, "{Stream} was to run in Hangfire at {At:u}; that run is left out, because it comes too late or outside the windows")]
    public static partial void LeftOut(ILogger logger, StreamName stream, DateTimeOffset at);

    [LoggerMessage(2073, LogLevel.Information, "{Stream} was not run in Hangfire: another run has it, or it was paused a moment ago; it is tried again at {At:u}")]
    public static partial void TriedAgain(ILogger logger, StreamName stream, DateTimeOffset at);

    // The exception's message may hold anything, so only its type and where it came from are told.
    [LoggerMessage(2074, LogLevel.Error, "{Stream} could not be run in Hangfire, {ExceptionType} at {Where}; its schedule goes on")]
    public static partial void RunBroke(ILogger logger, StreamName stream, string exceptionType, string where);

    [LoggerMessage(2075, LogLevel.Information, "{Stream} has no recurring job any more: it is paused, or its file was taken away")]
    public static partial void NotPlanned(ILogger logger, StreamName stream);

    [LoggerMessage(2076, LogLevel.Error, "The recurring jobs could not be looked at, {ExceptionType} at {Where}; those that are known go on")]
    public static partial void NotLookedAt(ILogger logger, string exceptionType, string where);

    [LoggerMessage(2077, LogLevel.Debug, "{Stream} still was not run in Hangfire; it is tried again at {At:u}")]
    public static partial void StillTriedAgain(ILogger logger, StreamName stream, DateTimeOffset at);

    [LoggerMessage(2078, LogLevel.Information, "{Stream} was stopped in job {Job}: the server stops, or the job was deleted; what the run had committed stays")]
    public static partial void Stopped(ILogger logger, StreamName stream, string job);
}
