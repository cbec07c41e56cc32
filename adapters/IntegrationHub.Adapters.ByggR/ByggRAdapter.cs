using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.ByggR;

/// <summary>Connects ByggR, the building permit system of many Swedish municipalities, over its service ArendeExport.</summary>
public sealed class ByggRAdapter : IWriteBackAdapter
{
    /// <inheritdoc/>
    public AdapterManifest Manifest { get; } = new()
    {
        Name = "byggr",
        Summary = "Reads building permit cases from ByggR (Sokigo).",
        Contract = "ArendeExport, SOAP 1.1, versions V4 and V8; WSDL as published by Sundsvalls kommun in its open integrations",
        Settings =
        [
            new("url", SettingKind.Url, "The address of the service ArendeExport.") { Required = true, Example = "https://byggr.sundby.example/TekisArende/ArendeExportWS.svc" },
            new("contract", SettingKind.Choice, "The version of the contract that the installation speaks.") { Default = "V4", Choices = ["V4", "V8"] },
            new("timezone", SettingKind.TimeZone, "The zone of the installation's clock; it writes local time without saying so.") { Default = "Europe/Stockholm" },
            new("startFrom", SettingKind.Text, "The local date from which everything is read, when everything is; the contract has no other way to ask for all cases.") { Default = "2000-01-01", Example = "2010-01-01" },
        ],
        Strategies = [ReadStrategy.Cursor],
        ReadsByKey = true,
        // anteckning is xs:string in both contracts, and neither tells a limit. The contract takes no key of a command; what was saved stands on the case.
        Writes = [new(WriteKind.Note, WriteRepeat.AfterLookUp) { Settings = NoteSettings.All }],
        PersonalData =
        [
            "names, personal and organisation numbers, addresses, telephone numbers and e-mail addresses of applicants, owners and neighbours",
            "names and signatures of case handlers",
            "free text of happenings, which may hold anything, and of the notes that are written",
        ],
    };

    /// <inheritdoc/>
    public ISource CreateSource(SourceContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        var startFrom = DateTime.TryParseExact(Setting(context.Settings, "startFrom", "2000-01-01"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Wrong("startFrom", "no date; write it as 2010-01-01.");
        return new ByggRSource(Service(context.Http, context.Settings), Clock(context.Settings), startFrom);
    }

    /// <inheritdoc/>
    public IWriteBack CreateWriteBack(WriteBackContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        var note = context.Kinds.TryGetValue(WriteKind.Note, out var settings) ? NoteSettings.Read(settings) : null;
        return new ByggRWriteBack(Service(context.Http, context.Settings), Clock(context.Settings), note);
    }

    static ArendeExport Service(HttpClient http, IReadOnlyDictionary<string, string> settings)
    {
        if (!settings.TryGetValue("url", out var address) || !Uri.TryCreate(address, UriKind.Absolute, out var url))
            throw Wrong("url", "no absolute address; write it as https://host/TekisArende/ArendeExportWS.svc.");

        var version = Setting(settings, "contract", "V4");
        return version is "V4" or "V8" ? new ArendeExport(http, url, version) : throw Wrong("contract", "no version that is known; it is V4 or V8.");
    }

    static LocalClock Clock(IReadOnlyDictionary<string, string> settings) => TimeZoneInfo.TryFindSystemTimeZoneById(Setting(settings, "timezone", "Europe/Stockholm"), out var zone)
        ? new LocalClock(zone)
        : throw Wrong("timezone", "no time zone of this machine; write an IANA name such as Europe/Stockholm.");

    static string Setting(IReadOnlyDictionary<string, string> settings, string name, string otherwise) => settings.TryGetValue(name, out var value) ? value : otherwise;

    static MisconfiguredException Wrong(string setting, string message) => new(FaultCodes.InvalidSetting, $"connection.{setting}", message);
}
