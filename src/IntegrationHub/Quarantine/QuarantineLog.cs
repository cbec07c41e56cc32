using Microsoft.Extensions.Logging;

namespace IntegrationHub.Quarantine;

/// <summary>What was done with records in quarantine, by numbers that can be looked up; the audit has the same with the person and the reason.</summary>
static partial class QuarantineLog
{
    [LoggerMessage(2080, LogLevel.Information, "{Caller} had {Records} records in quarantine of stream {Stream} mapped again: {CameIn} came in, {Older} were older than the index, {Held} stay")]
    public static partial void Replayed(ILogger logger, string caller, long records, StreamName stream, long cameIn, long older, long held);

    [LoggerMessage(2081, LogLevel.Information, "{Caller} edited the record of quarantine entry {Entry} of stream {Stream}; the edited version is in the index")]
    public static partial void Edited(ILogger logger, string caller, string entry, StreamName stream);

    [LoggerMessage(2082, LogLevel.Information, "{Caller} discarded {Records} records of stream {Stream} from quarantine")]
    public static partial void Discarded(ILogger logger, string caller, long records, StreamName stream);

    [LoggerMessage(2083, LogLevel.Warning, "{Stream} has {Records} records in quarantine that its source has not sent for {KeepFor}: their contents were erased, and the entries stay")]
    public static partial void Expired(ILogger logger, StreamName stream, long records, TimeSpan keepFor);
}
