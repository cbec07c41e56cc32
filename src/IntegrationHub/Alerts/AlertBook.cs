using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Alerts;

/// <summary>Something that a rule tells of, from when it began to when it has been well for long enough.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Source">Its source.</param>
/// <param name="Since">Since when it has held.</param>
/// <param name="Count">How many, at the last look.</param>
public sealed record AlertState(AlertRule Rule, string Stream, string Source, DateTimeOffset Since, long Count)
{
    /// <summary>When it had held for long enough; null while it may still pass.</summary>
    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>Since when all has been well again; null while it holds.</summary>
    public DateTimeOffset? WellSince { get; init; }

    /// <summary>When it was over; null while it fires.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>When somebody was told of it last; null until somebody was.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>How many there were when somebody was told last.</summary>
    public long ToldCount { get; init; }
}

/// <summary>What somebody is told, on one channel. Its id is the same however often it is sent.</summary>
/// <param name="Id">The id.</param>
/// <param name="Channel">The channel.</param>
/// <param name="At">When it was made.</param>
/// <param name="Kind"><c>alerts</c>, or <c>test</c>.</param>
public sealed record AlertMessage(string Id, string Channel, DateTimeOffset At, string Kind)
{
    /// <summary>What is new, and what is told again because it lasts or has grown.</summary>
    public IReadOnlyList<AlertState> Firing { get; init; } = [];

    /// <summary>What is over.</summary>
    public IReadOnlyList<AlertState> Cleared { get; init; } = [];

    /// <summary>How many alerts fire in all.</summary>
    public int FiringInAll { get; init; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is sent next; null when it is not sent any more.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was taken; null until it was.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Why it was not taken, at the last time.</summary>
    public string? Fault { get; init; }
}

/// <summary>What the hub knows of its alerts: one for all processes of a municipality, changed only by whoever read the version that stands.</summary>
public sealed record AlertBook
{
    /// <summary>How many messages that are done are kept to be shown.</summary>
    const int MessagesKept = 50;

    /// <summary>Nothing is known.</summary>
    public static AlertBook Empty { get; } = new();

    /// <summary>When the streams were looked at last.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>What holds, and what fires.</summary>
    public IReadOnlyList<AlertState> Alerts { get; init; } = [];

    /// <summary>What is over and has not been told yet.</summary>
    public IReadOnlyList<AlertState> Cleared { get; init; } = [];

    /// <summary>What is to be sent, and what was sent last, the newest first.</summary>
    public IReadOnlyList<AlertMessage> Messages { get; init; } = [];

    /// <summary>Channels that must not be sent to any more, with why.</summary>
    public IReadOnlyDictionary<string, string> Closed { get; init; } = new Dictionary<string, string>();

    /// <summary>When silent cases were counted last.</summary>
    public DateTimeOffset? SilentAt { get; init; }

    /// <summary>How many there were then, by stream.</summary>
    public IReadOnlyDictionary<string, long> Silent { get; init; } = new Dictionary<string, long>();

    /// <summary>The book with messages added, and those of old left out.</summary>
    public AlertBook With(IEnumerable<AlertMessage> messages)
    {
        List<AlertMessage> all = [.. messages, .. Messages];
        var done = 0;
        return this with { Messages = [.. all.Where(message => message.DueAt is not null || ++done <= MessagesKept)] };
    }

    /// <summary>The book with a message as it is now.</summary>
    public AlertBook With(AlertMessage message) => this with { Messages = [.. Messages.Select(known => known.Id == message.Id ? message : known)] };

    internal string Write() => JsonSerializer.Serialize(this, AlertBookContext.Default.AlertBook);

    internal static AlertBook Read(string text) => JsonSerializer.Deserialize(text, AlertBookContext.Default.AlertBook) ?? Empty;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AlertBook))]
internal sealed partial class AlertBookContext : JsonSerializerContext;
