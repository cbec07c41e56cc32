using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.ByggR;

/// <summary>What a note becomes in ByggR, as the stream file says under <c>writeBack: note:</c>. The codes are each installation's own.</summary>
sealed record NoteSettings
{
    static readonly string[] Directions = ["In", "Ut", "Okänd"];

    /// <summary>What a stream file may say.</summary>
    public static IReadOnlyList<AdapterSetting> All { get; } =
    [
        new("handelsetyp", SettingKind.Text, "The code of the kind of happening (handelsetyp) that a note becomes; the building office names it.") { Required = true, Example = "ANTECKN" },
        new("handlaggarSign", SettingKind.Text, "The signature of the handler in whose name notes are saved.") { Required = true, Example = "SYSTEM" },
        new("handelseslag", SettingKind.Text, "The code of the variety (handelseslag), where the kind has any.") { Example = "KONTAKT" },
        new("rubrik", SettingKind.Text, "The heading of a note that has no subject of its own.") { Default = "Anteckning från kontaktcenter" },
        new("riktning", SettingKind.Choice, "The direction that is said of a note.") { Default = "Okänd", Choices = Directions },
        new("sekretess", SettingKind.Flag, "Whether notes are marked as secret in ByggR.") { Default = "false" },
    ];

    public required string Type { get; init; }

    public required string Signature { get; init; }

    public string? Variety { get; init; }

    public required string Heading { get; init; }

    public required string Direction { get; init; }

    public bool Secret { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="MisconfiguredException">One of them is wrong.</exception>
    public static NoteSettings Read(IReadOnlyDictionary<string, string> settings)
    {
        var direction = Value("riktning") ?? "Okänd";
        return new NoteSettings
        {
            Type = Value("handelsetyp") ?? throw Wrong("handelsetyp", "it must be set: the code of a kind of happening that the installation knows."),
            Signature = Value("handlaggarSign") ?? throw Wrong("handlaggarSign", "it must be set: the signature of a handler whom the installation knows."),
            Variety = Value("handelseslag"),
            Heading = Value("rubrik") ?? "Anteckning från kontaktcenter",
            Direction = Directions.Contains(direction) ? direction : throw Wrong("riktning", "no direction that the contract knows; it is In, Ut or Okänd."),
            Secret = string.Equals(Value("sekretess"), "true", StringComparison.OrdinalIgnoreCase),
        };

        string? Value(string name) => settings.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    static MisconfiguredException Wrong(string setting, string message) => new(FaultCodes.InvalidSetting, $"writeBack.note.{setting}", message);
}
