using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Http;

/// <summary>Connects a REST or SOAP system by what the stream file says of it in its section <c>http</c>.</summary>
public sealed class HttpAdapter : IWriteBackAdapter
{
    internal static AdapterSetting Url { get; } = new("url", SettingKind.Url, "The address of the system; the paths of requests are below it.") { Required = true, Example = "https://cases.sundby.example/api" };

    internal static AdapterManifest Undescribed { get; } = new()
    {
        Name = "http",
        Summary = "Reads REST and SOAP systems as the stream file describes them, and writes to them where it says how.",
        Contract = "HTTP with JSON, XML, SOAP 1.1 or SOAP 1.2: which requests and answers is said in the section http of the stream file",
        Settings = [Url],
        Strategies = [ReadStrategy.Cursor, ReadStrategy.Snapshot, ReadStrategy.Windowed],
        PersonalData = ["whatever the records of the system hold: the stream's mapping tells", "what is written to it, where http.write says how: texts, files, and whom a new case is for"],
        Describes = new HttpSection(),
        Diagnostics = HttpDiagnostics.All,
    };

    /// <inheritdoc/>
    public AdapterManifest Manifest => Undescribed;

    /// <inheritdoc/>
    public ISource CreateSource(SourceContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        if (context.Description is not HttpDescription description)
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "http", "the stream file does not say how the system is read. Write the section http.");

        var caller = Caller(description, context.Settings, context.Http, context.Time);
        var settings = SettingsOf(context.Settings);
        var finisher = new RecordFinisher(description, caller, LookupCache.Of(description), settings, context.Stream, context.Time, context.Logger);
        var pages = new PageReading(description, caller, finisher, settings, context.Strategy, context.Time);
        return description.ByKey is { } byKey ? new KeyedHttpSource(pages, new KeyReading(description, byKey, caller, finisher, settings, context.Stream, context.Logger)) : new HttpSource(pages);
    }

    /// <inheritdoc/>
    public IWriteBack CreateWriteBack(WriteBackContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        if (context.Description is not HttpDescription description)
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "http", "the stream file does not say how the system is written to. Write the section http.");

        var own = Caller(description, context.Settings, context.Http, context.Time);
        return new HttpWriteBack(description, CallerOf, SettingsOf(context.Settings), context.Kinds);

        VendorCaller CallerOf(WriteDescription write, IReadOnlyDictionary<string, string> options)
        {
            if (write.Server is not { } server) return own;

            var settings = new Dictionary<string, string> { ["url"] = options[server.Url] };
            if (server.Authorization is { } secret) settings["key"] = options[secret];
            return Caller(description with { Auth = new Auth { By = server.Authorization is null ? AuthKind.None : AuthKind.Key, In = KeyIn.Authorization } }, settings, context.Http, context.Time);
        }
    }

    static VendorCaller Caller(HttpDescription description, IReadOnlyDictionary<string, string> settings, HttpClient http, TimeProvider time)
    {
        var url = Address(settings, "url");
        if (url.Query.Length + url.Fragment.Length > 0) throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection.url", "the address has parameters, which belong to the requests: write them in the section http.");
        if (description.Auth.By == AuthKind.Oauth2) _ = Address(settings, "tokenUrl");

        return new VendorCaller(description, http, url, new Authoriser(description.Auth, settings, http, time));
    }

    static HoleValues SettingsOf(IReadOnlyDictionary<string, string> settings) =>
        hole => hole.Name is Hole.Setting or Hole.Secret && settings.TryGetValue(hole.Path!, out var value) ? new HoleValue(value) : null;

    static Uri Address(IReadOnlyDictionary<string, string> settings, string setting) =>
        settings.TryGetValue(setting, out var text) && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new Uri(text)
            : throw new MisconfiguredException(FaultCodes.InvalidSetting, $"connection.{setting}", "no absolute address; write it as https://host/path.");
}
