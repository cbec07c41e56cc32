using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Testing;

/// <summary>An adapter that writes, over the hub's own client, to a scripted vendor.</summary>
internal sealed class WriteScene : IAsyncDisposable
{
    // Of the machine's own clock: a write that hangs ends the test, it does not measure anything.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly AdapterSubject subject;
    readonly IWriteSubject writes;
    readonly HttpClient http;

    WriteScene(AdapterSubject subject, IWritableVendor vendor, ScriptedVendor server, ManualClock clock)
    {
        (this.subject, writes, Vendor, Server, Clock) = (subject, subject.Writes!, vendor, server, clock);
        Settings = ((HttpSubject)subject).Settings(server.Address);
        // Tries again at once what it takes for a read: a write that is marked as one is seen by being repeated.
        http = new OutboundHttp(TimeProvider.System).Create(new OutboundOptions
        {
            Stream = Stream,
            Addresses = subject.Manifest.Settings.Where(s => s.Kind == SettingKind.Url && Settings.ContainsKey(s.Name)).ToDictionary(s => s.Name, s => new Uri(Settings[s.Name]), StringComparer.Ordinal),
            Credentials = [.. subject.Manifest.Settings.Where(s => s.Kind == SettingKind.Secret).Select(s => s.Name)],
            Limits = new StreamLimits { RequestsPerMinute = 1_000_000 },
            Retry = new StreamRetry { Attempts = 3, FirstDelay = TimeSpan.Zero, MaxDelay = TimeSpan.FromMilliseconds(1), BreakerFailures = 1000 },
            Logger = Log,
        });
        Writer = Create();
    }

    public IWritableVendor Vendor { get; }

    public ScriptedVendor Server { get; }

    public ManualClock Clock { get; }

    public ListLogger Log { get; } = new();

    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>What is tried.</summary>
    public IWriteBack Writer { get; }

    /// <summary>The calls that wrote.</summary>
    public int Sent => Server.Calls.Count(Vendor.IsWrite);

    static StreamKey Stream => new(new TenantId("conformance"), new SourceId("conformance"), new StreamName("conformance"));

    public static async Task<WriteScene> StartAsync(AdapterSubject subject)
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero));
        var vendor = subject.Writes!.CreateVendor(clock);
        return new WriteScene(subject, vendor, await ScriptedVendor.StartAsync(clock, vendor.Answer), clock);
    }

    /// <summary>Makes the adapter's writer, as the hub does.</summary>
    /// <param name="kinds">The settings of the kinds; the subject's own unless given.</param>
    public IWriteBack Create(IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>>? kinds = null) => ((IWriteBackAdapter)subject.Adapter).CreateWriteBack(new WriteBackContext
    {
        Stream = Stream,
        Settings = WithDefaults(Settings, subject.Manifest.Settings),
        Kinds = (kinds ?? writes.Kinds).ToDictionary(kind => kind.Key, kind => (IReadOnlyDictionary<string, string>)WithDefaults(kind.Value, SettingsOf(kind.Key))),
        Description = subject.Description,
        Http = http,
        Time = Clock,
        Logger = Log,
    });

    IReadOnlyList<AdapterSetting> SettingsOf(WriteKind kind) => subject.Manifest.Writes.FirstOrDefault(w => w.Kind == kind)?.Settings ?? [];

    /// <summary>A command; each call makes another one.</summary>
    public WriteCommand Command(WriteKind kind, string text, string? subjectLine = null)
    {
        var id = new WriteCommandId(new UInt128(1, (ulong)Interlocked.Increment(ref commands)));
        return writes.Complete(new WriteCommand
        {
            Id = id,
            Kind = kind,
            Key = kind == WriteKind.Create ? null : Vendor.Key,
            Subject = subjectLine,
            Text = text,
            Party = kind == WriteKind.Create ? Canary.Party : null,
            AskedAt = Clock.GetUtcNow(),
        });
    }

    int commands;

    /// <summary>Writes; a writer that never ends fails.</summary>
    public Task<WriteReceipt> WriteAsync(WriteCommand command) => PatientlyAsync(Writer.WriteAsync(command, TestContext.Current.CancellationToken).AsTask());

    /// <summary>Looks a command up.</summary>
    public Task<WriteReceipt?> FindAsync(WriteCommand command) => PatientlyAsync(((ILooksUpWrites)Writer).FindAsync(command, TestContext.Current.CancellationToken).AsTask());

    async Task<T> PatientlyAsync<T>(Task<T> call)
    {
        var patient = call.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        await ((Task)patient).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Server.ScriptFault is { } mistake ? throw new InvalidOperationException("The script of the vendor threw; that is a mistake in the test's subject.", mistake) : await patient;
    }

    static Dictionary<string, string> WithDefaults(IReadOnlyDictionary<string, string> settings, IReadOnlyList<AdapterSetting> described)
    {
        var all = settings.ToDictionary(StringComparer.Ordinal);
        foreach (var setting in described)
            if (setting.Default is { } standard) all.TryAdd(setting.Name, standard);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
    }
}
