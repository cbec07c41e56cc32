using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Sync;

/// <summary>A hub with the two streams of a windowed vendor: its cases, and the updates feed beside them.</summary>
sealed class WindowedFixture : IAsyncDisposable
{
    const string CaseMapping = """
        mapping: requests
        version: 1.0.0
        target: case@1
        source: { system: permits, stream: requests, format: json }
        identity:
          key: id
          order: rev
        codes:
          status:
            map: { open: inProgress, waiting: waitingForCitizen, closed: closed }
            unknown: quarantine
        fields:
          title: const('Request')
          status: status | lookup(status)
          statusText: status
          openedAt: changed | datetime
          closedAt: closed | datetime
          confidentiality: const('open')
        requireOffset: true
        """;

    const string UpdateMapping = """
        mapping: updates
        version: 1.0.0
        target: event@1
        source: { system: permits, stream: updates, format: json }
        fields:
          caseKey: case
          id: update
          at: at | datetime
          kind: const('statusChanged')
          title: status
          confidentiality: const('open')
        requireOffset: true
        """;

    StreamDefinition cases = null!;

    WindowedFixture(SyncFixture hub) => (Hub, Vendor) = (hub, new WindowedVendor(hub.Clock));

    public SyncFixture Hub { get; }

    public WindowedVendor Vendor { get; }

    public ManualClock Clock => Hub.Clock;

    /// <summary>How the cases are read.</summary>
    public StreamReading Reading
    {
        get => cases.Reading;
        set => cases = cases with { Reading = value };
    }

    /// <summary>What one run may use.</summary>
    public StreamLimits Limits
    {
        set => cases = cases with { Limits = value };
    }

    /// <summary>Whether the records say which of them is newer.</summary>
    public bool Ordered { get; set; } = true;

    public static async Task<WindowedFixture> StartAsync(int days = 10)
    {
        var fixture = new WindowedFixture(await SyncFixture.StartAsync());
        fixture.cases = fixture.Hub.Definition with
        {
            Name = new StreamName("requests"),
            Reading = new StreamReading
            {
                Strategy = ReadStrategy.Windowed,
                From = fixture.Clock.GetUtcNow().AddDays(-days),
                Lookback = TimeSpan.FromMinutes(10),
                Settle = TimeSpan.FromMinutes(1),
            },
        };
        return fixture;
    }

    /// <summary>Runs the stream of cases.</summary>
    public async Task<RunRecord> RunAsync(bool full = false)
    {
        Hub.Definition = cases;
        Hub.MappingText = Ordered ? CaseMapping : CaseMapping.Replace("  order: rev\n", "", StringComparison.Ordinal);
        return (await Hub.RunAsync(_ => Vendor.Open(), full))!;
    }

    /// <summary>Runs the stream of updates.</summary>
    public async Task<RunRecord> RunUpdatesAsync()
    {
        Hub.Definition = cases with { Name = new StreamName("updates") };
        Hub.MappingText = UpdateMapping;
        return (await Hub.RunAsync(_ => Vendor.OpenUpdates()))!;
    }

    public async Task<Checkpoint> CheckpointAsync() => await Hub.Store.Streams.GetCheckpointAsync(new StreamKey(SyncFixture.Tenant, cases.Source, cases.Name), CancellationToken.None);

    public async Task<string?> StatusAsync(string key) => (await Hub.FindAsync(key))?.Case.SourceStatus;

    public async Task<long> CountAsync() => (await Hub.Store.Cases.CountAsync(SyncFixture.Tenant, CancellationToken.None)).GetValueOrDefault(cases.Name);

    /// <summary>The cases that do not stand in the index as the vendor has them.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync()
    {
        var wrong = new List<string>();
        foreach (var request in Vendor.All)
            if (await StatusAsync(request.Key) is var status && status != request.Status) wrong.Add($"{request.Key}: {status ?? "missing"} instead of {request.Status}");
        return wrong;
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
