using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Connects fault-report systems that speak Open311 GeoReport v2, with the extension for updates.</summary>
public sealed class Open311Adapter : IAdapter
{
    /// <summary>The name of the list of services, for <c>codes:</c> in a stream file.</summary>
    public const string Services = "services";

    /// <inheritdoc/>
    public AdapterManifest Manifest { get; } = new()
    {
        Name = "open311",
        Summary = "Reads fault reports and their updates from Open311 servers.",
        Contract = "Open311 GeoReport v2 (JSON and XML) as published by open311.org, with the extension servicerequestupdates as FixMyStreet and its like speak it",
        Settings = GeoReportOptions.Settings,
        Strategies = [ReadStrategy.Windowed],
        ReadsByKey = true,
        CodeLists = [Services],
        PersonalData =
        [
            "free text of reports and updates, which may hold anything",
            "the place of a fault, which may be somebody's home",
            "with some servers the reporter's name, e-mail address and telephone number",
        ],
    };

    /// <inheritdoc/>
    public ISource CreateSource(SourceContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        var options = GeoReportOptions.Read(context.Settings);
        var server = new GeoReport(context.Http, options, context.Stream, context.Logger);
        var windows = new WindowReading(server, options, context.Stream, context.Time, context.Logger);
        return options.Reads == Resource.Updates ? new UpdateSource(windows) : new RequestSource(windows, server, options, context.Stream, context.Logger);
    }
}
