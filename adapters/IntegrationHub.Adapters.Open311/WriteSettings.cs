using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Open311;

/// <summary>What the stream file says under <c>writeBack:</c>, checked.</summary>
sealed record WriteSettings
{
    /// <summary>The longest text of a new report: the contract's 4,000 characters, less the line with the mark.</summary>
    public const int LongestText = LongestDescription - 100;

    /// <summary>The longest description of a new report.</summary>
    public const int LongestDescription = 4000;

    const string StandardMark = "Ref: {0}";
    const string Unchanged = "unchanged";
    const int LongestMark = 60;

    static readonly AdapterSetting Status = new("status", SettingKind.Text, "The status that is said with the text and means that it does not change; the extension demands one.") { Default = Unchanged, Example = "open" };

    /// <summary>What may be said of notes.</summary>
    public static IReadOnlyList<AdapterSetting> OfNote { get; } =
    [
        new("internalOnly", SettingKind.Flag, "Must be true, and says that the server's operator shows updates of this key to nobody outside; many servers show every update on their map.") { Required = true, Example = "true" },
        Status,
    ];

    /// <summary>What may be said of messages.</summary>
    public static IReadOnlyList<AdapterSetting> OfMessage { get; } = [Status];

    /// <summary>What may be said of new reports.</summary>
    public static IReadOnlyList<AdapterSetting> OfCreate { get; } =
    [
        new("serviceCode", SettingKind.Text, "The service of a report that comes without a service_code of its own.") { Example = "006" },
        new("mark", SettingKind.Text, "The last line of a new report, by which it is known again; the command's id stands at {0}.") { Default = StandardMark },
        new("listedAtOnce", SettingKind.Flag, "Whether the server lists a new report as soon as it has taken it. Only then is one whose answer was lost looked for; else a person decides.") { Default = "false" },
    ];

    /// <summary>What a new report takes by the names of the contract.</summary>
    public static IReadOnlyList<WriteField> FieldsOfCreate { get; } =
    [
        new("service_code", "The service that the report is about, as the server lists them.") { Required = true, FilledBy = "serviceCode" },
        new("lat", "The place's latitude in WGS 84. The contract demands lat and long, or an address."),
        new("long", "The place's longitude in WGS 84."),
        new("address_string", "The place as an address, where there are no coordinates."),
    ];

    public string NoteStatus { get; init; } = Unchanged;

    public string MessageStatus { get; init; } = Unchanged;

    public string? ServiceCode { get; init; }

    public string Mark { get; init; } = StandardMark;

    public bool ListedAtOnce { get; init; }

    /// <summary>Reads the settings of the kinds that are let through.</summary>
    /// <exception cref="MisconfiguredException">One of them is wrong.</exception>
    public static WriteSettings Read(IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> kinds)
    {
        var mark = Value(WriteKind.Create, "mark") ?? StandardMark;
        if (!mark.Contains("{0}", StringComparison.Ordinal) || mark.Length > LongestMark)
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "writeBack.create.mark", $"{{0}} must stand in it, where the command's id comes, and it is at most {LongestMark} characters long.");
        if (kinds.ContainsKey(WriteKind.Note) && !IsTrue(WriteKind.Note, "internalOnly"))
        {
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "writeBack.note.internalOnly",
                "notes are for those who handle the case, and many servers show every update to everybody. Ask the operator; write true if updates of this key stay inside, and leave notes out if they do not.");
        }

        return new WriteSettings
        {
            NoteStatus = Value(WriteKind.Note, "status") ?? Unchanged,
            MessageStatus = Value(WriteKind.Message, "status") ?? Unchanged,
            ServiceCode = Value(WriteKind.Create, "serviceCode"),
            Mark = mark,
            ListedAtOnce = IsTrue(WriteKind.Create, "listedAtOnce"),
        };

        string? Value(WriteKind kind, string name) =>
            kinds.TryGetValue(kind, out var settings) && settings.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

        bool IsTrue(WriteKind kind, string name) => string.Equals(Value(kind, name), "true", StringComparison.OrdinalIgnoreCase);
    }
}
