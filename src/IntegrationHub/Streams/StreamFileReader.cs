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

    static readonly TimeSpan Year = TimeSpan.FromDays(366);

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
        var root = YamlSection.Root(YamlTreeReader.Read(file, text, own), own, StreamCodes.Sections);
        var stream = root is null ? null : Read(file, root, adapters, own);
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : stream;
    }

    static StreamFile? Read(string file, YamlSection root, IReadOnlyCollection<AdapterManifest> adapters, DiagnosticBag diagnostics)
    {
        var name = root.Name("stream", StreamCodes.NoName);
        var source = root.Name("source", StreamCodes.NoName);
        var title = root.Text("title")?.Text;
        var adapter = Adapter(root, adapters, diagnostics);
        var mapping = root.Text("mapping", required: true)?.Text;

        var connectionNode = root.Node("connection");
        var connection = adapter is null ? null : ConnectionReader.Read(connectionNode, root.PlaceOf("connection"), adapter, diagnostics);

        var scheduleSection = root.Section("schedule");
        var schedule = ScheduleSection.Read(scheduleSection, diagnostics);
        var read = root.Section("read");
        var reading = ReadSection.Read(read, adapter, diagnostics);
        var notify = NotifySection.Read(root, adapter, diagnostics);
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
                Reading = reading,
                Schedule = schedule,
                FreshnessGoal = goal,
                Codes = codes.ToDictionary(c => c.Key, c => c.Value.Text),
                Limits = limits,
                Retry = retry,
                QuarantineStopAbove = stopAbove ?? 0.2,
                Notify = notify?.Notify,
                ConfidentialityFloor = floor ?? Confidentiality.Open,
            },
            Adapter = adapter,
            Places = connection.Places,
            AllowsPlainHttp = connection.AllowsPlainHttp,
            Names = new StreamFilePlaces(ValuePlace(root, "stream"), ValuePlace(root, "source"), ValuePlace(root, "mapping"))
            {
                Reread = read.Has("reread") ? read.PlaceOf("reread") : null,
                Codes = codes.ToDictionary(c => c.Key, c => c.Value.Place),
                Notify = notify?.Places,
            },
        };
    }

    static AdapterManifest? Adapter(YamlSection root, IReadOnlyCollection<AdapterManifest> adapters, DiagnosticBag diagnostics)
    {
        if (root.Text("adapter", required: true) is not { } written) return null;

        var adapter = adapters.FirstOrDefault(a => a.Name == written.Text);
        if (adapter is not null) return adapter;

        var hint = DidYouMean.Hint(written.Text, adapters.Select(a => a.Name));
        if (hint.Length == 0 && adapters.Count > 0) hint = $"; there are {string.Join(", ", adapters.Select(a => a.Name).Order(StringComparer.Ordinal))}";
        diagnostics.Error(written.Place, StreamCodes.UnknownAdapter, $"there is no adapter '{written.Text}'{hint}");
        return null;
    }

    static StreamLimits Limits(YamlSection section)
    {
        var standard = new StreamLimits();
        var limits = new StreamLimits
        {
            Timeout = section.Duration("timeout", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            RequestsPerMinute = section.Number("requestsPerMinute", 1, 1_000_000) ?? standard.RequestsPerMinute,
            MaxAnswerBytes = section.Size("maxAnswer", 1024, 16L << 30) ?? standard.MaxAnswerBytes,
            MaxRecordBytes = (int?)section.Size("maxRecord", 1024, 1L << 30) ?? standard.MaxRecordBytes,
            MaxDepth = section.Number("maxDepth", 4, 1000) ?? standard.MaxDepth,
            MaxPages = section.Number("maxPages", 1, int.MaxValue) ?? standard.MaxPages,
            MaxRunTime = section.Duration("maxRunTime", TimeSpan.FromSeconds(1), TimeSpan.FromDays(31)) ?? standard.MaxRunTime,
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
            Attempts = section.Number("attempts", 1, 20) ?? standard.Attempts,
            FirstDelay = section.Duration("firstDelay", TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)) ?? standard.FirstDelay,
            MaxDelay = section.Duration("maxDelay", TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1)) ?? standard.MaxDelay,
            BreakerFailures = breaker.Number("failures", 1, 1000) ?? standard.BreakerFailures,
            BreakerOpenFor = breaker.Duration("openFor", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) ?? standard.BreakerOpenFor,
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
