using System.Net.Http.Json;
using IntegrationHub.AspNetCore;
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

namespace IntegrationHub.Stores.Benchmarks.LookUps;

/// <summary>A whole hub with its API on the loopback, over the synthetic vendor.</summary>
internal sealed class BenchmarkHub : IAsyncDisposable
{
    static readonly Caller Agent = new() { Name = "agent", Role = CallerRole.Agent, OnBehalfOf = "anna.ek" };
    static readonly StreamName Stream = new("permits");

    readonly string folder = Path.Combine(Path.GetTempPath(), "ihub-lookups-" + Guid.NewGuid().ToString("n"));
    readonly WebApplication app;

    public BenchmarkHub(int cases, string records = "keep")
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
        builder.Services.AddSingleton<IntegrationHub.Sources.IAdapter>(new SyntheticAdapter(cases));
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
        await Hub.StartAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        http.DefaultRequestHeaders.Add("X-Api-Key", ApiKeyFile.Read(Path.Combine(folder, "api-keys.json")).Single(key => key.Name == "agent").Secret);
        http.DefaultRequestHeaders.Add("X-On-Behalf-Of", "anna.ek");
        return http;
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
