using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.AspNetCore;
using IntegrationHub.Audit;
using IntegrationHub.Installation;
using IntegrationHub.Protection;
using IntegrationHub.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Server.Tests.Servers;

/// <summary>A server with the hubs of two municipalities, which have the same streams, the same case numbers and other people: the server itself, on a port of the loopback.</summary>
sealed class TwoTowns : IAsyncDisposable
{
    public const string Sundby = "sundby";
    public const string Norrby = "norrby";

    const string Mapping = """
        mapping: permits
        version: 1.0.0
        target: case@1
        source:
          system: permits
          stream: permits
          format: csv
          csv: { delimiter: ";", header: true, columns: [Number, Title, Changed] }
        timezone: Europe/Stockholm
        identity: { key: Number, order: Changed | datetime('yyyy-MM-dd HH:mm') }
        fields:
          number: Number
          title: Title
          status: const('inProgress')
          confidentiality: const('open')

        """;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ihub-server-");
    ServerPlan? plan;
    ServerProcess? server;

    public TwoTowns()
    {
        foreach (var town in new[] { Sundby, Norrby })
        {
            Write($"{town}/hub.yaml", $"tenant: {town}\nname: {town} kommun\ntimezone: Europe/Stockholm\ndata: index\nkeys: hub.keys\nstreams: [streams]\n");
            Write($"{town}/streams/permits.mapping.yaml", Mapping);
            Write($"{town}/streams/permits.stream.yaml", $$"""
                stream: permits
                source: permits
                title: Building permits
                adapter: files
                mapping: permits
                connection: { folder: "${DROP}", content: changes, settled: 0s }
                schedule: { every: 1h }
                read: { strategy: cursor, lookback: 0s, settle: 0s }

                """);
            Write($"{town}/drop/1.csv", $"Number;Title;Changed\nP 2026-1;A garage in {town};2026-03-02 08:00\n");
            KeyRingFile.CreateNew(In($"{town}/hub.keys"));
            Settings[$"Hubs:{town}:File"] = $"{town}/hub.yaml";
            Settings[$"Hubs:{town}:Hosts:0"] = HostOf(town);
            Settings[$"Hubs:{town}:SpecialistDepartments:0"] = "byggnadsnamnden";
            Settings[$"Hubs:{town}:Values:DROP"] = In($"{town}/drop");
        }

        Settings["Listen"] = "http://127.0.0.1:0";
        Settings["Logging:LogLevel:Default"] = "Critical";
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    }

    /// <summary>What the server is told; relative paths are in the folder.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    public HttpClient Http { get; }

    public Uri Address { get; private set; } = null!;

    public static string HostOf(string town) => $"{town}.example";

    public string In(string relative) => Path.Combine(folder.FullName, relative);

    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(relative))!);
        File.WriteAllText(In(relative), text);
    }

    /// <summary>What would be run.</summary>
    public ServerPlan Read(bool tolerant = false) => ServerPlan.Read(ServerSettingsReader.Open(In("appsettings.json"), Settings), folder.FullName, tolerant);

    /// <summary>What keeps it from being run.</summary>
    public IReadOnlyList<string> Faults() => [.. Assert.Throws<SettingsUnusableException>(() => Read()).Faults.Select(fault => fault.ToString())];

    public async Task<TwoTowns> StartAsync()
    {
        plan = Read(tolerant: true);
        server = await ServerProcess.StartAsync(plan, TestContext.Current.CancellationToken);
        Address = server.Addresses.Single();
        return this;
    }

    /// <summary>Reads the settings file again, as the file's watcher would.</summary>
    public void Reload() => plan!.Sources.Reload();

    public Task LookForChangesAsync() => server!.LookForChangesAsync();

    public async Task<bool> StopAsync() => await server!.StopAsync();

    public string KeyOf(string town, string role) => ApiKeyFile.Read(In($"{town}/api-keys.json")).Single(key => key.Name == role).Secret;

    /// <summary>A request to a town, with a key of it, or of another one.</summary>
    public async Task<HttpResponseMessage> SendAsync(string town, HttpMethod method, string path, string? key = null, object? body = null, Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path));
        request.Headers.Host = town.Contains('.', StringComparison.Ordinal) ? town : HostOf(town);
        if (key is not null) request.Headers.Add("X-Api-Key", key);
        request.Headers.Add("X-On-Behalf-Of", "anna.ek");
        request.Headers.Add("X-Purpose", "the citizen calls");
        if (body is not null) request.Content = JsonContent.Create(body);
        more?.Invoke(request);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The audit of a town, as another process reads it.</summary>
    public async Task<IReadOnlyList<AuditLine>> ReadAuditAsync(string town)
    {
        await using var store = new SqliteHubStore(new SqliteStoreOptions { Folder = In($"{town}/index") }, KeyRingFile.Read(In($"{town}/hub.keys")).Fingerprint, TimeProvider.System, NullLogger<SqliteHubStore>.Instance);
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        return [.. (await store.Audit.ReadAsync(new TenantId(town), 0, 100, TestContext.Current.CancellationToken)).Select(line => line.Line)];
    }

    /// <summary>Signs in to the pages of a town with a key; what the session's cookie is.</summary>
    public async Task<string> SignInAsync(string town, string role) => await TrySignInAsync(town, role) ?? throw new InvalidOperationException($"Nobody was let in at {town}.");

    /// <summary>Sends the sign-in form with a key, whether the page shows its fields or not; the session's cookie, or null.</summary>
    public async Task<string?> TrySignInAsync(string town, string role)
    {
        // A hub without fields for keys shows no form, and takes the token of any form of its own; the language's is one.
        using var page = await SendAsync(town, HttpMethod.Get, "/sign-in");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var token = html.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        var cookie = page.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ih-form=", StringComparison.Ordinal)).Split(';')[0];
        using var signedIn = await SendAsync(town, HttpMethod.Post, "/sign-in", more: request =>
        {
            request.Headers.Add("Cookie", cookie);
            request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["_handler"] = "sign-in", ["Person"] = "anna.ek", ["Key"] = KeyOf(town, role) });
        });
        return signedIn.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.SingleOrDefault(c => c.StartsWith("ih-session=", StringComparison.Ordinal))?.Split(';')[0] : null;
    }

    /// <summary>Waits for the first run of a town's stream, which its schedule makes at the start.</summary>
    public async Task FirstRunAsync(string town)
    {
        var key = KeyOf(town, "operations");
        while (true)
        {
            using var runs = await SendAsync(town, HttpMethod.Get, "/api/v1/runs", key);
            var body = await runs.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            if (body.GetProperty("runs").EnumerateArray().Any(run => run.GetProperty("counters").GetProperty("written").GetInt64() > 0)) return;

            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (server is not null)
        {
            await server.StopAsync();
            await server.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }
}
