using System.Globalization;
using System.Text;
using IntegrationHub.Adapters.Files;
using IntegrationHub.AspNetCore;
using IntegrationHub.Configuration;
using IntegrationHub.EndToEnd.Tests.BadInput;
using IntegrationHub.Hosting;
using IntegrationHub.OpenTelemetry;
using IntegrationHub.Protection;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelMunicipality.Vendors.ByggR;

namespace IntegrationHub.EndToEnd.Tests.Canaries;

/// <summary>A hub with its API over a vendor and a drop folder, in whose records everybody is the canary; it keeps everything that comes out where no person belongs.</summary>
sealed class CanaryTown : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("ihub-canary-").FullName;
    readonly HostileVendor vendor;
    readonly ManualClock clock;
    readonly WebApplication app;
    readonly List<string> addresses = [];
    readonly List<string> problems = [];
    IReadOnlyList<ApiKey> keys = [];
    int files;

    CanaryTown(HostileVendor vendor, ManualClock clock, Action<OtlpOptions>? otlp)
    {
        (this.vendor, this.clock) = (vendor, clock);
        Directory.CreateDirectory(Drop);
        CanaryFiles.Write(Path.Combine(folder, "mappings"));
        Mend();

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddRouting().AddSingleton<TimeProvider>(clock);
        var hubBuilder = builder.Services
            .AddIntegrationHub(hub =>
            {
                hub.Tenant = "gulby";
                hub.Keys = KeyRing.Create();
                hub.StreamFolders.Add(Path.Combine(folder, "mappings"));
                hub.Settings = new TownSettings(vendor.Address.ToString(), Drop);
                hub.HandOvers.Units = new Dictionary<string, string> { ["contactCentre"] = "Contact centre", ["tekniska"] = "Tekniska" };
            })
            .UseSqlite(Path.Combine(folder, "index"))
            .AddAdapter<ByggRWithKey>()
            .AddAdapter<FilesAdapter>();
        if (otlp is not null) hubBuilder.UseOtlp(otlp);
        builder.Services.AddIntegrationHubApi(api =>
        {
            api.KeyFile = Path.Combine(folder, "api-keys.json");
            api.SpecialistDepartments.Add("tekniska");
        });
        app = builder.Build();
        app.MapIntegrationHub();
    }

    public TownLog Log { get; } = new();

    public Traced Traces { get; } = new("tenant", "gulby");

    public HttpClient Http { get; } = new();

    string Drop => Path.Combine(folder, "drop");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<CanaryTown> StartAsync(Action<OtlpOptions>? otlp = null)
    {
        var clock = new ManualClock();
        var options = new ByggROptions { Cases = 20, Base = clock.GetUtcNow() - TimeSpan.FromMinutes(10), ChangeEvery = TimeSpan.FromMinutes(10), BatchSize = 7 };
        var town = new CanaryTown(await HostileVendor.StartAsync(new ByggRStandIn(new ModelMunicipality.Town.Town(1), options, clock)), clock, otlp);
        await town.app.Services.GetRequiredService<IHub>().StartAsync(Stop);
        await town.app.StartAsync(Stop);
        town.keys = ApiKeyFile.Read(Path.Combine(town.folder, "api-keys.json"));
        town.Http.BaseAddress = new Uri(town.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return town;
    }

    /// <summary>From now on the vendor answers honestly, and everybody in its answers is the canary.</summary>
    public void Mend() => Vendor(async (http, next) =>
    {
        var text = CanaryFiles.Planted(await HostileVendor.HonestAsync(http, next));
        http.Response.ContentLength = null;
        await http.Response.WriteAsync(text, http.RequestAborted);
    });

    /// <summary>From now on the vendor answers like this.</summary>
    public void Vendor(Func<HttpContext, RequestDelegate, Task> answer) => vendor.Answer((http, next) =>
    {
        lock (addresses) addresses.Add($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        Assert.Equal($"Key {Canary.Secret}", http.Request.Headers.Authorization);
        return answer(http, next);
    });

    /// <summary>The same with a status, a type and a text.</summary>
    public void Vendor(int status, string contentType, string text, string? location = null) => Vendor(async (http, _) =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        if (location is not null) http.Response.Headers.Location = location;
        if (status >= 500) http.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = Canary.Name;
        await http.Response.WriteAsync(text, http.RequestAborted);
    });

    /// <summary>Puts a file into the drop folder that is old enough to be whole.</summary>
    public void DropFile(params string[] rows)
    {
        var file = Path.Combine(Drop, string.Create(CultureInfo.InvariantCulture, $"errands-{++files:000}.csv"));
        File.WriteAllText(file, string.Join("\r\n", [CanaryFiles.Header, .. rows, ""]), Encoding.UTF8);
        File.SetLastWriteTimeUtc(file, clock.GetUtcNow().UtcDateTime - TimeSpan.FromMinutes(1));
    }

    /// <summary>Lets an hour pass and runs both streams; tells the runs as the history has them.</summary>
    public async Task<IReadOnlyList<RunRecord>> HourAsync()
    {
        clock.Advance(TimeSpan.FromHours(1));
        var hub = app.Services.GetRequiredService<IHub>();
        return [(await hub.RunAsync(new StreamName("building-permits"), RunTrigger.Schedule, Stop))!, (await hub.RunAsync(new StreamName("errands"), RunTrigger.Schedule, Stop))!];
    }

    /// <summary>Lets so much time pass.</summary>
    public void Pass(TimeSpan time) => clock.Advance(time);

    /// <summary>When it is in the town, as the errands' system writes it.</summary>
    public string Now => clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Asks the API and keeps the answer when it is no success; of a success only the status is kept.</summary>
    public async Task<(int Status, string Body)> AskAsync(HttpMethod method, string path, string role = "agent", string? json = null, string? person = Canary.Handler, string? purpose = Canary.Purpose, string? key = null, string? once = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("X-Api-Key", key ?? keys.Single(k => k.Name == role).Secret);
        if (person is not null) request.Headers.TryAddWithoutValidation("X-On-Behalf-Of", person);
        if (purpose is not null) request.Headers.TryAddWithoutValidation("X-Purpose", purpose);
        if (once is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", once);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request, Stop);
        var body = await response.Content.ReadAsStringAsync(Stop);
        if (!response.IsSuccessStatusCode) problems.Add($"{(int)response.StatusCode} {response.Headers} {body}");
        return ((int)response.StatusCode, body);
    }

    /// <summary>The keys of the applications.</summary>
    public IEnumerable<string> Secrets => keys.Select(key => key.Secret);

    /// <summary>Everything that came out where no person belongs, by place.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ComeOutAsync() => new Dictionary<string, string>
    {
        ["log"] = string.Join('\n', Log.Lines.Select(line => line.Text)),
        ["addresses that the vendor saw"] = string.Join('\n', addresses),
        ["problems of the API"] = string.Join('\n', problems),
        ["metrics"] = (await AskAsync(HttpMethod.Get, "/metrics", "operations")).Body,
        ["traces"] = Traces.All,
        ["streams and run history"] = (await AskAsync(HttpMethod.Get, "/api/v1/streams", "operations")).Body,
        ["quarantine"] = (await AskAsync(HttpMethod.Get, "/api/v1/quarantine?limit=500", "operations")).Body,
        ["outbox"] = (await AskAsync(HttpMethod.Get, "/api/v1/outbox", "operations")).Body + (await AskAsync(HttpMethod.Get, "/api/v1/outbox/commands?state=dead&limit=500", "operations")).Body
            + (await AskAsync(HttpMethod.Get, "/api/v1/outbox/commands?state=waiting&limit=500", "operations")).Body,
        ["description"] = (await AskAsync(HttpMethod.Get, "/openapi/v1.json")).Body,
        ["names of files"] = string.Join('\n', Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path))),
    };

    /// <summary>Searches all of it, and the files of index and audit.</summary>
    public async Task<CanarySearch> SearchAsync()
    {
        // What people wrote stands in no file in the clear either, whatever it is about.
        var search = new CanarySearch([.. Secrets, CanaryPeople.Written]);
        foreach (var (place, text) in await ComeOutAsync()) search.In(place, text);
        return await search.InStoredFilesAsync(Path.Combine(folder, "index"), Stop);
    }

    /// <summary>Ends the application, as an operator does.</summary>
    public async Task EndAsync()
    {
        await app.StopAsync(Stop);
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Traces.Dispose();
        await app.DisposeAsync();
        await vendor.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    sealed class TownSettings(string permits, string drop) : ISettingSource
    {
        public string? FindSetting(string name) => name switch { "BYGGR_URL" => permits, "DROP" => drop, _ => null };

        public string? FindSecret(string name) => name == "BYGGR_KEY" ? Canary.Secret : null;
    }
}
