using IntegrationHub.Faults;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sync;

/// <summary>What sync runs say, by numbers that an operator can look up. Facts only: never a value from a record.</summary>
static partial class SyncLog
{
    [LoggerMessage(2001, LogLevel.Information, "{Stream} run {Run} begins: {Kind}, epoch {Epoch}")]
    public static partial void RunBegan(ILogger logger, StreamKey stream, long run, RunKind kind, long epoch);

    [LoggerMessage(2002, LogLevel.Information, "{Stream} run {Run} ended {Outcome}: {Read} read = {Written} written + {Unchanged} unchanged + {Skipped} skipped + {Quarantined} quarantined; {Tombstoned} tombstones")]
    public static partial void RunEnded(ILogger logger, StreamKey stream, long run, RunOutcome outcome, long read, long written, long unchanged, long skipped, long quarantined, long tombstoned);

    [LoggerMessage(2003, LogLevel.Warning, "{Stream} run {Run} failed, {Kind} {Code}: {Message}")]
    public static partial void RunFailed(ILogger logger, StreamKey stream, long run, FaultKind kind, string code, string message);

    [LoggerMessage(2004, LogLevel.Debug, "{Stream} committed {Items} records, watermark {Watermark}")]
    public static partial void BatchCommitted(ILogger logger, StreamKey stream, int items, DateTimeOffset? watermark);

    [LoggerMessage(2005, LogLevel.Warning, "{Stream} run {Run}: {Verdict}")]
    public static partial void SweepNeedsAPerson(ILogger logger, StreamKey stream, long run, string verdict);

    [LoggerMessage(2014, LogLevel.Warning, "{Stream} run {Run} holds {Cases} of {Live} cases that have vanished, more than the guard lets go: held delete {HeldDelete} waits for a decision")]
    public static partial void DeletesHeld(ILogger logger, StreamKey stream, long run, long cases, long live, long heldDelete);

    [LoggerMessage(2015, LogLevel.Warning, "{Stream} gives up a rebuild that was broken off more than {Within} ago: what it had gathered is dropped, and the index stays as it is")]
    public static partial void RebuildGivenUp(ILogger logger, StreamKey stream, TimeSpan within);

    [LoggerMessage(2006, LogLevel.Warning, "{Stream} run {Run} was taken over by another run; what it had not committed is read again there")]
    public static partial void RunFenced(ILogger logger, StreamKey stream, long run);

    // The exception's message may hold what a record held, so only its type and where it came from are told.
    [LoggerMessage(2007, LogLevel.Error, "{Stream} run {Run} met a fault that no code expects: {ExceptionType} at {Where}")]
    public static partial void Unexpected(ILogger logger, StreamKey stream, long run, string exceptionType, string where);

    [LoggerMessage(2008, LogLevel.Warning, "{Stream} committed, but the source could not put away what was read, {Code}: {Message}")]
    public static partial void NotPutAway(ILogger logger, StreamKey stream, string code, string message);

    [LoggerMessage(2010, LogLevel.Information, "{Stream} mapping has changed: {Again} records in quarantine were mapped again, {Released} came out, {Left} stay")]
    public static partial void HeldMappedAgain(ILogger logger, StreamKey stream, long again, long released, long left);

    [LoggerMessage(2011, LogLevel.Warning, "{Stream} quarantine entry {Entry} cannot be opened with the keys there are; it stays. Put the key back that it was written with, or discard the entry")]
    public static partial void HeldNotOpened(ILogger logger, StreamKey stream, string entry);

    // What the store says names columns, never values.
    [LoggerMessage(2012, LogLevel.Warning, "{Stream} run {Run}: a record was mapped and cannot be stored, so it is in quarantine; the others go on. {Why}")]
    public static partial void RecordRefused(ILogger logger, StreamKey stream, long run, string why);

    [LoggerMessage(2020, LogLevel.Debug, "{Stream} read {Asked} cases again by their keys, {Unknown} of them the source does not know")]
    public static partial void CasesReread(ILogger logger, StreamKey stream, int asked, int unknown);

    [LoggerMessage(2021, LogLevel.Information, "{Stream} has {Unknown} of {Asked} cases that the source does not know any more when it is asked for them; they stay until a complete read (read.full.every) proves that they are gone")]
    public static partial void CasesUnknown(ILogger logger, StreamKey stream, int unknown, int asked);

    [LoggerMessage(2022, LogLevel.Debug, "{Stream} the source cut its answer to a window of {Width} at {Records} records; the next window is {Next} wide")]
    public static partial void WindowCut(ILogger logger, StreamKey stream, TimeSpan width, int records, TimeSpan next);

    [LoggerMessage(2009, LogLevel.Warning, "{Stream} could not read a single case again, {Kind} {Code}: {Message}")]
    public static partial void NotRefreshed(ILogger logger, StreamKey stream, FaultKind kind, string code, string message);
}
