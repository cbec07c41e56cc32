namespace IntegrationHub.AspNetCore;

/// <summary>What happens at the door, without the names of people and without addresses.</summary>
static partial class SignInLog
{
    [LoggerMessage(7010, LogLevel.Information, "Somebody signed in with the key {Key}")]
    public static partial void SignedIn(ILogger logger, string key);

    [LoggerMessage(7011, LogLevel.Information, "A session with the key {Key} ended: {Reason}")]
    public static partial void SessionEnded(ILogger logger, string key, string reason);

    [LoggerMessage(7012, LogLevel.Warning, "Too many wrong keys came from one address; it is locked for {Seconds} seconds")]
    public static partial void Locked(ILogger logger, double seconds);

    [LoggerMessage(7013, LogLevel.Information, "The key file {File} changed; {Keys} keys are in force")]
    public static partial void KeyFileChanged(ILogger logger, string file, int keys);

    [LoggerMessage(7014, LogLevel.Error, "The key file changed and cannot be used; the keys of the last good one stay in force. {Fault}")]
    public static partial void KeyFileWrong(ILogger logger, string fault);
}
