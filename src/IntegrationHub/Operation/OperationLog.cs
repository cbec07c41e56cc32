using Microsoft.Extensions.Logging;

namespace IntegrationHub.Operation;

/// <summary>What operators did, by numbers that can be looked up; the audit has the same with the person.</summary>
static partial class OperationLog
{
    [LoggerMessage(2040, LogLevel.Information, "{Caller} paused stream {Stream}")]
    public static partial void Paused(ILogger logger, string caller, StreamName stream);

    [LoggerMessage(2041, LogLevel.Information, "{Caller} resumed stream {Stream}")]
    public static partial void Resumed(ILogger logger, string caller, StreamName stream);

    [LoggerMessage(2042, LogLevel.Information, "{Caller} asked for a run of stream {Stream}")]
    public static partial void RunAsked(ILogger logger, string caller, StreamName stream);

    [LoggerMessage(2043, LogLevel.Information, "{Caller} asked to read stream {Stream} again from {From} until {Until}")]
    public static partial void BackfillAsked(ILogger logger, string caller, StreamName stream, DateTimeOffset from, DateTimeOffset until);

    [LoggerMessage(2044, LogLevel.Information, "{Caller} asked for a rebuild of stream {Stream}")]
    public static partial void RebuildAsked(ILogger logger, string caller, StreamName stream);

    [LoggerMessage(2045, LogLevel.Warning, "{Caller} reset stream {Stream}: its next run begins from the beginning")]
    public static partial void Reset(ILogger logger, string caller, StreamName stream);
}
