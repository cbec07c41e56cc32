namespace IntegrationHub.Streams;

/// <summary>How a stream's vendor tells that something has changed; what has changed is read from the vendor by its key.</summary>
public sealed record StreamNotify
{
    /// <summary>Of a stream whose vendor tells nothing: only what the hub has written itself is read again.</summary>
    internal static StreamNotify OfOwnWrites { get; } = new() { Kind = NotifyKind.StandardWebhooks, Secrets = [], Key = [] };

    /// <summary>How a notification proves where it comes from, and what it looks like.</summary>
    public required NotifyKind Kind { get; init; }

    /// <summary>The secrets that a notification may be proved with, as written: references <c>${secret:NAME}</c>. More than one while a secret is being replaced.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>The names that lead, one inside the other, to the case in a notification: to its key, or to its address when <see cref="Base"/> is set.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>The vendor's address under which every address in a notification must lie, as written; null when the notification holds the key itself.</summary>
    public string? Base { get; init; }

    /// <summary>What follows the base in the address of a case, with <c>{key}</c> where its key stands.</summary>
    public string Case { get; init; } = "{key}";

    /// <summary>Only notifications of these types are taken, of these channels with <see cref="NotifyKind.Zgw"/>; all when there are none.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How far the time of a signature may lie from the hub's, both ways. Five minutes unless set.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest notification, in bytes. 64 KiB unless set.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024;

    /// <summary>How many notifications wait at most; more are refused until some are read. 10,000 unless set.</summary>
    public int MaxWaiting { get; init; } = 10_000;

    /// <summary>How long notifications are gathered before their cases are read. A second unless set.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many keys one call asks for. 50 unless set.</summary>
    public int Batch { get; init; } = 50;

    /// <summary>How often a case that cannot be read alone is tried before its notification is put aside as a dead letter. Eight times unless set.</summary>
    public int Attempts { get; init; } = 8;
}

/// <summary>How a notification proves where it comes from.</summary>
public enum NotifyKind
{
    /// <summary>Standard Webhooks: an HMAC-SHA256 signature over id, time and body.</summary>
    StandardWebhooks,

    /// <summary>Dutch ZGW Notificaties: a static <c>Authorization</c> header.</summary>
    Zgw,
}
