using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.Adapters.Files;
using IntegrationHub.AspNetCore;
using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Protection;
using IntegrationHub.Server.Tests.Cli;
using IntegrationHub.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Server.Tests.Operation;

/// <summary>The small hub on disk with its API on a real port of the loopback.</summary>
sealed class HubOverHttp : IAsyncDisposable
{
    readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
    WebApplication app = null!;
    IReadOnlyList<ApiKey> keys = [];

    HubOverHttp()
    {
    }

    public HubOnDisk Disk { get; } = new();

    /// <summary>Where the hub is, without the API's path.</summary>
    public Uri Address => new(http.BaseAddress!.GetLeftPart(UriPartial.Authority));

    /// <summary>The key of this role.</summary>
    public string KeyOf(string role) => keys.Single(k => k.Name == role).Secret;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The hub behind the API.</summary>
    public IHub Hub => app.Services.GetRequiredService<IHub>();

    /// <param name="configure">Sets more of the hub's options.</param>
    /// <param name="specialists">Keys of specialists beside the usual keys, each named like its department.</param>
    public static async Task<HubOverHttp> StartAsync(Action<HubOptions>? configure = null, params IReadOnlyList<string> specialists)
    {
        var hub = new HubOverHttp();
        if (specialists.Count > 0) hub.WriteKeys(specialists);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddIntegrationHub(options =>
            {
                options.Tenant = "sundby";
                options.StreamFolders.Add(hub.Disk.In("streams"));
                options.Keys = KeyRingFile.Read(hub.Disk.KeysFile);
                // What the tests tell of happened on days that do not move, and the clock is the machine's: it would be erased under their hands.
                options.Contacts.KeepFor = TimeSpan.Zero;
                configure?.Invoke(options);
            })
            .UseSqlite(hub.Disk.In("index"))
            .AddAdapter<FilesAdapter>();
        builder.Services.AddIntegrationHubApi(api =>
        {
            api.KeyFile = hub.Disk.In("api-keys.json");
            api.SpecialistDepartments.Add("byggnadsnamnden");
        });
        hub.app = builder.Build();
        hub.app.MapIntegrationHub();
        await hub.app.Services.GetRequiredService<IHub>().StartAsync(CancellationToken.None);
        await hub.app.StartAsync();
        hub.keys = ApiKeyFile.Read(hub.Disk.In("api-keys.json"));
        hub.http.BaseAddress = new Uri(hub.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/api/v1/");
        return hub;
    }

    void WriteKeys(IReadOnlyList<string> specialists) => ApiKeyFile.CreateNew(
        Disk.In("api-keys.json"), [ApiKey.Create("agent", CallerRole.Agent), ApiKey.Create("operations", CallerRole.Operations), .. specialists.Select(department => ApiKey.Create(department, CallerRole.Specialist, [department]))]);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        Disk.Dispose();
    }

    /// <summary>The audit's lines whose action begins so.</summary>
    public async Task<IReadOnlyList<AuditLine>> AuditAsync(string action) =>
        [.. (await app.Services.GetRequiredService<IHubStore>().Audit.ReadAsync(new TenantId("sundby"), 0, 1000, Cancel)).Select(l => l.Line).Where(l => l.Action.StartsWith(action, StringComparison.Ordinal))];

    /// <summary>Runs a stream, that of permits unless another is named, and waits for its end.</summary>
    public async Task RunAsync(string stream = "permits")
    {
        var (started, body) = await SendAsync(HttpMethod.Post, $"streams/{stream}/runs", "operations");
        Assert.Equal(HttpStatusCode.Accepted, started);
        var run = body.GetProperty("run").GetProperty("id").GetInt64();
        while ((await SendAsync(HttpMethod.Get, $"runs/{run}", "operations")).Body.GetProperty("outcome").GetString() == "running") await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
    }

    /// <summary>Asks in somebody's name, with a key of this name.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string role, string? json = null, string? once = null, string person = "anna.ek")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Api-Key", KeyOf(role));
        request.Headers.Add("X-On-Behalf-Of", person);
        request.Headers.Add("X-Purpose", "the citizen calls");
        if (once is not null) request.Headers.Add("Idempotency-Key", once);
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }
}
