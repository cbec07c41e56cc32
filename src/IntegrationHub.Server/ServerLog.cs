namespace IntegrationHub.Server;

/// <summary>What the server says, without the names of people and without addresses of callers.</summary>
static partial class ServerLog
{
    [LoggerMessage(8001, LogLevel.Information, "The server listens at {Addresses}; hubs: {Hubs}")]
    public static partial void Listening(ILogger logger, string addresses, string hubs);

    [LoggerMessage(8002, LogLevel.Information, "The server was asked to stop ({Signal}); runs end at the end of their batch")]
    public static partial void Stopping(ILogger logger, string signal);

    [LoggerMessage(8003, LogLevel.Warning, "The hub {Hub} did not end within {Seconds} seconds; what it had not committed is read again at the next start")]
    public static partial void NotEnded(ILogger logger, string hub, double seconds);

    [LoggerMessage(8004, LogLevel.Error, "The hub {Hub} is not started: {Fault}")]
    public static partial void HubLeftOut(ILogger logger, string hub, string fault);

    [LoggerMessage(8010, LogLevel.Information, "The certificate {File} changed; the new one is in force until {Until:yyyy-MM-dd}")]
    public static partial void CertificateChanged(ILogger logger, string file, DateTime until);

    [LoggerMessage(8011, LogLevel.Error, "The certificate {File} changed and cannot be used; the last good one stays in force. {Fault}")]
    public static partial void CertificateWrong(ILogger logger, string file, string fault);

    [LoggerMessage(8020, LogLevel.Information, "The files or settings of hub {Hub} changed and are in force")]
    public static partial void HubChanged(ILogger logger, string hub);

    [LoggerMessage(8021, LogLevel.Error, "The hub {Hub} changed and cannot be used so; the last good one goes on. {Fault}")]
    public static partial void HubChangeRefused(ILogger logger, string hub, string fault);

    [LoggerMessage(8022, LogLevel.Warning, "The server's settings changed in what only a restart puts in force: {What}")]
    public static partial void NeedsRestart(ILogger logger, string what);

    [LoggerMessage(8023, LogLevel.Error, "The server's settings changed and cannot be used; the last good ones stay in force. {Fault}")]
    public static partial void SettingsRefused(ILogger logger, string fault);
}
