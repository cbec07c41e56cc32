using Microsoft.Extensions.Logging;

namespace IntegrationHub.Remapping;

/// <summary>What is said of mapping again what is stored, by numbers that can be looked up.</summary>
static partial class RemapLog
{
    [LoggerMessage(2320, LogLevel.Information, "{Stream} maps {Waiting} of its {Total} stored records again, with {With}")]
    public static partial void Began(ILogger logger, StreamKey stream, long waiting, long total, MappedWith with);

    [LoggerMessage(2321, LogLevel.Information, "{Stream} has mapped {Records} stored records again: {Changed} came out different, {Same} as they were, {Held} are in quarantine, {Left} stay as they were, {NotOpened} cannot be opened")]
    public static partial void Ended(ILogger logger, StreamKey stream, long records, long changed, long same, long held, long left, long notOpened);

    [LoggerMessage(2322, LogLevel.Error, "{Stream} stopped mapping stored records again: {Held} of {Done} cannot be mapped, and quarantine.stopAbove allows {StopAbove:P0}")]
    public static partial void Stopped(ILogger logger, StreamKey stream, long held, long done, double stopAbove);

    [LoggerMessage(2323, LogLevel.Warning, "{Stream} could not open a stored record: a key of the ring is gone")]
    public static partial void NotOpened(ILogger logger, StreamKey stream);

    [LoggerMessage(2324, LogLevel.Information, "{Stream} keeps no records any more: {Records} were destroyed")]
    public static partial void Dropped(ILogger logger, StreamKey stream, long records);

    [LoggerMessage(2325, LogLevel.Error, "{Stream} met a fault that no code expects while it mapped stored records again, and goes on later: {ExceptionType} at {Where}")]
    public static partial void Broke(ILogger logger, string stream, string exceptionType, string where);

    [LoggerMessage(2326, LogLevel.Information, "{Caller} had the stored records of stream {Stream} mapped again at once")]
    public static partial void Asked(ILogger logger, string caller, StreamName stream);

    [LoggerMessage(2330, LogLevel.Information, "{Caller} had the stored records of stream {Stream} opened, to compare two versions of a mapping")]
    public static partial void Opened(ILogger logger, string caller, StreamName stream);
}
