namespace IntegrationHub.Alerts;

/// <summary>What came of sending a message.</summary>
/// <param name="Taken">Whether it was taken.</param>
/// <param name="Fault">Why not.</param>
public sealed record AlertDelivery(bool Taken, string? Fault = null)
{
    /// <summary>It was taken.</summary>
    public static AlertDelivery Done { get; } = new(true);

    /// <summary>How long the receiver wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the receiver wants nothing of it any more.</summary>
    public bool Gone { get; init; }
}

/// <summary>Decides what becomes of a message that was sent. Pure.</summary>
static class AlertRetry
{
    /// <summary>How long after each attempt the next one is made; about three days in all.</summary>
    static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14),
        TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>For how long a process has a message that it sends to itself; if it ends meanwhile, another one sends it, with the same id.</summary>
    public static TimeSpan Claim { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The message as it stands when somebody begins to send it.</summary>
    public static AlertMessage Claimed(AlertMessage message, DateTimeOffset now) => message with { Attempts = message.Attempts + 1, DueAt = now + Claim };

    /// <summary>The message as it stands after it was sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="delivery">What came of it.</param>
    /// <param name="jitter">From 0 to 1: many senders that were refused together must not come back together.</param>
    /// <param name="now">The time.</param>
    public static AlertMessage Sent(AlertMessage message, AlertDelivery delivery, double jitter, DateTimeOffset now)
    {
        if (delivery.Taken) return message with { SentAt = now, DueAt = null, Fault = null };
        if (delivery.Gone || message.Kind == "test" || message.Attempts > Waits.Length) return message with { DueAt = null, Fault = delivery.Fault };

        var wait = Waits[Math.Max(0, message.Attempts - 1)] * (1 + 0.2 * jitter);
        return message with { DueAt = now + (delivery.RetryAfter is { } told && told > wait ? told : wait), Fault = delivery.Fault };
    }
}
