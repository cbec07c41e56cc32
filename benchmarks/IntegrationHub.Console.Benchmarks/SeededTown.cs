using System.Globalization;
using IntegrationHub.Audit;
using IntegrationHub.Faults;
using IntegrationHub.History;
using IntegrationHub.Quarantine;
using IntegrationHub.Storage;
using IntegrationHub.Sync;

namespace IntegrationHub.Console.Benchmarks;

/// <summary>A municipality with many streams, a long history and a full quarantine: the files of its streams, and what its store holds.</summary>
sealed class SeededTown(string folder, int streams, int runs, int held, int auditLines)
{
    const string Mapping = """
        mapping: cases
        version: 1.0.0
        target: case@1
        source:
          system: files
          stream: cases
          format: csv
          csv:
            delimiter: ";"
            header: true
            columns: [Number, Title, Changed]
        timezone: Europe/Stockholm
        identity:
          key: Number
          order: Changed | datetime('yyyy-MM-dd HH:mm')
        fields:
          number: Number
          title: Title
          status: const('received')
          updatedAt: Changed | datetime('yyyy-MM-dd HH:mm')
          confidentiality: const('open')

        """;

    static readonly RunFault Down = new(FaultKind.Unavailable, FaultCodes.ServerError, "https://vendor.example answered with a server error (503).");
    static readonly RunFault Denied = new(FaultKind.Misconfigured, FaultCodes.NotAuthorised, "https://vendor.example does not accept who calls (401). Check password, and whether the account may read this.");

    public static TenantId Tenant { get; } = new("sundby");

    public string StreamFolder => Path.Combine(folder, "streams");

    public static StreamName NameOf(int stream) => new(string.Create(CultureInfo.InvariantCulture, $"stream-{stream:000}"));

    /// <summary>Writes the files of the streams.</summary>
    public void WriteFiles()
    {
        Directory.CreateDirectory(StreamFolder);
        Directory.CreateDirectory(Path.Combine(folder, "drop"));
        File.WriteAllText(Path.Combine(StreamFolder, "cases.mapping.yaml"), Mapping);
        for (var stream = 0; stream < streams; stream++)
        {
            File.WriteAllText(Path.Combine(StreamFolder, $"{NameOf(stream)}.stream.yaml"), $$"""
                stream: {{NameOf(stream)}}
                source: source-{{stream / 5:00}}
                title: System {{stream / 5}}
                adapter: files
                connection:
                  folder: {{Path.Combine(folder, "drop")}}
                  pattern: '*.csv'
                  content: changes
                read:
                  strategy: cursor
                  lookback: 0s
                  settle: 0s
                mapping: cases

                """);
        }
    }

