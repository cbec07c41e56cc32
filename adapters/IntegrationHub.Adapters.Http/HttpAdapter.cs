using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Connects a REST or SOAP system by what the stream file says of it in its section <c>http</c>.</summary>
public sealed class HttpAdapter : IAdapter
{
    internal static AdapterSetting Url { get; } = new("url", SettingKind.Url, "The address of the system; the paths of requests are below it.") { Required = true, Example = "https://cases.sundby.example/api" };

    internal static AdapterManifest Undescribed { get; } = new()
    {
        Name = "http",
        Summary = "Reads REST and SOAP systems as the stream file describes them.",
        Contract = "HTTP with JSON, XML, SOAP 1.1 or SOAP 1.2: which requests and answers is said in the section http of the stream file",
        Settings = [Url],
        Strategies = [ReadStrategy.Cursor, ReadStrategy.Snapshot, ReadStrategy.Windowed],
        PersonalData = ["whatever the records of the system hold: the stream's mapping tells"],
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

        var url = Address(context, "url");
        if (url.Query.Length + url.Fragment.Length > 0) throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection.url", "the address has parameters, which belong to the requests: write them in the section http.");
        if (description.Auth.By == AuthKind.Oauth2) _ = Address(context, "tokenUrl");

        var authoriser = new Authoriser(description.Auth, context.Settings, context.Http, context.Time);
        var caller = new VendorCaller(description, context.Http, url, authoriser);
        HoleValue? Settings(Hole hole) => hole.Name is Hole.Setting or Hole.Secret && context.Settings.TryGetValue(hole.Path!, out var value) ? new HoleValue(value) : null;
        var finisher = new RecordFinisher(description, caller, LookupCache.Of(description), Settings, context.Stream, context.Time, context.Logger);
        var pages = new PageReading(description, caller, finisher, Settings, context.Strategy, context.Time);
        return description.ByKey is { } byKey ? new KeyedHttpSource(pages, new KeyReading(description, byKey, caller, finisher, Settings, context.Stream, context.Logger)) : new HttpSource(pages);
    }

    static Uri Address(SourceContext context, string setting) =>
        context.Settings.TryGetValue(setting, out var text) && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new Uri(text)
            : throw new MisconfiguredException(FaultCodes.InvalidSetting, $"connection.{setting}", "no absolute address; write it as https://host/path.");
}
