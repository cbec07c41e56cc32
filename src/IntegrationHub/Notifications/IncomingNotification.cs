namespace IntegrationHub.Notifications;

/// <summary>A notification as it came in, before anything of it is believed.</summary>
public sealed record IncomingNotification
{
    /// <summary>The body's bytes, as they were sent: a signature is over these and no others.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The header <c>webhook-id</c>; null when it was not sent once.</summary>
    public string? Id { get; init; }

    /// <summary>The header <c>webhook-timestamp</c>; null when it was not sent once.</summary>
    public string? Timestamp { get; init; }

    /// <summary>The header <c>webhook-signature</c>; null when it was not sent once.</summary>
    public string? Signature { get; init; }

    /// <summary>The header <c>Authorization</c>; null when it was not sent once.</summary>
    public string? Authorization { get; init; }
}
