using IntegrationHub.Faults;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.WriteBack;

/// <summary>What is said of commands to vendors, by numbers that an operator can look up. Never anything that a command holds.</summary>
static partial class WriteLog
{
    [LoggerMessage(2601, LogLevel.Debug, "{Stream} {Kind} {Command} is {Outcome} after {Attempts} attempts that failed")]
    public static partial void Came(ILogger logger, StreamKey stream, string kind, WriteCommandId command, string outcome, int attempts);

    [LoggerMessage(2602, LogLevel.Warning, "{Stream} could not send or look for command {Command}, {Kind} {Code}: {Message}")]
    public static partial void Fault(ILogger logger, StreamKey stream, WriteCommandId command, FaultKind kind, string code, string message);

    [LoggerMessage(2603, LogLevel.Warning, "{Stream} leaves command {Command} ({Kind}) to a person: {Why}, at last {Code}")]
    public static partial void Person(ILogger logger, StreamKey stream, WriteCommandId command, string kind, WriteReason why, string code);

    [LoggerMessage(2604, LogLevel.Warning, "{Stream} command {Command} was taken over by another node; what this one knows of it is not written down")]
    public static partial void Fenced(ILogger logger, StreamKey stream, WriteCommandId command);

    // The exception's message may hold anything, so only its type and where it came from are told.
    [LoggerMessage(2605, LogLevel.Error, "{Stream} command {Command} met a fault that no code expects, {ExceptionType} at {Where}")]
    public static partial void Broke(ILogger logger, StreamKey stream, WriteCommandId command, string exceptionType, string where);

    [LoggerMessage(2606, LogLevel.Error, "The waiting commands could not be looked at, {ExceptionType} at {Where}; it is tried again")]
    public static partial void NotLookedAt(ILogger logger, string exceptionType, string where);

    [LoggerMessage(2607, LogLevel.Information, "{Caller} decided of command {Command} of stream {Stream}: {Decision}")]
    public static partial void Decided(ILogger logger, string caller, WriteCommandId command, StreamName stream, string decision);

    [LoggerMessage(2608, LogLevel.Information, "{Commands} finished commands were erased: they were older than {KeepFor}")]
    public static partial void Erased(ILogger logger, int commands, TimeSpan keepFor);
}
