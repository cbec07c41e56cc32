using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationHub.AspNetCore;
using IntegrationHub.Configuration;
using IntegrationHub.Hosting;
using IntegrationHub.Notifications;
using IntegrationHub.Protection;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Storage;
using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Server.Tests.Notifications;

/// <summary>A hub as an application has it, over the small vendor: SQLite, the HTTP API on a port of the loopback, and no schedule, so that what comes in was told of.</summary>
sealed class NotifiedHub : IAsyncDisposable
{
    public static readonly StreamName Cases = new("cases");

    const string Authorization = "Bearer zgw-hub-000000000001";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly WebApplication app;
    readonly bool ownsFolder;
    int sent;

    NotifiedHub(SmallVendor vendor, string folder, bool ownsFolder, KeyRing keys)
    {
        (Vendor, Folder, Keys, this.ownsFolder) = (vendor, folder, keys, ownsFolder);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddRouting();
        builder.Services.AddIntegrationHub(hub =>
            {
                hub.Tenant = "sundby";
                hub.Keys = keys;
                hub.StreamFolders.Add(Path.Combine(folder, "streams"));
                hub.Settings = new Settings(Secrets, vendor.Address.ToString());
            })
            .UseSqlite(Path.Combine(folder, "index"))
            .AddAdapter<SmallVendorAdapter>();
        builder.Services.AddIntegrationHubApi(api =>
        {
            api.KeyFile = Path.Combine(folder, "api-keys.json");
            api.SpecialistDepartments.Add("byggnadsnamnden");
        });
        app = builder.Build();
        app.MapIntegrationHub();
    }

    public SmallVendor Vendor { get; }

    public string Folder { get; }

    public KeyRing Keys { get; }

    /// <summary>The secrets by name; a test may change them.</summary>
    public ConcurrentDictionary<string, string> Secrets { get; } = new() { ["HOOK"] = SignedDelivery.Secret, ["HOOK_NEXT"] = SignedDelivery.OtherSecret, ["ZGW"] = Authorization };

    public LogLines Log { get; } = new();

    public HttpClient Http { get; } = new();

    public IHub Hub => app.Services.GetRequiredService<IHub>();

    public IHubStore Store => app.Services.GetRequiredService<IHubStore>();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts it.</summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="notify">What the stream file says under <c>notify</c>.</param>
    public static async Task<NotifiedHub> StartAsync(SmallVendor vendor, string notify = """kind: standard-webhooks, secrets: ["${secret:HOOK}"], key: data.id, gather: 0s""")
    {
        var folder = Directory.CreateTempSubdirectory("ihub-hook-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "streams"));
        await File.WriteAllTextAsync(Path.Combine(folder, "streams", "cases.mapping.yaml"), SmallVendorAdapter.Mapping, Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "streams", "cases.stream.yaml"), $$"""
            stream: cases
            source: small
            adapter: small
            mapping: cases
            connection: { url: "${VENDOR}" }
            read: { strategy: snapshot, settle: 0s }
            retry: { attempts: 1 }
            limits: { requestsPerMinute: 1000000 }
            notify: { {{notify}} }
            """, Stop);
        return await StartAsync(vendor, folder, ownsFolder: true, KeyRing.Create());
    }

    /// <summary>Copies what is on the disk now and starts another hub on it: what a process finds whose predecessor was killed at this moment. The marks of living processes die with them.</summary>
    public async Task<NotifiedHub> AfterAKillAsync()
    {
        var copy = Directory.CreateTempSubdirectory("ihub-hook-").FullName;
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(f)) != "alive"))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return await StartAsync(Vendor, copy, ownsFolder: true, Keys);
    }

    /// <summary>Sends a signed notification, as the vendor does.</summary>
    public Task<HttpResponseMessage> TellAsync(string key, string? id = null, string secret = SignedDelivery.Secret, DateTimeOffset? at = null) =>
        SendAsync(SignedDelivery.Of($$$"""{"type":"case.updated","data":{"id":"{{{key}}}"}}""", at ?? TimeProvider.System.GetUtcNow(), id ?? $"msg_{Interlocked.Increment(ref sent)}"), secret);

    public async Task<HttpResponseMessage> SendAsync(SignedDelivery delivery, string secret = SignedDelivery.Secret, string? signature = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/cases") { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", delivery.Timestamp);
        request.Headers.Add("webhook-signature", signature ?? delivery.SignatureWith(secret));
        return await Http.SendAsync(request, Stop);
    }

    /// <summary>Sends what a Dutch notification component sends.</summary>
    public async Task<HttpResponseMessage> SendZgwAsync(string json, string? authorization = Authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/cases") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await Http.SendAsync(request, Stop);
    }

    public async Task<(HttpResponseMessage Response, JsonElement Body)> ApiAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Api-Key", ApiKeyFile.Read(Path.Combine(Folder, "api-keys.json")).Single(k => k.Name == "operations").Secret);
        request.Headers.Add("X-On-Behalf-Of", "anna.ek");
        var response = await Http.SendAsync(request, Stop);
        return (response, response.Content.Headers.ContentType?.MediaType == "text/plain" ? default : await response.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }

    public async Task<NotificationQueue> QueueAsync() => (await Hub.GetStreamsAsync(Stop)).Single().Notifications!;

    public async Task<long> CountAsync() => (await Store.Cases.CountAsync(Hub.Tenant, Stop)).GetValueOrDefault(Cases);

    /// <summary>The case's word for its status; null when it is not in the index.</summary>
    public async Task<string?> StatusAsync(string key)
    {
        var everything = new Disclosure.AccessFilter([new Disclosure.AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);
        return (await Store.Cases.GetAsync(Hub.Tenant, new CaseProtector(Keys, Hub.Tenant).IdOf(new SourceId("small"), key), everything, Stop))?.Case.SourceStatus;
    }

    /// <summary>Waits until it is so; fails when it takes longer than anything here may take.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        if (ownsFolder) Directory.Delete(Folder, recursive: true);
    }

    static async Task<NotifiedHub> StartAsync(SmallVendor vendor, string folder, bool ownsFolder, KeyRing keys)
    {
        var hub = new NotifiedHub(vendor, folder, ownsFolder, keys);
        await hub.Hub.StartAsync(Stop);
        await hub.app.StartAsync(Stop);
        hub.Http.BaseAddress = new Uri(hub.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return hub;
    }

    sealed class Settings(ConcurrentDictionary<string, string> secrets, string vendor) : ISettingSource
    {
        public string? FindSetting(string name) => name switch { "VENDOR" => vendor, "ZAKEN" => vendor, _ => null };

        public string? FindSecret(string name) => secrets.GetValueOrDefault(name);
    }
}
