using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.Adapters.Files;
using IntegrationHub.AspNetCore;
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

/// <summary>A real hub over a drop folder, and everything that is done with its quarantine done over HTTP.</summary>
public sealed class QuarantineOverHttpTests : IAsyncLifetime
{
    const string Rows = """
        Number;Person;Name;Title;Status;Changed
        P 2026-1;;;Garage på Åsgatan;open;2026-03-02 08:00
        P 2026-2;19121212-1212;Tolvan Tolvansson;A sauna;open;2026-02-30 08:00
        P 2026-3;;;A shed;open;yesterday
        P 2026-4;;;A gate;open;2026-02-31 08:00

        """;

    readonly HubOnDisk disk = new();
    readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
    WebApplication app = null!;
    IReadOnlyList<ApiKey> keys = [];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddIntegrationHub(hub =>
            {
                hub.Tenant = "sundby";
                hub.StreamFolders.Add(disk.In("streams"));
                hub.Keys = KeyRingFile.Read(disk.KeysFile);
            })
            .UseSqlite(disk.In("index"))
            .AddAdapter<FilesAdapter>();
        builder.Services.AddIntegrationHubApi(api =>
        {
            api.KeyFile = disk.In("api-keys.json");
            api.SpecialistDepartments.Add("byggnadsnamnden");
        });
        app = builder.Build();
        app.MapIntegrationHub();
        await app.Services.GetRequiredService<IHub>().StartAsync(CancellationToken.None);
        await app.StartAsync();
        keys = ApiKeyFile.Read(disk.In("api-keys.json"));
        http.BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/api/v1/");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        disk.Dispose();
    }

    [Fact]
    public async Task From_the_group_over_an_edit_a_replay_and_a_discard_to_a_source_that_is_complete_again()
    {
        disk.Drop(Rows);
        await RunAsync();
        Assert.Equal("partial", await CoverageAsync());
        var (_, groups) = await SendAsync(HttpMethod.Get, "quarantine/groups", "operations");
        Assert.Equal(("IH3202", 3), (groups.GetProperty("groups")[0].GetProperty("code").GetString(), groups.GetProperty("groups")[0].GetProperty("count").GetInt32()));
        var (_, list) = await SendAsync(HttpMethod.Get, "quarantine?stream=permits&code=IH3202", "operations");
        var ids = list.GetProperty("records").EnumerateArray().ToDictionary(r => r.GetProperty("key").GetString()!, r => r.GetProperty("id").GetString()!);
        Assert.DoesNotContain("Tolvan", list.GetRawText(), StringComparison.Ordinal);

        // An administrator sees the record, mends it badly, and then well.
        var (_, record) = await SendAsync(HttpMethod.Get, $"quarantine/{ids["P 2026-2"]}/record", "administrator");
        var text = record.GetProperty("text").GetString()!;
        Assert.Equal("P 2026-2;19121212-1212;Tolvan Tolvansson;A sauna;open;2026-02-30 08:00", text);
        var (bad, faults) = await EditAsync(ids["P 2026-2"], record, text.Replace("2026-02-30", "2026-02-31", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "IH7064"), (bad.StatusCode, faults.GetProperty("code").GetString()));
        Assert.Contains("IH3202", faults.GetProperty("errors")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        var (good, stored) = await EditAsync(ids["P 2026-2"], record, text.Replace("2026-02-30", "2026-02-28", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        var (_, opened) = await SendAsync(HttpMethod.Get, $"cases/{stored.GetProperty("case").GetString()}", "agent");
        Assert.Equal(("A sauna", JsonValueKind.String), (opened.GetProperty("case").GetProperty("title").GetString(), opened.GetProperty("case").GetProperty("editedAt").ValueKind));
        Assert.Equal(HttpStatusCode.NotFound, (await EditAsync(ids["P 2026-2"], record, text)).Response.StatusCode);

        // The mapping learns a word for no date; one row of the two comes in, the other is still wrong.
        disk.Write("streams/permits.mapping.yaml", File.ReadAllText(disk.In("streams/permits.mapping.yaml"))
            .Replace("Changed | datetime('yyyy-MM-dd HH:mm')", "if(Changed == 'yesterday', null, Changed | datetime('yyyy-MM-dd HH:mm'))", StringComparison.Ordinal));
        var (_, replayed) = await SendAsync(HttpMethod.Post, "quarantine/replay", "operations", """{"stream":"permits"}""");
        Assert.Equal((2, 1, 1), (replayed.GetProperty("records").GetInt32(), replayed.GetProperty("cameIn").GetInt32(), replayed.GetProperty("stillHeld").GetInt32()));

        // Nobody misses the last one.
        var (_, discarded) = await SendAsync(HttpMethod.Post, $"quarantine/{ids["P 2026-4"]}/discard", "operations", """{"reason":"a test case of the vendor"}""");
        Assert.Equal(1, discarded.GetProperty("discarded").GetInt32());
        Assert.Equal("complete", await CoverageAsync());

        // The same broken row again is no news; the discarded one comes back.
        disk.Drop(Rows + "P 2026-5;;;A door;open;2026-03-05 08:00\n");
        await RunAsync();
        var (_, left) = await SendAsync(HttpMethod.Get, "quarantine", "operations");
        Assert.Equal(["P 2026-4"], left.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("key").GetString()));
        (_, opened) = await SendAsync(HttpMethod.Get, $"cases/{stored.GetProperty("case").GetString()}", "agent");
        Assert.Equal(JsonValueKind.String, opened.GetProperty("case").GetProperty("editedAt").ValueKind);

        var audit = (await app.Services.GetRequiredService<IHubStore>().Audit.ReadAsync(new TenantId("sundby"), 0, 100, Cancel)).Select(l => l.Line).Where(l => l.Action.StartsWith("quarantine", StringComparison.Ordinal)).ToList();
        Assert.Equal(["quarantine.read", "quarantine.edit", "quarantine.replay", "quarantine.discard"], audit.Select(l => l.Action));
        Assert.All(audit, line => Assert.Equal("anna.ek", line.OnBehalfOf));
        Assert.Equal("a test case of the vendor", audit[^1].Purpose);
    }

    async Task RunAsync()
    {
        var (started, body) = await SendAsync(HttpMethod.Post, "streams/permits/runs", "operations");
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var run = body.GetProperty("run").GetProperty("id").GetInt64();
        while ((await SendAsync(HttpMethod.Get, $"runs/{run}", "operations")).Body.GetProperty("outcome").GetString() == "running") await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
    }

    async Task<string?> CoverageAsync() =>
        (await SendAsync(HttpMethod.Get, "streams", "operations")).Body.GetProperty("streams")[0].GetProperty("coverage").GetProperty("state").GetString();

    Task<(HttpResponseMessage Response, JsonElement Body)> EditAsync(string id, JsonElement record, string text) =>
        SendAsync(HttpMethod.Put, $"quarantine/{id}/record", "administrator", JsonSerializer.Serialize(new { text, version = record.GetProperty("version").GetString(), purpose = "the vendor confirmed the date" }));

    async Task<(HttpResponseMessage Response, JsonElement Body)> SendAsync(HttpMethod method, string path, string role, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Api-Key", keys.Single(k => k.Name == role).Secret);
        request.Headers.Add("X-On-Behalf-Of", "anna.ek");
        request.Headers.Add("X-Purpose", "the date is none");
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        var response = await http.SendAsync(request, Cancel);
        return (response, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }
}
