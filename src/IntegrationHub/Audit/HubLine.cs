namespace IntegrationHub.Audit;

/// <summary>Lines of the audit of what the hub does by itself, and of what somebody outside does by a link.</summary>
static class HubLine
{
    /// <summary>Who has a link, as the audit names them: nobody knows more of them than that.</summary>
    public const string Outsider = "replyLink";

    public static AuditLine Of(DateTimeOffset at, string action, string? entry, string by = "hub", string result = "done", string? subject = null) => new()
    {
        At = at,
        Caller = by,
        Role = by,
        Action = action,
        Entry = entry,
        Subject = subject,
        Result = result,
    };
}
