using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Connects fault-report systems that speak Open311 GeoReport v2, with the extension for updates.</summary>
public sealed class Open311Adapter : IWriteBackAdapter
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
        // An update carries an id of ours; a new report carries none, but a mark in its text. Of a description the contract says 4,000 characters, of an update's nothing.
        Writes =
        [
            new(WriteKind.Note, WriteRepeat.Always) { Settings = WriteSettings.OfNote },
            new(WriteKind.Message, WriteRepeat.Always) { Settings = WriteSettings.OfMessage },
            new(WriteKind.Status, WriteRepeat.Always),
            new(WriteKind.Create, WriteRepeat.AfterLookUp) { MaxText = WriteSettings.LongestText, Settings = WriteSettings.OfCreate, Fields = WriteSettings.FieldsOfCreate },
        ],
        PersonalData =
        [
            "free text of reports and updates, which may hold anything",
            "the place of a fault, which may be somebody's home",
            "with some servers the reporter's name, e-mail address and telephone number; they are sent with a new report, unless the person's identity is protected",
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

    /// <inheritdoc/>
    public IWriteBack CreateWriteBack(WriteBackContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        var options = GeoReportOptions.Read(context.Settings);
        // What has just come in is open: whoever looks for it is not to leave the open ones out.
        var server = new GeoReport(context.Http, options.Status == "closed" ? options with { Status = null } : options, context.Stream, context.Logger);
        var settings = WriteSettings.Read(context.Kinds);
        var writing = new ReportWriting(server, settings, context.Stream, context.Logger);
        var looking = new WriteLookUp(server, options, context.Time);

        // Where new reports are not listed at once, what is not listed may be there: then nobody looks, and a person decides.
        return context.Kinds.ContainsKey(WriteKind.Create) && !settings.ListedAtOnce ? new WithoutLooking(writing, looking) : new WithLooking(writing, looking);
    }
}
