using IntegrationHub.Cases;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Sqlite;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.Sync;

/// <summary>A hub with one stream over a model vendor, on a real store in a folder of its own.</summary>
sealed class SyncFixture : IAsyncDisposable
{
    const string PermitMapping = """
        mapping: permits
        version: 1.0.0
        target: case@1
        source: { system: permits, stream: permits, format: json }
        identity:
          key: id
          order: rev
          deleted: status == 'gone'
          erased: status == 'destroyed'
          skip: status == 'draft'
        codes:
          status:
            map: { open: inProgress, waiting: waitingForCitizen, closed: closed }
            unknown: quarantine
        fields:
          title: const('Permit')
          status: status | lookup(status)
          statusText: status
          updatedAt: changed | datetime
          confidentiality: const('open')
        requireOffset: true
        """;

    public static readonly AccessFilter Everything = new([new AccessRule { Disclosure = IntegrationHub.Disclosure.Disclosure.Full }], []);

    readonly string folder = Directory.CreateTempSubdirectory("ihub-sync-").FullName;

    public ManualClock Clock { get; } = new();

    public SqliteHubStore Store { get; private set; } = null!;

    /// <summary>What runs write to: the store, or what a test puts before it.</summary>
    public IStreamStore Streams { get; set; } = null!;

    public CaseProtector Protector { get; private set; } = null!;

    public KeyRing Keys { get; private set; } = null!;

    public ModelVendor Vendor { get; private set; } = null!;

    /// <summary>How many records were mapped, and not only recognised as unchanged.</summary>
    public int Mapped { get; private set; }

    public StreamDefinition Definition { get; set; } = new()
    {
        Name = new StreamName("permits"),
        Source = new SourceId("permits"),
        Title = "Permits",
        File = "permits.stream.yaml",
        Adapter = "model",
        Mapping = "permits",
        Connection = new Dictionary<string, string>(),
        Reading = new StreamReading { Strategy = ReadStrategy.Cursor, Lookback = TimeSpan.FromMinutes(10), Settle = TimeSpan.FromMinutes(1) },
    };

    public string MappingText { get; set; } = PermitMapping;

    public static TenantId Tenant { get; } = new("sundby");

    public StreamKey Key => new(Tenant, Definition.Source, Definition.Name);

    /// <param name="leases">The clock that the store times leases by; the machine's unless given.</param>
    public static async Task<SyncFixture> StartAsync(ILeaseClock? leases = null)
    {
        var fixture = new SyncFixture();
        var keys = fixture.Keys = KeyRing.Create();
        var options = new SqliteStoreOptions { Folder = fixture.folder };
        if (leases is not null) options.LeaseClock = leases;
        fixture.Store = new SqliteHubStore(options, keys.Fingerprint, fixture.Clock, NullLogger<SqliteHubStore>.Instance);
        fixture.Protector = new CaseProtector(keys, Tenant);
        fixture.Vendor = new ModelVendor(fixture.Clock);
        await fixture.Store.PrepareAsync(CancellationToken.None);
        fixture.Streams = fixture.Store.Streams;
        return fixture;
    }

    public Task<RunRecord?> RunAsync(bool full = false) => RunAsync(_ => Vendor.Open(), full);

    public Task<RunRecord?> RunAsync(RunOrder order) => RunAsync(_ => Vendor.Open(), order);

    /// <summary>Stops runs.</summary>
    public CancellationToken Stop { get; set; }

    /// <summary>What runs log.</summary>
    public ListLogger Log { get; } = new();

    public Task<RunRecord?> RunAsync(Func<RunMeter, ISource> open, bool full = false) => RunAsync(open, full ? RunOrder.Everything : RunOrder.Due);

    public Task<RunRecord?> RunAsync(Func<RunMeter, ISource> open, RunOrder order)
    {
        var runner = new StreamRunner(Streams, Protector, new SyncOptions { Owner = "test" }, Clock, new RunnerLog(Log), beforeRead: BeforeRead);
        return runner.RunAsync(Runnable(open), RunTrigger.Manual, order, Stop);
    }

    /// <summary>What runs do before they read.</summary>
    public Func<RunnableStream, ISource, Func<bool>, CancellationToken, Task>? BeforeRead { get; set; }

    /// <summary>The stream with the mapping in force.</summary>
    public RunnableStream Runnable(Func<RunMeter, ISource> open) =>
        new(Key, Definition, new CountingMapping(Compile(MappingText), () => Mapped++), meter => new OpenSource(open(meter)));

    public ValueTask<Checkpoint> CheckpointAsync() => Store.Streams.GetCheckpointAsync(Key, CancellationToken.None);

    public ValueTask<FoundCase?> FindAsync(string key) =>
        Store.Cases.GetAsync(Tenant, Protector.IdOf(Definition.Source, key), Everything, CancellationToken.None);

    public async Task<IReadOnlyDictionary<string, string?>> IndexAsync()
    {
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var key in Vendor.Keys)
            if (await FindAsync(key) is { } hit) found[key] = hit.Case.SourceStatus;
        return found;
    }

    public async Task<long> CountAsync() => (await Store.Cases.CountAsync(Tenant, CancellationToken.None)).GetValueOrDefault(Definition.Name);

    /// <summary>The store's own file does not take what is written of cases with this key from now on.</summary>
    public void RefuseInTheFile(string key)
    {
        Assert.Equal(SQLitePCL.raw.SQLITE_OK, SQLitePCL.raw.sqlite3_open(Path.Combine(folder, "index.db"), out var file));
        using (file)
        {
            foreach (var write in new[] { "INSERT", "UPDATE OF content_hash" })
                Assert.Equal(SQLitePCL.raw.SQLITE_OK, SQLitePCL.raw.sqlite3_exec(file, $"CREATE TRIGGER \"refuse {write} {key}\" BEFORE {write} ON cases WHEN new.key = '{key}' BEGIN SELECT raise(ABORT, 'no such case'); END"));
        }
    }

    /// <summary>Another node takes the stream over while the first run goes on.</summary>
    public void TakeOver()
    {
        Store.Streams.ReleaseAsync(new StreamLease(Key, 1, "test"), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        Assert.NotNull(Store.Streams.TryLeaseAsync(Key, "another node", TimeSpan.FromMinutes(1), CancellationToken.None).AsTask().GetAwaiter().GetResult());
    }

    readonly Dictionary<string, IMapping> compiled = new(StringComparer.Ordinal);

    IMapping Compile(string text)
    {
        if (compiled.TryGetValue(text, out var known)) return known;

        var diagnostics = new DiagnosticBag();
        var mapping = MappingCompiler.Compile(new MappingSource("permits.mapping.yaml", text, _ => null), diagnostics);
        Assert.Empty(diagnostics.All);
        return compiled[text] = mapping!;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    sealed class RunnerLog(ListLogger log) : ILogger<StreamRunner>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Log(logLevel, eventId, state, exception, formatter);
    }

    sealed class CountingMapping(IMapping mapping, Action mapped) : IMapping
    {
        public string Name => mapping.Name;

        public string Version => mapping.Version;

        public MappingTarget Target => mapping.Target;

        public RecordFormat Format => mapping.Format;

        public ReadOnlyMemory<byte> Fingerprint => mapping.Fingerprint;

        public IReadOnlyList<MappedCodes> AllCodeTables => mapping.AllCodeTables;

        public MappedFields? Fields => mapping.Fields;

        public bool TryReadKey(SourceRecord record, out string key) => mapping.TryReadKey(record, out key);

        public MappingResult Map(SourceRecord record)
        {
            mapped();
            return mapping.Map(record);
        }
    }
}