    /// <summary>Fills the store: each stream ran as often, the newest runs lie close together, one in twenty failed. Every run has a course.</summary>
    public async Task FillAsync(IHubStore store, TimeProvider time)
    {
        var none = CancellationToken.None;
        var random = new Random(1);
        var leases = new List<StreamLease>();
        for (var stream = 0; stream < streams; stream++)
            leases.Add(await store.Streams.TryLeaseAsync(KeyOf(stream), "bench", TimeSpan.FromHours(6), none) ?? throw new InvalidOperationException("No lease."));

        var perStream = runs / streams;
        var now = time.GetUtcNow();
        for (var round = 0; round < perStream; round++)
        {
            // A fifth within the last day, the others over a year.
            var before = round >= perStream * 4 / 5 ? TimeSpan.FromDays(1) * ((double)(perStream - round) / (perStream / 5d)) : TimeSpan.FromDays(1) + TimeSpan.FromDays(364) * ((perStream * 4 / 5d - round) / (perStream * 4 / 5d));
            foreach (var lease in leases)
            {
                var began = now - before;
                var run = await store.Streams.BeginRunAsync(lease, RunTrigger.Schedule, RunKind.Changes, began, none);
                var items = Enumerable.Range(0, random.Next(1, 12)).Select(BatchItem (n) => new BatchItem.Skip(string.Create(CultureInfo.InvariantCulture, $"{n}"), began)).ToList();
                await store.Streams.CommitAsync(lease, run, new Batch { Items = items, Checkpoint = Checkpoint.Start with { FirstReadDone = true, Watermark = began }, Progress = new RunProgress(2, 2, 0) }, none);
                var fault = random.Next(20) == 0 ? random.Next(3) == 0 ? Denied : Down : null;
                await store.Streams.EndRunAsync(lease, run, new RunEnd(fault is null ? RunOutcome.Succeeded : RunOutcome.Failed, began + TimeSpan.FromSeconds(random.Next(1, 30)), fault, null) { Course = Course(fault) }, none);
            }
        }

        await HoldAsync(store, leases, now);
        foreach (var lease in leases) await store.Streams.ReleaseAsync(lease, none);
        foreach (var numbers in Enumerable.Range(0, auditLines).Chunk(1000))
            await store.Audit.AppendAsync(Tenant, [.. numbers.Select(n => new AuditLine
            {
                At = now - TimeSpan.FromMinutes(auditLines - n), Caller = "console", Role = "operations", OnBehalfOf = $"person.{n % 7}", Result = n % 10 == 0 ? "asked" : "full",
                Action = n % 10 == 0 ? "stream.run" : "lookup", Stream = n % 10 == 0 ? NameOf(n % streams).Value : null,
            })], none);
    }

    async Task HoldAsync(IHubStore store, List<StreamLease> leases, DateTimeOffset now)
    {
        var ofStream = held / streams;
        for (var stream = 0; stream < streams; stream++)
        {
            var run = await store.Streams.BeginRunAsync(leases[stream], RunTrigger.Schedule, RunKind.Changes, now, CancellationToken.None);
            BatchItem[] items = [.. Enumerable.Range(0, ofStream).Select(n => new BatchItem.Hold(new QuarantineEntry
            {
                Stream = NameOf(stream), Source = KeyOf(stream).Source, Key = $"CASE {stream}-{n}", RawHash = Hash(stream, n, 1), BytesHash = Hash(stream, n, 2), Code = n % 3 == 0 ? "IH3102" : "IH3002", Field = n % 3 == 0 ? "status" : "openedAt",
                Diagnostics = "mappings/cases.mapping.yaml:20:9: error IH3102: status: a code is not in the table; add it to the table", MappingVersion = "1.0.0", Raw = new byte[1500], ReadStartedAt = now,
            }))];
            await store.Streams.CommitAsync(leases[stream], run, new Batch { Items = items, Checkpoint = Checkpoint.Start with { FirstReadDone = true, Watermark = now }, Progress = new RunProgress(1, 1, 0) }, CancellationToken.None);
            await store.Streams.EndRunAsync(leases[stream], run, new RunEnd(stream % 10 == 0 ? RunOutcome.Failed : RunOutcome.Succeeded, now, stream % 10 == 0 ? Down : null, null) { Course = Course(null) }, CancellationToken.None);
        }
    }

    static RunCourse Course(RunFault? fault) => new(
        [.. Enumerable.Range(0, 12).Select(n => new CourseStep { Kind = n % 2 == 0 ? CourseKind.Request : CourseKind.Page, At = TimeSpan.FromMilliseconds(n * 100), Took = TimeSpan.FromMilliseconds(90), Method = "GET", Origin = "https://vendor.example", Status = 200, Code = fault?.Code })], null, []);

    static StreamKey KeyOf(int stream) => new(Tenant, new SourceId(string.Create(CultureInfo.InvariantCulture, $"source-{stream / 5:00}")), NameOf(stream));

    static byte[] Hash(int stream, int n, int what)
    {
        var hash = new byte[16];
        BitConverter.TryWriteBytes(hash, stream);
        BitConverter.TryWriteBytes(hash.AsSpan(4), n);
        BitConverter.TryWriteBytes(hash.AsSpan(8), what);
        return hash;
    }
}
