using Microsoft.Extensions.Logging;

namespace IntegrationHub.Codes;

/// <summary>What is said of a vendor's codes, by numbers that an operator can look up.</summary>
static partial class CodesLog
{
    [LoggerMessage(4110, LogLevel.Warning, "{Stream}: {Advice}")]
    public static partial void Missing(ILogger logger, StreamKey stream, string advice);

    [LoggerMessage(4111, LogLevel.Information, "{Stream}: all {Count} codes in the vendor's list '{List}' have a row in the code table '{Table}'")]
    public static partial void Covered(ILogger logger, StreamKey stream, int count, string list, string table);

    [LoggerMessage(4112, LogLevel.Warning, "{Stream} could not ask for the codes that the vendor uses, {Code}: {Message}")]
    public static partial void NotListed(ILogger logger, StreamKey stream, string code, string message);

    [LoggerMessage(4113, LogLevel.Error, "{Stream} met a fault that no code expects while it asked for the vendor's codes: {ExceptionType}")]
    public static partial void Unexpected(ILogger logger, StreamKey stream, string exceptionType);
}
