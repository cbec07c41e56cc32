using IntegrationHub.Idempotency;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Sqlite;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;
using IntegrationHub.Tests.Sync;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.WriteBack;

/// <summary>A hub with one stream whose cases are written to, on a real store, with two nodes and a vendor that plays what is scripted.</summary>
sealed class WrittenTown : IAsyncDisposable
{
    public static readonly Caller Agent = new() { Name = "desk", Role = CallerRole.Agent, OnBehalfOf = "anna.ek" };
    public static readonly Caller Operator = new() { Name = "ops", Role = CallerRole.Operations };

    static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    readonly StandingClock leases = new();

    public SyncFixture Hub { get; private set; } = null!;

    public VendorDesk Desk { get; private set; } = null!;

    public WriteBackOptions Options { get; } = new();

    public HubWriteBacks WriteBacks { get; private set; } = null!;

    public WriteRounds Node { get; private set; } = null!;

    public WriteRounds OtherNode { get; private set; } = null!;

    /// <summary>A node that goes on while one of the others stands still.</summary>
    public WriteRounds AwakeNode { get; private set; } = null!;

    /// <summary>Where the next commands of the first node, or of the other, end: as if its process were killed there.</summary>
    public Queue<WriteMoment?> Kills { get; } = new();

    /// <summary>Whether the stream's file lets writing through.</summary>
    public bool LetsThrough { get; set; } = true;

    public ManualClock Clock => Hub.Clock;

    public StreamDefinition Definition => Hub.Definition;

    public static async Task<WrittenTown> StartAsync(WriteRepeat repeat, int? maxText = null, params string[] cases)
    {
        var town = new WrittenTown();
        town.Hub = await SyncFixture.StartAsync(town.leases);
        town.Desk = new VendorDesk(town.Clock, knowsIds: repeat == WriteRepeat.Always);
        town.Hub.Definition = town.Hub.Definition with
        {
            ReadsByKey = true,
            Reading = town.Hub.Definition.Reading with { Settle = TimeSpan.Zero },
            Writes = new[] { WriteKind.Note, WriteKind.Message, WriteKind.Status, WriteKind.Attach, WriteKind.Create }.ToDictionary(
                kind => kind, kind => new StreamWrite(new WriteCapability(kind, repeat) { MaxText = maxText, Fields = kind == WriteKind.Create ? [new WriteField("service", "What it is about.") { Required = true }] : [] }, new Dictionary<string, string>())),
        };
        foreach (var key in cases.Length == 0 ? ["1", "2"] : cases) town.Hub.Vendor.Put(key);
        Assert.Equal(IntegrationHub.Sync.RunOutcome.Succeeded, (await town.Hub.RunAsync())!.Outcome);
        town.Node = town.NodeCalled("node-1");
        town.OtherNode = town.NodeCalled("node-2");
        town.AwakeNode = town.NodeCalled("node-3");
        var lookup = new LookupKeys(town.Hub.Keys, SyncFixture.Tenant);
        town.WriteBacks = new HubWriteBacks(
            SyncFixture.Tenant, town.Hub.Store, town.Hub.Keys, town.Hub.Protector, lookup, new ProtectedIdentities(town.Hub.Store, SyncFixture.Tenant, town.Hub.Protector, lookup),
            () => DisclosurePolicy.Default([town.Definition.Source]), () => [town.Definition], town.Node, town.Clock, town.Hub.Log);
        return town;
    }

    public CaseId IdOf(string key) => Hub.Protector.IdOf(Definition.Source, key);

    public async Task<WriteCommandId> AskAsync(string text, string key = "1", WriteKind kind = WriteKind.Note) =>
        WriteCommandId.Parse(Assert.IsType<WriteOutcome<WriteAsked>.Written>(await WriteBacks.AskAsync(Agent, IdOf(key), new WriteRequest { Kind = kind, Text = text }, null, CancellationToken.None)).Receipt.Id);

    public async Task<StoredCommand> StoredAsync(WriteCommandId id) => (await Hub.Store.Outbox.GetForOperatorAsync(SyncFixture.Tenant, id, CancellationToken.None))!;

    public async Task<AnswerWrite> ReadAsync(WriteCommandId id) => (await WriteBacks.ReadAsync(Agent, id, "handling", CancellationToken.None))!;

    public async Task<long> VersionAsync(WriteCommandId id) => (await ReadAsync(id)).Version;

    public Task<WriteOutcome<WriteAsked>> DecideAsync(WriteCommandId id, WriteDecision decision, Caller? caller = null) => WriteBacks.DecideAsync(caller ?? Agent, id, decision, CancellationToken.None);

    /// <summary>One look of a node, until what it began has ended.</summary>
    public async Task<TimeSpan> LookAsync(WriteRounds? node = null)
    {
        var wait = await (node ?? Node).LookAsync(CancellationToken.None);
        await (node ?? Node).Sending;
        return wait;
    }

    /// <summary>Both clocks go on, and the first node does what is due, until nothing is on its way or so long has passed.</summary>
    public async Task GoOnAsync(TimeSpan atMost, TimeSpan? step = null)
    {
        var until = Clock.GetUtcNow() + atMost;
        while (true)
        {
            var wait = await LookAsync();
            var queues = await Hub.Store.Outbox.CountAsync(SyncFixture.Tenant, CancellationToken.None);
            if (queues.Values.All(q => q.Waiting == 0) || Clock.GetUtcNow() >= until) return;

            // What waits behind something that waits for a person is not worth many looks.
            var next = wait == Idle ? step ?? TimeSpan.FromMinutes(15) : wait;
            var left = until - Clock.GetUtcNow();
            Pass(next < left ? next : left);
        }
    }

    public void Pass(TimeSpan time)
    {
        leases.Milliseconds += (long)time.TotalMilliseconds;
        Clock.Advance(time);
    }

    /// <summary>A node stands still: its holds run out, and it notices nothing.</summary>
    public void PassForLeasesOnly(TimeSpan time) => leases.Milliseconds += (long)time.TotalMilliseconds;

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    WriteRounds NodeCalled(string name)
    {
        var sender = new WriteSender(Hub.Store.Outbox, new WriteProtector(Hub.Keys, SyncFixture.Tenant), Options, Clock, Hub.Log)
        {
            Watch = moment =>
            {
                lock (Kills)
                {
                    // One that ends nothing is taken off when a command is sent.
                    if (!Kills.TryPeek(out var at) || moment != (at ?? WriteMoment.BeforeMark)) return;

                    Kills.Dequeue();
                    if (at is not null) throw new NodeEndsException();
                }
            },
        };
        return new WriteRounds(SyncFixture.Tenant, Hub.Store, sender, name => LetsThrough && name == Definition.Name ? new WritableStream(Hub.Key, Definition, () => new OpenWriteBack(Desk)) : null, Options, name, Clock, Hub.Log);
    }

    sealed class StandingClock : ILeaseClock
    {
        public string Boot => "boot";

        public long Milliseconds { get; set; } = 1_000_000;
    }
}
