using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Streams;

/// <summary>Reads stream files, <c>*.stream.yaml</c>: which source is read with which adapter and mapping, how and how often.</summary>
public static class StreamFileReader
{
    /// <summary>How the names of stream files end.</summary>
    public const string Extension = ".stream.yaml";

    /// <summary>Reads a stream file; null when there is an error in it. Everything that is wrong is reported, not only the first.</summary>
    /// <param name="file">The file's path as people are shown it; folders in the file are relative to it.</param>
    /// <param name="text">The file's content.</param>
    /// <param name="adapters">The adapters that there are.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static StreamFile? Read(string file, string text, IReadOnlyCollection<AdapterManifest> adapters, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(adapters);
        ArgumentNullException.ThrowIfNull(diagnostics);

        var own = new DiagnosticBag();
        var root = YamlSection.Root(YamlTreeReader.Read(file, text, own), Keys(adapters), own, StreamCodes.Sections);
        var stream = root is null ? null : Read(file, root, adapters, own);
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : stream;
    }

    /// <summary>The keys of a stream file where these adapters are known, their own sections among them.</summary>
    public static KeySpec Keys(IReadOnlyCollection<AdapterManifest> adapters)
    {
        ArgumentNullException.ThrowIfNull(adapters);

        return StreamFileKeys.File with { Keys = [.. StreamFileKeys.File.Keys, .. adapters.Select(a => a.Describes?.Section).OfType<KeySpec>()] };
    }

    static StreamFile? Read(string file, YamlSection root, IReadOnlyCollection<AdapterManifest> adapters, DiagnosticBag diagnostics)
    {
        var name = root.Name("stream", StreamCodes.NoName);
        var source = root.Name("source", StreamCodes.NoName);
        var title = root.Text("title")?.Text;
        var named = Adapter(root, adapters, diagnostics);
        var description = Description(root, named, adapters, diagnostics);
        var adapter = description?.Manifest ?? named;
        var mapping = root.Text("mapping")?.Text;

        var connectionNode = root.Node("connection");
        // Which settings there are is said by the description; without one nothing can be said of them.
        var connection = adapter is null || (adapter.Describes is not null && description is null) ? null : ConnectionReader.Read(connectionNode, root.PlaceOf("connection"), adapter, diagnostics);

        var scheduleSection = root.Section("schedule");
        var schedule = ScheduleSection.Read(scheduleSection, diagnostics);
        var read = root.Section("read");
        var reading = ReadSection.Read(read, adapter, readsSingleCases: root.Has("notify") || root.Has(WriteBackSection.Key), diagnostics);
        var notify = NotifySection.Read(root, adapter, diagnostics);
        var (writes, writePlaces) = WriteBackSection.Read(root, adapter, connection?.AllowsPlainHttp ?? false, diagnostics);
        var drift = DriftSection.Read(root.Section("drift"));
        var codes = CodesSection.Read(root.Section("codes"), adapter, diagnostics);
        var limits = Limits(root.Section("limits"));
        var retry = Retry(root.Section("retry"), diagnostics);
        var goal = ScheduleSection.Freshness(root.Section("freshness"), scheduleSection, schedule, diagnostics);
        var quarantine = root.Section("quarantine");
        var stopAbove = quarantine.Share("stopAbove");
        quarantine.End();
        var confidentiality = root.Section("confidentiality");
        var floor = confidentiality.OneOf<Confidentiality>("floor");
        confidentiality.End();
        var records = root.OneOf<RecordKeeping>("records");
        root.End();

        if (name is null || source is null || adapter is null || connection is null || mapping is null || reading is null) return null;

        return new StreamFile
        {
            Definition = new StreamDefinition
            {
                Name = new StreamName(name),
                Source = new SourceId(source),
                Title = title ?? source,
                File = file,
                Adapter = adapter.Name,
                Mapping = mapping,
                Connection = connection.Settings,
                Description = description,
                Reading = reading,
                Schedule = schedule,
                FreshnessGoal = goal,
                Codes = codes.ToDictionary(c => c.Key, c => c.Value.Text),
                Limits = limits,
                Retry = retry,
                QuarantineStopAbove = stopAbove ?? 0.2,
                Notify = notify?.Notify,
                ConfidentialityFloor = floor ?? Confidentiality.Open,
                Records = records,
                Drift = drift,
                Writes = writes,
                ReadsByKey = adapter.ReadsByKey,
            },
            Adapter = adapter,
            Places = connection.Places,
            AllowsPlainHttp = connection.AllowsPlainHttp,
            Names = new StreamFilePlaces(ValuePlace(root, "stream"), ValuePlace(root, "source"), ValuePlace(root, "mapping"))
            {
                Reread = read.Has("reread") ? read.PlaceOf("reread") : null,
                Codes = codes.ToDictionary(c => c.Key, c => c.Value.Place),
                Notify = notify?.Places,
                Writes = writePlaces,
            },
        };
    }

    static AdapterManifest? Adapter(YamlSection root, IReadOnlyCollection<AdapterManifest> adapters, DiagnosticBag diagnostics)
    {
        if (root.Text("adapter") is not { } written) return null;

        var adapter = adapters.FirstOrDefault(a => a.Name == written.Text);
        if (adapter is not null) return adapter;

        var hint = DidYouMean.Hint(written.Text, adapters.Select(a => a.Name));
        if (hint.Length == 0 && adapters.Count > 0) hint = $"; there are {string.Join(", ", adapters.Select(a => a.Name).Order(StringComparer.Ordinal))}";
        diagnostics.Error(written.Place, StreamCodes.UnknownAdapter, $"there is no adapter '{written.Text}'{hint}");
        return null;
    }

    // What an adapter without a vendor of its own reads.
    static SourceDescription? Description(YamlSection root, AdapterManifest? adapter, IReadOnlyCollection<AdapterManifest> adapters, DiagnosticBag diagnostics)
    {
        foreach (var other in adapters.Where(a => a.Describes is not null && a.Name != adapter?.Name))
        {
            var key = other.Describes!.Section.Name;
            if (adapter is not null && root.Has(key))
                diagnostics.Error(root.PlaceOf(key), StreamCodes.Contradiction, $"{key} has no effect: it is for the adapter '{other.Name}', and this stream is read with '{adapter.Name}'; take one of them away");
        }

        if (adapter?.Describes is not { } describes) return null;

        ReadStrategy? strategy = root.Node("read") is YamlMap read && read["strategy"]?.Value is YamlText text && EnumNames.TryParse<ReadStrategy>(text.Text, out var known) ? known : null;
        return describes.Describe(root.Node(describes.Section.Name), root.PlaceOf(describes.Section.Name), strategy, diagnostics);
    }

    static StreamLimits Limits(YamlSection section)
    {
        var standard = new StreamLimits();
        var limits = new StreamLimits
        {
            Timeout = section.Duration("timeout"),
            RequestsPerMinute = section.Number("requestsPerMinute") ?? standard.RequestsPerMinute,
            MaxAnswerBytes = section.Size("maxAnswer") ?? standard.MaxAnswerBytes,
            MaxRecordBytes = (int?)section.Size("maxRecord") ?? standard.MaxRecordBytes,
            MaxDepth = section.Number("maxDepth") ?? standard.MaxDepth,
            MaxPages = section.Number("maxPages") ?? standard.MaxPages,
            MaxRunTime = section.Duration("maxRunTime") ?? standard.MaxRunTime,
        };
        section.End();
        return limits;
    }

    static StreamRetry Retry(YamlSection section, DiagnosticBag diagnostics)
    {
        var standard = new StreamRetry();
        var breaker = section.Section("breaker");
        var retry = new StreamRetry
        {
            Attempts = section.Number("attempts") ?? standard.Attempts,
            FirstDelay = section.Duration("firstDelay") ?? standard.FirstDelay,
            MaxDelay = section.Duration("maxDelay") ?? standard.MaxDelay,
            BreakerFailures = breaker.Number("failures") ?? standard.BreakerFailures,
            BreakerOpenFor = breaker.Duration("openFor") ?? standard.BreakerOpenFor,
        };
        if (retry.FirstDelay > retry.MaxDelay)
        {
            diagnostics.Error(section.PlaceOf(section.Has("firstDelay") ? "firstDelay" : "maxDelay"), StreamCodes.Contradiction,
                $"{section.Path("firstDelay")} ({ValueSyntax.Text(retry.FirstDelay)}) is longer than {section.Path("maxDelay")} ({ValueSyntax.Text(retry.MaxDelay)})");
        }

        breaker.End();
        section.End();
        return retry;
    }

    static Diagnostics.Place ValuePlace(YamlSection root, string key) => root.Node(key)?.Place ?? root.PlaceOf(key);
}
