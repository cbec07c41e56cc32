using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Refit;

namespace RefitAdapter;

/// <summary>The adapter of docs/adapter-conformance.md once more, with a client that Refit makes. For authors who are used to Refit: the hub does not need it.</summary>
sealed class PermitsAdapter : IAdapter
{
    /// <inheritdoc/>
    public AdapterManifest Manifest { get; } = new()
    {
        Name = "permits",
        Summary = "Reads permits.",
        Contract = "GET cases?after&until&page, JSON; invented for the documentation",
        Settings =
        [
            new("url", SettingKind.Url, "The address of the permits.") { Required = true, Example = "https://permits.example/api" },
            new("key", SettingKind.Secret, "The key that the vendor gave out.") { Required = true },
        ],
        Strategies = [ReadStrategy.Cursor],
        PersonalData = ["names and personal numbers of applicants"],
    };

    /// <inheritdoc/>
    public ISource CreateSource(SourceContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        if (!Uri.TryCreate(context.Settings["url"], UriKind.Absolute, out var url)) throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection.url", "no absolute address; write it as https://permits.example/api.");

        // The hub's client has retries, limits, the breaker and the guard of addresses behind it; Refit only writes the requests.
        // It wants a base address, though each call brings its own; one of an earlier source of this client can be changed no more, and need not be.
        context.Http.BaseAddress ??= url;
        return new PermitsSource(RestService.For<IPermitsApi>(context.Http, Settings()), url, context.Settings["key"]);
    }

    static RefitSettings Settings() => new()
    {
        // Every call of this interface only reads: the hub may repeat it.
        HttpRequestMessageOptions = new Dictionary<string, object> { [SourceRequests.ReadsOption] = true },
        // The hub's faults say what can be done; wrapped, nobody would know them.
        TransportExceptionFactory = (_, fault, _) => fault,
    };
}
