using IntegrationHub.Sources;

namespace IntegrationHub.Tests.Configuration;

/// <summary>An adapter with a setting of every kind, which reads nothing.</summary>
sealed class TestAdapter : IAdapter
{
    public static AdapterManifest Described { get; } = new()
    {
        Name = "permits",
        Summary = "Reads nothing.",
        Contract = "None.",
        Strategies = [ReadStrategy.Cursor],
        PersonalData = [],
        Settings =
        [
            new("url", SettingKind.Url, "The service's address.") { Required = true, Example = "https://permits.example/api" },
            new("apiKey", SettingKind.Secret, "The key."),
            new("version", SettingKind.Choice, "The contract's version.") { Choices = ["v4", "v8"], Default = "v4" },
            new("department", SettingKind.Text, "Whose permits."),
            new("years", SettingKind.Number, "How far back."),
            new("archived", SettingKind.Flag, "Whether archived permits are read."),
            new("window", SettingKind.Duration, "How much one call asks for.") { Default = "1d" },
            new("folder", SettingKind.Folder, "Where files are dropped."),
            new("timeZone", SettingKind.TimeZone, "The zone of the service's clock."),
        ],
    };

    public static AdapterManifest Files { get; } = new()
    {
        Name = "files",
        Summary = "Reads nothing either.",
        Contract = "None.",
        Strategies = [ReadStrategy.Cursor, ReadStrategy.Snapshot],
        PersonalData = [],
        Settings = [new("folder", SettingKind.Folder, "Where files are dropped.") { Required = true }],
    };

    public static IReadOnlyList<AdapterManifest> All { get; } = [Described, Files];

    public AdapterManifest Manifest => Described;

    public ISource CreateSource(SourceContext context) => throw new InvalidOperationException("Nothing is to be read here.");
}
