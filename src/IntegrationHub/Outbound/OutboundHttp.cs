using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using IntegrationHub.Sync;

namespace IntegrationHub.Outbound;

/// <summary>Makes the clients that adapters call their vendors with. One for the whole hub: it remembers how each vendor system fares.</summary>
internal sealed class OutboundHttp
{
    readonly ConcurrentDictionary<(TenantId Tenant, SourceId Source), VendorLine> lines = new();
    readonly TimeProvider time;
    readonly ResolveHost resolve;
    readonly Func<HttpMessageHandler>? transport;
    readonly ICallWitness? witness;
    readonly Func<HttpMessageHandler, HttpMessageHandler>? around;

    /// <param name="time">The clock of waits, timeouts and budgets.</param>
    /// <param name="resolve">Finds a host's addresses; DNS unless given.</param>
    /// <param name="transport">Carries calls instead of sockets, for tests; nothing checks addresses then but the list of declared ones.</param>
    /// <param name="witness">Sees each try, for a person who tries a stream out; nobody does in a run.</param>
    /// <param name="around">Stands between an adapter and everything else: it sees what the adapter asks, and the answer that it gets. Nobody does in a run.</param>
    public OutboundHttp(TimeProvider time, ResolveHost? resolve = null, Func<HttpMessageHandler>? transport = null, ICallWitness? witness = null, Func<HttpMessageHandler, HttpMessageHandler>? around = null)
    {
        this.witness = witness;
        this.around = around;
        this.time = time;
        this.resolve = resolve ?? Dns.GetHostAddressesAsync;
        this.transport = transport;
    }

    /// <summary>Makes the client for one run of a stream; what it sends is counted by the meter, if one is given. Dispose it after the run.</summary>
    /// <param name="options">Whom it may call.</param>
    /// <param name="meter">Counts what it sends.</param>
    /// <param name="before">Sees each request as the adapter makes it; nobody does unless given.</param>
    public HttpClient Create(OutboundOptions options, RunMeter? meter = null, DelegatingHandler? before = null)
    {
        meter ??= new RunMeter();
        var line = lines.GetOrAdd((options.Stream.Tenant, options.Stream.Source), static (_, time) => new VendorLine(time), time);
        OutboundMetrics.Watch(options.Stream.Tenant, options.Stream.Source, line.Breaker);
        line.Budget.Limit(options.Stream.Stream, options.Limits.RequestsPerMinute);
        foreach (var address in options.Addresses.Values)
            if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback) OutboundLog.NotEncrypted(options.Logger, options.Stream, DeclaredAddresses.OriginOf(address));

        var declared = new DeclaredAddresses(options.Addresses, options.Networks);
        var answers = new AnswerHandler(options, declared, line, meter, time) { InnerHandler = Witnessed(transport?.Invoke() ?? Sockets(options, declared)) };
        var calls = new CallHandler(options, declared, CallPipeline.ForReads(options, line, meter, time), CallPipeline.ForWrites(options, line, meter, time)) { InnerHandler = answers };
        HttpMessageHandler first = around?.Invoke(calls) ?? calls;
        if (before is not null) (before.InnerHandler, first) = (first, before);
        var http = new HttpClient(first) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("IntegrationHub");
        return http;
    }

    /// <summary>How the vendors of a municipality fare, as far as this process has called them.</summary>
    public IReadOnlyList<VendorHealth> HealthOf(TenantId tenant) =>
        [.. lines.Where(line => line.Key.Tenant == tenant).OrderBy(line => line.Key.Source.Value, StringComparer.Ordinal).Select(line => line.Value.HealthOf(line.Key.Source))];

    HttpMessageHandler Witnessed(HttpMessageHandler inner) => witness is null ? inner : new WitnessedHandler(witness) { InnerHandler = inner };

    SocketsHttpHandler Sockets(OutboundOptions options, DeclaredAddresses declared) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Credentials = NtlmSignIn.For(options),
        // A proxy from the environment would connect in the hub's place, to addresses that nobody checked.
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.ConnectTimeout,
        ConnectCallback = new GuardedConnection(declared, resolve).ConnectAsync,
        MaxConnectionsPerServer = 4,
        // In KiB.
        MaxResponseHeadersLength = 32,
        MaxResponseDrainSize = 64 * 1024,
        // DNS may lead elsewhere tomorrow.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        // Trace ids and baggage are the hub's own.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };
}
