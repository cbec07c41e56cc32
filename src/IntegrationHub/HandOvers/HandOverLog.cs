using Microsoft.Extensions.Logging;

namespace IntegrationHub.HandOvers;

/// <summary>What is said of hand-overs, by numbers that can be looked up.</summary>
static partial class HandOverLog
{
    [LoggerMessage(2411, LogLevel.Information, "{HandOvers} hand-overs were erased: they ended longer ago than {KeepFor}")]
    public static partial void Erased(ILogger logger, int handOvers, TimeSpan keepFor);

    [LoggerMessage(2412, LogLevel.Information, "{HandOvers} hand-overs are due: whoever has them in hand was reminded")]
    public static partial void Reminded(ILogger logger, int handOvers);

    [LoggerMessage(2413, LogLevel.Warning, "Nobody was reminded of hand-overs: {Message}")]
    public static partial void NotReminded(ILogger logger, string message);

    [LoggerMessage(2414, LogLevel.Error, "Nobody could look for hand-overs that are due: {ExceptionType} at {Where}")]
    public static partial void NotLooked(ILogger logger, string exceptionType, string where);

    [LoggerMessage(2415, LogLevel.Error, "Hand-over {HandOver} does not open with the keys there are, so nobody is reminded of it")]
    public static partial void NotOpened(ILogger logger, HandOverId handOver);

    [LoggerMessage(2416, LogLevel.Debug, "The mail of hand-over {HandOver} was taken by the mail server at attempt {Attempts}")]
    public static partial void Mailed(ILogger logger, HandOverId handOver, int attempts);

    [LoggerMessage(2417, LogLevel.Warning, "The mail of hand-over {HandOver} was not taken at attempt {Attempts}, and is tried again: {Fault}")]
    public static partial void NotMailed(ILogger logger, HandOverId handOver, int attempts, string fault);

    [LoggerMessage(2418, LogLevel.Error, "The mail of hand-over {HandOver} was given up after {Attempts} attempts, and the unit has it again: {Fault}")]
    public static partial void MailGivenUp(ILogger logger, HandOverId handOver, int attempts, string fault);

    [LoggerMessage(2419, LogLevel.Error, "Nobody could look for mails that are to be sent, {ExceptionType} at {Where}; it is tried again")]
    public static partial void MailsNotLooked(ILogger logger, string exceptionType, string where);

    [LoggerMessage(2420, LogLevel.Error, "Nobody could look what became of cases that systems were to make of hand-overs, {ExceptionType} at {Where}; it is tried again")]
    public static partial void SystemsNotLooked(ILogger logger, string exceptionType, string where);
}
