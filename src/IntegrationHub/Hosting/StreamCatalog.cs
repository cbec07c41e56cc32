using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Notifications;
using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Hosting;

/// <summary>The streams in force, and how each is opened for a run.</summary>
sealed class StreamCatalog
{
    readonly HubKeys hub;
    readonly HubCatalog catalog;
    readonly SettingResolver settings;
    readonly StreamOpener opener;
    readonly ILogger logger;

    public StreamCatalog(HubKeys hub, IOptions<HubOptions> options, IEnumerable<IAdapter> adapters, MappingFunctions functions, OutboundHttp outbound, TimeProvider time, ILoggerFactory loggers)
    {
        this.hub = hub;
        logger = loggers.CreateLogger<StreamCatalog>();
        catalog = new HubCatalog([.. options.Value.StreamFolders], [.. adapters], functions.Compile, time, options.Value.FilesShownFrom);
        settings = new SettingResolver(options.Value.Settings);
        opener = new StreamOpener(outbound, settings, time, loggers);
    }

    /// <summary>What was in force when the files were last looked at.</summary>
    public CatalogSnapshot Current => catalog.Current;

    /// <summary>The streams in force.</summary>
    public IReadOnlyList<StreamInForce> Streams => catalog.Current.Streams;

    /// <summary>Reads the files for the first time.</summary>
    /// <exception cref="HubStartException">Something is wrong with them, or with the settings that they refer to.</exception>
    public void Load()
    {
        var snapshot = catalog.Reload();
        var wrong = new DiagnosticBag();
        wrong.AddRange(snapshot.Diagnostics);
        foreach (var stream in snapshot.Streams)
        {
            settings.Resolve(stream.File, wrong);
            NotificationRules(stream, wrong);
        }

        if (wrong.HasErrors) throw new HubStartException(wrong.All);

        Report(snapshot);
    }

    /// <summary>Takes in what has changed for the better, reports what has not, and finds the stream.</summary>
    public RunnableStream? Find(StreamName name) => TakeInChanges().Find(name) is { } stream ? Runnable(stream) : null;

    /// <summary>Takes in what has changed for the better, reports what has not, and finds all streams.</summary>
    public IReadOnlyList<RunnableStream> FindAll() => [.. TakeInChanges().Streams.Select(Runnable)];

    /// <summary>Takes in what has changed for the better, reports what has not, and finds the stream with what writes to it.</summary>
    public WritableStream? FindWritable(StreamName name)
    {
        if (TakeInChanges().Find(name) is not { } stream) return null;

        var key = new StreamKey(hub.Tenant, stream.Definition.Source, stream.Definition.Name);
        return new WritableStream(key, stream.Definition, () => opener.OpenWriteBack(stream.File, stream.Adapter, key));
    }

    /// <summary>What a stream takes of notifications, with what its secrets are now; null, and an error when something has no value, when it takes none.</summary>
    public NotificationRules? NotificationRules(StreamInForce stream, DiagnosticBag wrong) => NotificationSettings.Resolve(stream.File, settings, wrong);

    /// <summary>Takes in what has changed for the better, and reports what has not.</summary>
    public CatalogSnapshot TakeInChanges()
    {
        var before = catalog.Current;
        var now = catalog.Reload();
        if (now.Number != before.Number) Report(now);
        return now;
    }

    RunnableStream Runnable(StreamInForce stream)
    {
        var key = new StreamKey(hub.Tenant, stream.Definition.Source, stream.Definition.Name);
        return new RunnableStream(key, stream.Definition, stream.Mapping, meter => opener.Open(stream.File, stream.Adapter, key, meter));
    }

    void Report(CatalogSnapshot snapshot)
    {
        foreach (var diagnostic in snapshot.Diagnostics) HubLog.FileIsWrong(logger, diagnostic.ToString());
        foreach (var stream in snapshot.Streams.Where(s => s.Outdated)) HubLog.LastGoodVersion(logger, stream.Definition.Name);
    }
}
