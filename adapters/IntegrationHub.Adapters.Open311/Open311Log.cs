using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Open311;

/// <summary>What the adapter says, by numbers that an operator can look up.</summary>
static partial class Open311Log
{
    [LoggerMessage(4101, LogLevel.Warning, "{Stream} has {Count} reports that only have a token and no number yet; they are in quarantine, and come in with a later complete read")]
    public static partial void OnlyTokens(ILogger logger, StreamKey stream, int count);

    [LoggerMessage(4102, LogLevel.Information, "{Stream} got exactly {Rows} rows, which looks like the server's own limit, though connection.maxRows is {MaxRows}: taken as cut. If it comes again, set connection.maxRows to {Rows}")]
    public static partial void SuspiciousCount(ILogger logger, StreamKey stream, int rows, int maxRows);

    [LoggerMessage(4103, LogLevel.Information, "{Stream} got an answer that was no valid JSON; {Places} places were mended so that every value stays what it was. Ask the vendor to write codes with leading zeros as texts")]
    public static partial void Mended(ILogger logger, StreamKey stream, int places);

    [LoggerMessage(4104, LogLevel.Warning, "{Stream} got reports with tokens, and the server cannot look a token up, {Code}")]
    public static partial void TokenNotLookedUp(ILogger logger, StreamKey stream, string code);

    [LoggerMessage(4105, LogLevel.Warning, "{Stream} wrote a new report, and the server has given it a token and no number yet, {Code}; it is read with its number when it has one")]
    public static partial void WrittenWithToken(ILogger logger, StreamKey stream, string code);
}
