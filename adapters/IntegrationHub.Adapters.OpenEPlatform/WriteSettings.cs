using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>What the stream file says under <c>writeBack:</c> of one kind, checked.</summary>
/// <param name="UserId">In whose name it is written.</param>
/// <param name="UserName">That user's name, as it is shown.</param>
sealed record WriteSettings(string UserId, string? UserName)
{
    const string StandardReference = "message-{0}";

    static readonly AdapterSetting User = new("userId", SettingKind.Text, "The user of the platform in whose name it is written.") { Required = true, Example = "kontaktcenter" };
    static readonly AdapterSetting Name = new("userName", SettingKind.Text, "That user's name, as handlers see it.") { Example = "Kontaktcenter" };

    /// <summary>What may be said of notes.</summary>
    public static IReadOnlyList<AdapterSetting> OfNote { get; } = [User, Name];

    /// <summary>What may be said of messages.</summary>
    public static IReadOnlyList<AdapterSetting> OfMessage { get; } =
    [
        User, Name,
        new("readReceipt", SettingKind.Flag, "Whether the platform tells when the citizen has read a message.") { Default = "false" },
        new("eventId", SettingKind.Text, "How the mapping of messages calls one, so that the hub knows its own again when it reads it; the platform's number stands at {0}.") { Default = StandardReference },
    ];

    /// <summary>What may be said of statuses.</summary>
    public static IReadOnlyList<AdapterSetting> OfStatus { get; } =
    [
        User, Name,
        new("by", SettingKind.Choice, "What names a status: its alias, or its number in the platform.") { Default = "alias", Choices = ["alias", "id"] },
    ];

    /// <summary>Whether the platform tells when a message was read.</summary>
    public bool ReadReceipt { get; init; }

    /// <summary>Whether a status is named by its number.</summary>
    public bool ByNumber { get; init; }

    string EventId { get; init; } = StandardReference;

    /// <summary>What the mapping of messages calls this one.</summary>
    public string ReferenceOf(string message) => EventId.Replace("{0}", message, StringComparison.Ordinal);

    /// <summary>Reads the settings of one kind.</summary>
    /// <exception cref="MisconfiguredException">One of them is wrong.</exception>
    public static WriteSettings Read(WriteKind kind, IReadOnlyDictionary<string, string> settings)
    {
        var word = kind switch { WriteKind.Note => "note", WriteKind.Message => "message", _ => "status" };
        return new WriteSettings(Value("userId") ?? throw Wrong("userId", "it must be set: a user whom the platform knows."), Value("userName"))
        {
            ReadReceipt = string.Equals(Value("readReceipt"), "true", StringComparison.OrdinalIgnoreCase),
            ByNumber = Value("by") switch { null or "alias" => false, "id" => true, _ => throw Wrong("by", "it is 'alias' or 'id'.") },
            EventId = Value("eventId") is not { } pattern ? StandardReference
                : pattern.Contains("{0}", StringComparison.Ordinal) ? pattern
                : throw Wrong("eventId", "{0} must stand in it, where the platform's number of the message comes."),
        };

        string? Value(string name) => settings.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

        MisconfiguredException Wrong(string setting, string message) => new(FaultCodes.InvalidSetting, $"writeBack.{word}.{setting}", message);
    }
}
