using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Http;

/// <summary>What the adapter tells. Numbers 3400 to 3429.</summary>
static partial class HttpLog
{
    [LoggerMessage(3400, LogLevel.Information, "{Stream}: {Count} rows of {Request} lead to records that the vendor does not know any more")]
    public static partial void GoneMeanwhile(ILogger logger, StreamKey stream, int count, string request);

    [LoggerMessage(3401, LogLevel.Warning, "{Stream}: {Count} keys cannot be asked for, because they hold characters that would mean something else in the request")]
    public static partial void Unaskable(ILogger logger, StreamKey stream, int count);
}
