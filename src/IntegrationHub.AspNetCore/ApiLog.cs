using IntegrationHub.Sync;

namespace IntegrationHub.AspNetCore;

static partial class ApiLog
{
    [LoggerMessage(7001, LogLevel.Error, "A request ended with {Code}, trace id {TraceId}: {Fault}")]
    public static partial void RequestFailed(ILogger logger, string code, string traceId, string fault, Exception exception);

    [LoggerMessage(7002, LogLevel.Information, "The key file {File} was made, with one key per role; only its owner may read it")]
    public static partial void KeyFileMade(ILogger logger, string file);

    [LoggerMessage(7004, LogLevel.Information, "The run of stream {Stream} that was asked for ended: {Outcome}")]
    public static partial void RunEnded(ILogger logger, StreamName stream, RunOutcome outcome);

    [LoggerMessage(7005, LogLevel.Error, "The run of stream {Stream} that was asked for broke off: {Fault}")]
    public static partial void RunBroke(ILogger logger, StreamName stream, string fault, Exception exception);
}
