using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.ByggR;

/// <summary>Connects ByggR, the building permit system of many Swedish municipalities, over its service ArendeExport.</summary>
public sealed class ByggRAdapter : IAdapter
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
        PersonalData =
        [
            "names, personal and organisation numbers, addresses, telephone numbers and e-mail addresses of applicants, owners and neighbours",
            "names and signatures of case handlers",
            "free text of happenings, which may hold anything",
        ],
    };

    /// <inheritdoc/>
    public ISource CreateSource(SourceContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        var settings = context.Settings;
        if (!DateTime.TryParseExact(Setting("startFrom", "2000-01-01"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var startFrom))
            throw Wrong("startFrom", "no date; write it as 2010-01-01.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Setting("timezone", "Europe/Stockholm"), out var zone))
            throw Wrong("timezone", "no time zone of this machine; write an IANA name such as Europe/Stockholm.");
        if (!settings.TryGetValue("url", out var address) || !Uri.TryCreate(address, UriKind.Absolute, out var url))
            throw Wrong("url", "no absolute address; write it as https://host/TekisArende/ArendeExportWS.svc.");

        var version = Setting("contract", "V4");
        if (version is not ("V4" or "V8")) throw Wrong("contract", "no version that is known; it is V4 or V8.");

        return new ByggRSource(new ArendeExport(context.Http, url, version), new LocalClock(zone), startFrom);

        string Setting(string name, string otherwise) => settings.TryGetValue(name, out var value) ? value : otherwise;
    }

    static MisconfiguredException Wrong(string setting, string message) => new(FaultCodes.InvalidSetting, $"connection.{setting}", message);
}
