using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Open311;

/// <summary>What is read.</summary>
enum Resource
{
    /// <summary>Fault reports, by the time at which they came in.</summary>
    Requests,

    /// <summary>Updates of fault reports, by the time at which they were made.</summary>
    Updates,
}

/// <summary>How the server wants to be told a time.</summary>
enum DateStyle
{
    /// <summary><c>2026-03-01T11:00:00Z</c>, as the contract says.</summary>
    Utc,

    /// <summary><c>2026-03-01T11:00:00</c>, the same without its Z.</summary>
    UtcWithoutZone,

    /// <summary><c>2026-03-01T12:00:00+01:00</c>.</summary>
    Offset,

    /// <summary><c>2026-03-01T12:00:00</c>, local.</summary>
    Local,

    /// <summary><c>2026-03-01</c>, local: whole days.</summary>
    Date,
}

/// <summary>The settings, checked.</summary>
sealed record GeoReportOptions
{
    const string StandardZone = "Europe/Stockholm";
    const int StandardMaxRows = 1000;

    /// <summary>What a stream file may say.</summary>
    public static IReadOnlyList<AdapterSetting> Settings { get; } =
    [
        new("url", SettingKind.Url, "The address that requests.json follows.") { Required = true, Example = "https://felanmalan.sundby.example/open311/v2" },
        new("jurisdiction", SettingKind.Text, "jurisdiction_id, for a server that serves several municipalities.") { Example = "sundby.example" },
        new("apiKey", SettingKind.Secret, "api_key, where the server asks for one to read."),
        new("format", SettingKind.Choice, "What is asked for; the mapping must read the same.") { Default = "json", Choices = ["json", "xml"] },
        new("reads", SettingKind.Choice, "Fault reports (requests), or what happened to them (updates: the extension servicerequestupdates).") { Default = "requests", Choices = ["requests", "updates"] },
        new("maxRows", SettingKind.Number, "The most rows that the server puts into one answer; an answer of so many is taken as cut.") { Default = "1000", Example = "200" },
        new("status", SettingKind.Choice, "Which reports are asked for: any sends no filter, both sends open,closed to servers that otherwise leave closed ones out.") { Default = "any", Choices = ["any", "both", "open", "closed"] },
        new("dateFormat", SettingKind.Choice, "How times are written in questions: utc as the contract says, utcWithoutZone without the Z, offset, local, or date for whole days.")
        {
            Default = "utc", Choices = ["utc", "utcWithoutZone", "offset", "local", "date"],
        },
        new("timezone", SettingKind.TimeZone, "The zone of the server's clock, for dateFormat offset, local and date.") { Default = StandardZone },
        new("extensions", SettingKind.Flag, "Whether extensions=true is sent, at which some servers tell more.") { Default = "false" },
    ];

    /// <summary>The address without a slash at its end.</summary>
    public required string Url { get; init; }

    public string? Jurisdiction { get; init; }

    public string? ApiKey { get; init; }

    public RecordFormat Format { get; init; } = RecordFormat.Json;

    public Resource Reads { get; init; }

    public int MaxRows { get; init; } = StandardMaxRows;

    /// <summary>The value of the parameter status; null sends none.</summary>
    public string? Status { get; init; }

    public required QuestionTime Times { get; init; }

    public bool Extensions { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="MisconfiguredException">One of them is wrong.</exception>
    public static GeoReportOptions Read(IReadOnlyDictionary<string, string> settings)
    {
        if (!settings.TryGetValue("url", out var address) || !Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Query.Length > 0)
            throw Wrong("url", "no absolute address without parameters; write it as https://host/open311/v2.");
        if (!int.TryParse(Setting("maxRows", "1000"), NumberStyles.None, CultureInfo.InvariantCulture, out var maxRows) || maxRows < 1)
            throw Wrong("maxRows", "no whole number above 0; write how many rows the server puts into one answer at most.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Setting("timezone", StandardZone), out var zone))
            throw Wrong("timezone", "no time zone of this machine; write an IANA name such as Europe/Stockholm.");

        return new GeoReportOptions
        {
            Url = url.GetLeftPart(UriPartial.Path).TrimEnd('/'),
            Jurisdiction = settings.GetValueOrDefault("jurisdiction"),
            ApiKey = settings.GetValueOrDefault("apiKey"),
            MaxRows = maxRows,
            Format = OneOf("format", ("json", RecordFormat.Json), ("xml", RecordFormat.Xml)),
            Reads = OneOf("reads", ("requests", Resource.Requests), ("updates", Resource.Updates)),
            Status = OneOf("status", ("any", null), ("both", "open,closed"), ("open", "open"), ("closed", (string?)"closed")),
            Times = new QuestionTime(
                OneOf("dateFormat", ("utc", DateStyle.Utc), ("utcWithoutZone", DateStyle.UtcWithoutZone), ("offset", DateStyle.Offset), ("local", DateStyle.Local), ("date", DateStyle.Date)),
                new LocalClock(zone)),
            Extensions = OneOf("extensions", ("false", false), ("true", true)),
        };

        string Setting(string name, string otherwise) => settings.TryGetValue(name, out var value) ? value : otherwise;

        // The first choice stands for a setting that is not there.
        T OneOf<T>(string name, params ReadOnlySpan<(string Written, T Value)> choices)
        {
            var written = Setting(name, choices[0].Written);
            foreach (var choice in choices)
                if (choice.Written == written) return choice.Value;

            throw Wrong(name, $"no choice that is known; see the settings of the adapter.");
        }
    }

    static MisconfiguredException Wrong(string setting, string message) => new(FaultCodes.InvalidSetting, $"connection.{setting}", message);
}
