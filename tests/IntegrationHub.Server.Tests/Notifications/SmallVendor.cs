using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using IntegrationHub.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Server.Tests.Notifications;

/// <summary>A vendor system of our own on the loopback: cases over HTTP, all or one by one. None of the systems that have an adapter sends notifications, so this one stands for those that do.</summary>
sealed class SmallVendor : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentDictionary<string, (int Revision, string Status)> cases = new(StringComparer.Ordinal);

    SmallVendor()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Small vendor" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        app = builder.Build();
        app.Use((http, next) =>
        {
            Asked.Enqueue(http.Request.Path);
            if (!IsDown) return next(http);

            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        app.MapGet("/cases", () => Results.Text($"[{string.Join(',', cases.Select(c => Json(c.Key, c.Value)))}]", "application/json", Encoding.UTF8));
        app.MapGet("/cases/{key}", (string key) => Bad.Contains(key) ? Results.StatusCode(400)
            : cases.TryGetValue(key, out var found) ? Results.Text(Json(key, found), "application/json", Encoding.UTF8) : Results.NotFound());
    }

    /// <summary>What it was asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Whether it answers 503.</summary>
    public bool IsDown { get; set; }

    /// <summary>Cases for which it answers 400.</summary>
    public HashSet<string> Bad { get; } = [];

    public Uri Address { get; private set; } = null!;

    public static async Task<SmallVendor> StartAsync()
    {
        var vendor = new SmallVendor();
        await vendor.app.StartAsync(TestContext.Current.CancellationToken);
        vendor.Address = new Uri(vendor.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
        return vendor;
    }

    public void Put(string key, string status) => cases.AddOrUpdate(key, (1, status), (_, old) => (old.Revision + 1, status));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    static string Json(string key, (int Revision, string Status) found) => $$"""{"id":"{{key}}","rev":{{found.Revision}},"status":"{{found.Status}}"}""";
}

/// <summary>The adapter for it, as somebody outside the hub would write it: everything at once, or one by one.</summary>
sealed class SmallVendorAdapter : IAdapter
{
    public const string Mapping = """
        mapping: cases
        version: 1.0.0
        target: case@1
        source: { system: small, stream: cases, format: json }
        identity: { key: id, order: rev }
        codes:
          status: { map: { open: inProgress, closed: closed }, unknown: quarantine }
        fields:
          title: const('Case')
          status: status | lookup(status)
          statusText: status
          confidentiality: const('open')
        """;

    public AdapterManifest Manifest { get; } = new()
    {
        Name = "small",
        Summary = "Reads the small vendor.",
        Contract = "GET /cases and GET /cases/{key}.",
        Settings = [new AdapterSetting("url", SettingKind.Url, "Where it is.") { Required = true }],
        Strategies = [ReadStrategy.Snapshot],
        ReadsByKey = true,
        PersonalData = [],
    };

    public ISource CreateSource(SourceContext context) => new Source(context);

    sealed class Source(SourceContext context) : ISource, IReadsByKey
    {
        readonly Uri address = new(context.Settings["url"]);

        public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
        {
            using var response = await SendAsync("cases", cancellationToken);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return new SourcePage { Records = [.. document.RootElement.EnumerateArray().Select(e => Record(Encoding.UTF8.GetBytes(e.GetRawText())))] };
        }

        public async ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
        {
            var records = new List<SourceRecord>();
            foreach (var key in keys)
            {
                try
                {
                    using var response = await SendAsync("cases/" + Uri.EscapeDataString(key), cancellationToken);
                    records.Add(Record(await response.Content.ReadAsByteArrayAsync(cancellationToken)));
                }
                catch (Faults.SourceRefusedException e) when (e.Code == Faults.FaultCodes.NotFound)
                {
                    // What it does not know is left out.
                }
            }

            return records;
        }

        async Task<HttpResponseMessage> SendAsync(string path, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path)).AsRead();
            var response = await context.Http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode) return response;

            var status = response.StatusCode;
            response.Dispose();
            throw status == HttpStatusCode.NotFound
                ? new Faults.SourceRefusedException(Faults.FaultCodes.NotFound, "The vendor does not know the case.")
                : new Faults.SourceRefusedException(Faults.FaultCodes.Refused, $"The vendor answered {(int)status}.");
        }

        static SourceRecord Record(byte[] json) => new() { Content = json, Format = RecordFormat.Json };
    }
}
