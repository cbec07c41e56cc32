using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;
using IntegrationHub.Mapping;
using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Workshop.Recording;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Workshop.Live;

/// <summary>A stream that is tried out: read through its real adapter, with its limits and hosts, and written nowhere.</summary>
public sealed class LiveStream
{
    static readonly TenantId Tenant = new("workshop");

    readonly IAdapter adapter;
    readonly ISettingSource settings;
    readonly TimeProvider time;

    /// <param name="file">The stream file.</param>
    /// <param name="adapter">Its adapter.</param>
    /// <param name="mapping">Its mapping; null when nothing is mapped.</param>
    /// <param name="settings">Where settings and secrets come from.</param>
    /// <param name="time">The clock.</param>
    public LiveStream(StreamFile file, IAdapter adapter, IMapping? mapping, ISettingSource settings, TimeProvider time) =>
        (File, this.adapter, Mapping, this.settings, this.time) = (file, adapter, mapping, settings, time);

    /// <summary>The stream file.</summary>
    public StreamFile File { get; }

    /// <summary>The mapping; null when nothing is mapped.</summary>
    public IMapping? Mapping { get; }

    /// <summary>Keeps what is asked and answered; null when nobody does.</summary>
    internal ExchangeBook? Book { get; init; }

    /// <summary>Carries calls instead of a network; null for the network.</summary>
    internal Func<HttpMessageHandler>? Transport { get; init; }

    /// <summary>The same stream, whose calls are kept in a book.</summary>
    internal LiveStream KeptIn(ExchangeBook book) => new(File, adapter, Mapping, settings, time) { Book = book, Transport = Transport };

    /// <summary>The same stream, whose calls are answered by stub files. No secret is looked up, and nothing leaves this machine.</summary>
    /// <param name="stubs">The stub files.</param>
    public LiveStream AnsweredBy(RecordedFolder stubs)
    {
        ArgumentNullException.ThrowIfNull(stubs);

        return new(stubs.Placed(File), adapter, Mapping, new StubSettings(settings), time) { Book = Book, Transport = () => new StubTransport(stubs.Stubs, time) };
    }

    /// <summary>Whether its adapter calls an address: others read from this machine or ask a database.</summary>
    public bool CallsOverHttp => File.Adapter.Settings.Any(s => s.Kind == SettingKind.Url);

    /// <summary>Headers of answers that the stream file names, because its adapter reads them.</summary>
    internal IReadOnlyList<string> HeadersRead => File.Definition.Description?.AnswerHeaders ?? [];

    /// <summary>The settings as they are now; null, and errors, when one has no value or a wrong one.</summary>
    internal ResolvedConnection? Resolve(DiagnosticBag diagnostics) => new SettingResolver(settings).Resolve(File, diagnostics);

    /// <summary>Reads so many pages, as the first run of the stream would, and hands each over as it comes. A fault of the source is part of the answer.</summary>
    /// <param name="ask">How much.</param>
    /// <param name="take">Takes each page.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when it went well; otherwise what went wrong, and the calls that were made for the page that did not come.</returns>
    public async Task<LiveFault?> ReadAsync(LiveAsk ask, Action<LivePage> take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(take);

        var connection = Resolve(new DiagnosticBag());
        var witness = new CallBook(new RedactedAddress(connection?.Values.Values.Where(v => v.IsSecret).Select(v => v.Reveal()) ?? []));
        try
        {
            var opener = new StreamOpener(new OutboundHttp(time, transport: Transport, witness: witness, around: Book is null ? null : Book.Around), new SettingResolver(settings), time, NullLoggerFactory.Instance);
            await using var open = opener.Open(File, adapter, new StreamKey(Tenant, File.Definition.Source, File.Definition.Name), null);
            var course = new ReadCourse(Plan(ask), File.Definition.Reading with { PageSize = Math.Min(ask.Records, File.Definition.Reading.PageSize) }, null);
            var (pages, records) = (0, 0);
            while (course.Next is { } request && pages < ask.Pages && records < ask.Records)
            {
                var page = await open.Source.ReadPageAsync(request, cancellationToken);
                course.Take(page);
                pages++;
                var kept = page.Records.Take(ask.Records - records).ToList();
                records += kept.Count;
                take(new LivePage(request, page, kept, witness.Take(), course.Next is null));
            }

            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            var named = RunFaults.Of(fault);
            return new LiveFault(named.Code, named.Message, witness.Take());
        }
    }

    // What has changed of late says most of what is there now; a source that is read by windows is read in one.
    ReadPlan Plan(LiveAsk ask)
    {
        var now = time.GetUtcNow();
        var reading = File.Definition.Reading;
        var since = ask.Since is { } span ? now - span : reading.Strategy == ReadStrategy.Windowed ? now - reading.Window.Max : reading.From;
        var read = new UnfinishedRead { StartedAt = now, ChangedAfter = since, ChangedUntil = now - reading.Settle };
        return new ReadPlan(RunKind.Changes, read, Position: null, Resumed: false) { OpenEnd = reading.Strategy != ReadStrategy.Cursor };
    }
}

/// <summary>How much of a live system is read.</summary>
/// <param name="Pages">At most so many pages.</param>
/// <param name="Records">At most so many records.</param>
/// <param name="Since">What changed since so long ago; null for what the first run of the stream reads.</param>
public sealed record LiveAsk(int Pages, int Records, TimeSpan? Since = null);

/// <summary>A page that came.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Page">What came.</param>
/// <param name="Records">Its records, as many as were wanted.</param>
/// <param name="Calls">The calls that it took.</param>
/// <param name="IsLast">Whether the source said, or the read found, that nothing follows.</param>
public sealed record LivePage(PageRequest Request, SourcePage Page, IReadOnlyList<SourceRecord> Records, IReadOnlyList<SeenCall> Calls, bool IsLast);

/// <summary>A call to the vendor, without secrets and without what could be a person's.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Address">Where to, redacted.</param>
/// <param name="Status">The status of the answer; null when none came.</param>
/// <param name="Type">The media type of the answer.</param>
public sealed record SeenCall(string Method, string Address, int? Status, string? Type);

/// <summary>Why a page did not come.</summary>
/// <param name="Code">The code of the fault.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Calls">The calls that were made for it.</param>
public sealed record LiveFault(string Code, string Message, IReadOnlyList<SeenCall> Calls);

/// <summary>Writes calls down as they are made.</summary>
internal sealed class CallBook(RedactedAddress redacted) : ICallWitness
{
    readonly List<SeenCall> calls = [];
    readonly Lock gate = new();

    public void Answered(HttpRequestMessage request, int status, string? type) => Add(new SeenCall(request.Method.Method, redacted.Of(request.RequestUri), status, type));

    public void Failed(HttpRequestMessage request) => Add(new SeenCall(request.Method.Method, redacted.Of(request.RequestUri), null, null));

    /// <summary>The calls since the last time.</summary>
    public IReadOnlyList<SeenCall> Take()
    {
        lock (gate)
        {
            SeenCall[] taken = [.. calls];
            calls.Clear();
            return taken;
        }
    }

    void Add(SeenCall call)
    {
        lock (gate) calls.Add(call);
    }
}
