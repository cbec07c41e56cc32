using Microsoft.Extensions.Logging;

namespace IntegrationHub.Drift;

/// <summary>What is said of records that change, by numbers that can be looked up.</summary>
static partial class DriftLog
{
    [LoggerMessage(2327, LogLevel.Warning, "{Stream} brings records that are not what its mapping expects; new findings: {Findings}. ihub streams drift {Name} tells each with the line to add")]
    public static partial void Found(ILogger logger, StreamKey stream, int findings, StreamName name);

    [LoggerMessage(2328, LogLevel.Warning, "{Stream} could not write down what it has seen of its records' fields and codes; the run itself is not affected: {Reason}")]
    public static partial void NotWritten(ILogger logger, StreamKey stream, string reason);

    [LoggerMessage(2329, LogLevel.Information, "{Caller} accepted the records of stream {Stream} as they are now")]
    public static partial void Accepted(ILogger logger, string caller, StreamName stream);
}
