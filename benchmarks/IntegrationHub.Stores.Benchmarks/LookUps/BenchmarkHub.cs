using System.Net.Http.Json;
using IntegrationHub.AspNetCore;
using IntegrationHub.Client;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Remapping;
using IntegrationHub.Sync;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Stores.Benchmarks.LookUps;

/// <summary>A whole hub with its API on the loopback, over the synthetic vendor.</summary>
internal sealed class BenchmarkHub : IAsyncDisposable
{
    static readonly Caller Agent = new() { Name = "agent", Role = CallerRole.Agent, OnBehalfOf = "anna.ek" };
    static readonly StreamName Stream = new("permits");

    readonly string folder = Path.Combine(Path.GetTempPath(), "ihub-lookups-" + Guid.NewGuid().ToString("n"));
    readonly WebApplication app;

    /// <param name="cases">How many cases it is filled with.</param>
    /// <param name="records">Whether records are kept.</param>
    /// <param name="busy">How many people have many cases each.</param>
    public BenchmarkHub(int cases, string records = "keep", int busy = 0)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "permits.stream.yaml"), $"""
            stream: permits
            source: synthetic
            title: Permits
            adapter: synthetic
            mapping: permits
            records: {records}
            read:
              strategy: cursor
              settle: 0s

            """);
        File.WriteAllText(Path.Combine(folder, "permits.mapping.yaml"), """
            mapping: permits
            version: 1.0.0
            target: case@1
            requireOffset: true
            source:
              system: synthetic
              stream: permits
              format: json
            identity:
              key: id
              order: order | int
            codes:
              status:
                map: { open: inProgress }
            fields:
              number: number
              title: title
              summary: text
              status: status | lookup(status)
              department: const('byggnadsnamnden')
              updatedAt: changed | datetime
              confidentiality: const('open')
              location.address: address
            lists:
              parties:
                each: person | toList
                fields:
                  role: const('applicant')
                  personalNumber: it
                  name: root.name
                  phone: root.phone
                  email: root.email
                  address: root.address

            """);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services
            .AddIntegrationHub(hub =>
            {
                hub.Tenant = "bench";
                hub.Keys = KeyRing.Create();
                hub.StreamFolders.Add(folder);
            })
            .UseSqlite(Path.Combine(folder, "index"));
        builder.Services.AddSingleton<IntegrationHub.Sources.IAdapter>(new SyntheticAdapter(cases, busy));
        builder.Services.AddIntegrationHubApi(api =>
        {
            api.KeyFile = Path.Combine(folder, "api-keys.json");
            api.SpecialistDepartments.Add("byggnadsnamnden");
        });
        app = builder.Build();
        app.MapIntegrationHub();
        Hub = app.Services.GetRequiredService<IHub>();
    }

    public IHub Hub { get; }

    public long Bytes => new DirectoryInfo(Path.Combine(folder, "index")).GetFiles().Sum(file => file.Length);

    public async Task<HttpClient> ListenAsync(CancellationToken cancellationToken)
    {
        var (address, key) = await StartAsync(cancellationToken);
        var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        http.DefaultRequestHeaders.Add("X-On-Behalf-Of", "anna.ek");
        return http;
    }

    /// <summary>A desk of the contact centre, on the typed client.</summary>
    public async Task<HubDesk> OpenDeskAsync(CancellationToken cancellationToken)
    {
        var (address, key) = await StartAsync(cancellationToken);
        return new HubClient(new HttpClient(), Options.Create(new HubClientOptions { BaseAddress = address, ApiKey = key })).For("anna.ek");
    }

    async Task<(Uri Address, string Key)> StartAsync(CancellationToken cancellationToken)
    {
        await Hub.StartAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        return (new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), ApiKeyFile.Read(Path.Combine(folder, "api-keys.json")).Single(key => key.Name == "agent").Secret);
    }

    /// <summary>Fills the index from the source, and says how long it took.</summary>
    public async Task FillAsync(int cases, Action<FormattableString> say, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var filled = await RunAsync(cancellationToken);
        if (filled is not { Counters.Quarantined: 0 } || filled.Counters.Written != cases) throw new InvalidOperationException($"The index was not filled: {filled?.Outcome} {filled?.Fault?.Message} {filled?.Counters}.");
        say($"{cases:n0} cases, {Bytes / 1e6:n0} MB, filled in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:n0} s");
    }

    /// <summary>Does something while a run writes without end, and says how much it wrote.</summary>
    public async Task BesideARunAsync(Func<Task> work, Action<FormattableString> say)
    {
        using var stop = new CancellationTokenSource();
        var written = 0L;
        var began = TimeProvider.System.GetTimestamp();
        var writing = Task.Run(async () =>
        {
            // Each read of everything finds everything changed; a run that is stopped keeps what it has committed.
            while (!stop.IsCancellationRequested)
                if (await RunAsync(stop.Token) is { } run) written += run.Counters.Written;
        });
        await work();
        await stop.CancelAsync();
        try
        {
            await writing;
        }
        catch (OperationCanceledException)
        {
            // It was between two runs.
        }

        say($"the run wrote {written:n0} cases beside it, {written / TimeProvider.System.GetElapsedTime(began).TotalSeconds:n0} a second");
    }

    /// <summary>Changes a text of the mapping.</summary>
    public void Change(string from, string to)
    {
        var file = Path.Combine(folder, "permits.mapping.yaml");
        var text = File.ReadAllText(file);
        if (!text.Contains(from, StringComparison.Ordinal)) throw new ArgumentException($"The mapping does not hold '{from}'.", nameof(from));
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Maps what is stored again.</summary>
    public Task<RemapProgress?> RemapAsync(CancellationToken cancellationToken) =>
        Hub.Remapping.RemapAsync(Agent with { Role = CallerRole.Operations }, Stream, told: null, cancellationToken);

    /// <summary>Reads the source once; null when it was stopped.</summary>
    public Task<RunRecord?> RunAsync(CancellationToken cancellationToken) => Hub.RunAsync(Stream, RunTrigger.Manual, cancellationToken);

    /// <summary>Looks a person up, who must be found.</summary>
    public static async Task LookUpAsync(HttpClient http, string person, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync("/api/v1/lookups", new { by = "person", value = person, purpose = "a measurement" }, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode || !answer.Contains("\"full\"", StringComparison.Ordinal)) throw new InvalidOperationException($"The look-up found nobody: {(int)response.StatusCode}.");
    }

    /// <summary>The same without HTTP.</summary>
    public async Task LookUpAsync(string person, CancellationToken cancellationToken)
    {
        var answer = await Hub.LookUpAsync(Agent, new LookupRequest(LookupBy.Person, person, "a measurement"), cancellationToken);
        if (!answer.Full.Any()) throw new InvalidOperationException("The look-up found nobody.");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
