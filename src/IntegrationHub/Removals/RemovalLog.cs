using Microsoft.Extensions.Logging;

namespace IntegrationHub.Removals;

/// <summary>What was decided of cases that leave or come back, by numbers that can be looked up; the audit has the same with the person.</summary>
static partial class RemovalLog
{
    [LoggerMessage(2090, LogLevel.Warning, "{Caller} approved held delete {HeldDelete} of stream {Stream}: {Cases} cases were removed")]
    public static partial void Approved(ILogger logger, string caller, long heldDelete, StreamName stream, long cases);

    [LoggerMessage(2091, LogLevel.Information, "{Caller} rejected held delete {HeldDelete} of stream {Stream}: {Cases} cases stay until {Until}")]
    public static partial void Rejected(ILogger logger, string caller, long heldDelete, StreamName stream, long cases, DateTimeOffset until);

    [LoggerMessage(2092, LogLevel.Information, "{Caller} brought back {Cases} cases of stream {Stream}")]
    public static partial void Restored(ILogger logger, string caller, long cases, StreamName stream);

    [LoggerMessage(2093, LogLevel.Warning, "Held delete {HeldDelete} of stream {Stream} expired: nobody decided of its {Cases} cases; they stay, and the next complete read asks again")]
    public static partial void Expired(ILogger logger, long heldDelete, StreamName stream, long cases);

    [LoggerMessage(2094, LogLevel.Information, "The contents of {Cases} cases were destroyed that left the index more than {Days} days ago")]
    public static partial void Emptied(ILogger logger, long cases, double days);
}
