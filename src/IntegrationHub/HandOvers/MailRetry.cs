namespace IntegrationHub.HandOvers;

/// <summary>Decides when a mail that was not taken is tried again. Pure.</summary>
static class MailRetry
{
    /// <summary>How long after each attempt the next one is made; two days in all. A unit that waits for an answer must hear soon enough that nobody was asked.</summary>
    static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(12), TimeSpan.FromHours(24),
    ];

    /// <summary>For how long a node has a mail that it sends to itself; if it ends meanwhile, another one sends it, with the same id and the same link.</summary>
    public static TimeSpan Claim { get; } = TimeSpan.FromMinutes(2);

    /// <summary>How long until the next attempt; null when it is given up.</summary>
    /// <param name="attempts">How often it was tried, and failed.</param>
    /// <param name="never">Whether the mail server will never take it.</param>
    public static TimeSpan? After(int attempts, bool never) => never || attempts > Waits.Length ? null : Waits[Math.Max(0, attempts - 1)];
}
