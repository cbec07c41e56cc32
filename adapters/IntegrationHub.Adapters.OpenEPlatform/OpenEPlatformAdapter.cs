using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>Connects Open ePlatform, the e-services of many Swedish municipalities: what was sent in, and the messages about it.</summary>
public sealed class OpenEPlatformAdapter : IWriteBackAdapter
{
    /// <inheritdoc/>
    public AdapterManifest Manifest { get; } = new()
    {
        Name = "open-eplatform",
        Summary = "Reads submissions and messages of e-services from Open ePlatform (Nordic Peak).",
        Contract = "instanceapi and messageapi, XML over HTTP, flow instance schema 2.0; as Sundsvalls kommun uses them in its open integrations",
        Settings =
        [
            new("url", SettingKind.Url, "The address of the platform; 'api/…' is put behind it.") { Required = true, Example = "https://e-tjanster.sundby.example/" },
            new("username", SettingKind.Text, "The user that may read the families below.") { Required = true, Example = "integrationhub" },
            new("password", SettingKind.Secret, "That user's password.") { Required = true },
            new("families", SettingKind.Text, "The ids of the e-services' families that are read, with commas between them.") { Required = true, Example = "104,427,832" },
            new("reads", SettingKind.Choice, "What becomes a record: a submission or a message.") { Default = "instances", Choices = ["instances", "messages"] },
            new("details", SettingKind.Flag, "Whether what the citizen filled in is part of a record; its head with the owner always is.") { Default = "true" },
            new("timezone", SettingKind.TimeZone, "The zone of the platform's clock; it writes local time without saying so.") { Default = "Europe/Stockholm" },
            new("parallel", SettingKind.Number, "How many submissions are read at the same time, 1 to 8.") { Default = "4" },
            new("probe", SettingKind.Text, "A path under the address that always answers. It tells a family without submissions, which is 404, from an address that is wrong.") { Default = "api/v1/getflows/json" },
        ],
        Strategies = [ReadStrategy.Windowed],
        ReadsByKey = true,
        // The callback contract has no key of ours in it, and says xs:string of texts without a limit. Reads show messages and statuses, and no internal messages.
        Writes =
        [
            new(WriteKind.Note, WriteRepeat.Never) { Settings = WriteSettings.OfNote },
            new(WriteKind.Message, WriteRepeat.AfterLookUp) { Settings = WriteSettings.OfMessage },
            new(WriteKind.Status, WriteRepeat.AfterLookUp) { Settings = WriteSettings.OfStatus },
        ],
        PersonalData =
        [
            "names, e-mail addresses, telephone numbers, addresses and personal numbers of those who sent something in",
            "what they filled in, which may hold anything, unless 'details' is false",
            "the text of messages between citizens and handlers, and both their names",
        ],
    };

    /// <inheritdoc/>
    public ISource CreateSource(SourceContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        var settings = context.Settings;
        if (!int.TryParse(Setting(settings, "parallel", "4"), NumberStyles.None, CultureInfo.InvariantCulture, out var parallel) || parallel is < 1 or > 8)
            throw Wrong("parallel", "a whole number from 1 to 8 was expected.");

        var api = Api(context.Http, settings);
        var pages = new FamilyPages(api, ReadFamilies(Setting(settings, "families", "")), Clock(settings), context.Logger);
        return Setting(settings, "reads", "instances") switch
        {
            "instances" => new SubmissionSource(pages, api, parallel, !string.Equals(Setting(settings, "details", "true"), "false", StringComparison.OrdinalIgnoreCase), context.Logger),
            "messages" => new MessageSource(pages, api),
            _ => throw Wrong("reads", "it is 'instances' or 'messages'."),
        };
    }

    /// <inheritdoc/>
    public IWriteBack CreateWriteBack(WriteBackContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        var (settings, clock) = (context.Settings, Clock(context.Settings));
        var kinds = context.Kinds.Where(kind => kind.Key is WriteKind.Note or WriteKind.Message or WriteKind.Status).ToDictionary(kind => kind.Key, kind => WriteSettings.Read(kind.Key, kind.Value));
        return new PlatformWriteBack(new PlatformCallback(context.Http, Url(settings), SignIn(settings), clock), Api(context.Http, settings), clock, context.Time, kinds);
    }

    static PlatformApi Api(HttpClient http, IReadOnlyDictionary<string, string> settings) => new(http, Url(settings), SignIn(settings), Setting(settings, "probe", "api/v1/getflows/json"));

    static Uri Url(IReadOnlyDictionary<string, string> settings) => Uri.TryCreate(Setting(settings, "url", ""), UriKind.Absolute, out var url)
        ? Slashed(url)
        : throw Wrong("url", "no absolute address; write it as https://host/.");

    static LocalClock Clock(IReadOnlyDictionary<string, string> settings) => TimeZoneInfo.TryFindSystemTimeZoneById(Setting(settings, "timezone", "Europe/Stockholm"), out var zone)
        ? new LocalClock(zone)
        : throw Wrong("timezone", "no time zone of this machine; write an IANA name such as Europe/Stockholm.");

    static AuthenticationHeaderValue SignIn(IReadOnlyDictionary<string, string> settings)
    {
        var username = Setting(settings, "username", "");
        if (username.Length == 0 || username.Contains(':', StringComparison.Ordinal))
            throw Wrong("username", "a name without a colon was expected; Basic sign-in cannot carry one.");

        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{Setting(settings, "password", "")}")));
    }

    static string Setting(IReadOnlyDictionary<string, string> settings, string name, string otherwise) => settings.TryGetValue(name, out var value) ? value.Trim() : otherwise;

    static List<int> ReadFamilies(string text)
    {
        var families = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!VendorIds.TryRead(part, out var family)) throw Wrong("families", "the ids of families are whole numbers; write them as 104,427,832.");
            if (!families.Contains(family)) families.Add(family);
        }

        return families.Count > 0 ? families : throw Wrong("families", "there is none; write the ids of those that are to be read as 104,427,832.");
    }

    // What stands after the last slash of an address would be lost.
    static Uri Slashed(Uri url) => url.AbsolutePath.EndsWith('/') ? url : new UriBuilder(url) { Path = url.AbsolutePath + "/" }.Uri;

    static MisconfiguredException Wrong(string setting, string message) => new(FaultCodes.InvalidSetting, $"connection.{setting}", message);
}
