using System.Diagnostics;
using System.Globalization;
using IntegrationHub.Adapters.Files;
using IntegrationHub.AspNetCore;
using IntegrationHub.Console;
using IntegrationHub.Console.Benchmarks;
using IntegrationHub.Console.Finding;
using IntegrationHub.Console.Histories;
using IntegrationHub.Console.Operations;
using IntegrationHub.Console.Quarantine;
using IntegrationHub.Console.Trail;
using IntegrationHub.Console.Vendors;
using IntegrationHub.Hosting;
using IntegrationHub.PostgreSql;
using IntegrationHub.Protection;
using IntegrationHub.Sqlite;
using IntegrationHub.Storage;

// dotnet run -c Release --project benchmarks/IntegrationHub.Console.Benchmarks -- [streams] [runs] [held records] [times] [folder to keep | connection string]
var streams = Number(0, 200);
var runs = Number(1, 100_000);
var held = Number(2, 10_000);
var times = Number(3, 15);
var where = args.Length > 4 ? args[4] : null;
var postgres = where?.Contains('=', StringComparison.Ordinal) == true ? where : null;
var folder = postgres is null && where is not null ? where : Path.Combine(Path.GetTempPath(), "ihub-console-bench-" + Guid.NewGuid().ToString("n"));
Directory.CreateDirectory(folder);
var town = new SeededTown(folder, streams, runs, held, auditLines: 100_000);
var keyFile = Path.Combine(folder, "hub.keys");
var isNew = !File.Exists(keyFile);
if (isNew)
{
    KeyRingFile.CreateNew(keyFile);
    town.WriteFiles();
}

var builder = WebApplication.CreateBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
var hubBuilder = builder.Services.AddIntegrationHub(hub =>
{
    hub.Tenant = SeededTown.Tenant.Value;
    hub.StreamFolders.Add(town.StreamFolder);
    hub.Keys = KeyRingFile.Read(keyFile);
}).AddAdapter<FilesAdapter>();
if (postgres is null) hubBuilder.UseSqlite(Path.Combine(folder, "index"));
else hubBuilder.UsePostgreSql(postgres);
builder.Services.AddIntegrationHubApi(api =>
{
    api.KeyFile = Path.Combine(folder, "api-keys.json");
    api.SpecialistDepartments.Add("somewhere");
});
builder.Services.AddIntegrationHubPages(pages => pages.MapStaticAssets = false);
await using var app = builder.Build();
app.MapIntegrationHub();
app.MapIntegrationHubPages();
var theHub = app.Services.GetRequiredService<IHub>();
await theHub.StartAsync(CancellationToken.None);
if (isNew)
{
    var began = Stopwatch.GetTimestamp();
    await town.FillAsync(app.Services.GetRequiredService<IHubStore>(), TimeProvider.System);
    Say($"seeded {streams} streams, {runs} runs, {held} records in quarantine, 100000 lines of audit in {Stopwatch.GetElapsedTime(began).TotalSeconds:n0} s");
}

await app.StartAsync();
var key = ApiKeyFile.Read(Path.Combine(folder, "api-keys.json")).Single(k => k.Name == "administrator");
var pages = new DrawnPages(app.Services, key);
var last = (await theHub.GetRunsAsync(null, 1, CancellationToken.None))[0];
Say($"{"page",-28} {"median",8} {"worst",8} {"work",8}   size");
await PageAsync("overview", () => pages.DrawAsync<OperationsView>());
await PageAsync("stream", () => pages.DrawAsync<StreamView>(("Name", SeededTown.NameOf(streams / 2).Value)));
await PageAsync("run", () => pages.DrawAsync<RunView>(("Number", $"{last.Id}")));
await PageAsync("quarantine", () => pages.DrawAsync<QuarantineView>());
await PageAsync("quarantine of a stream", () => pages.DrawAsync<QuarantineView>(("OnlyOf", SeededTown.NameOf(1).Value)));
await PageAsync("vendors", () => pages.DrawAsync<VendorsView>());
await PageAsync("audit", () => pages.DrawAsync<TrailView>());
await PageAsync("search", () => pages.DrawAsync<SearchView>());

using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
http.DefaultRequestHeaders.Add("X-Api-Key", key.Secret);
http.DefaultRequestHeaders.Add("X-On-Behalf-Of", "bench");
foreach (var path in (string[])["streams", "runs", "runs?outcome=failed", "runs?code=IH6012", $"runs?stream={SeededTown.NameOf(7)}&outcome=interrupted", $"runs?until={TimeProvider.System.GetUtcNow().AddDays(-300):yyyy-MM-dd}T00:00:00Z", $"streams/{SeededTown.NameOf(3)}/days", "quarantine", "quarantine/groups", "vendors"])
    await AskAsync("GET " + path, () => http.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative)));
foreach (var text in (string[])["stream-11", "IH6003", "server error", "case 150-3", "nothing like it"])
    await AskAsync($"search {text}", () => http.PostAsync(new Uri("/api/v1/search", UriKind.Relative), JsonContent.Create(new { text })));
await AskAsync("audit person", () => http.PostAsync(new Uri("/api/v1/audit/search", UriKind.Relative), JsonContent.Create(new { person = "nobody" })));
await app.StopAsync();
if (where is null) Directory.Delete(folder, recursive: true);

async Task PageAsync(string name, Func<Task<(TimeSpan Took, TimeSpan Worked, int Length)>> draw)
{
    await draw();
    var drawn = new List<(TimeSpan Took, TimeSpan Worked, int Length)>();
    for (var n = 0; n < times; n++) drawn.Add(await draw());
    Told(name, drawn);
}

async Task AskAsync(string name, Func<Task<HttpResponseMessage>> ask)
{
    var asked = new List<(TimeSpan Took, TimeSpan Worked, int Length)>();
    for (var n = 0; n <= times; n++)
    {
        var (began, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        using var answer = await ask();
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (n > 0) asked.Add((Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - worked, body.Length));
    }

    Told(name, asked);
}

// Beside the clock's time stands the processor's: on a machine with other work only the second one tells anything.
static void Told(string name, List<(TimeSpan Took, TimeSpan Worked, int Length)> all)
{
    var took = all.Select(one => one.Took.TotalMilliseconds).Order().ToList();
    var worked = all.Select(one => one.Worked.TotalMilliseconds).Order().ToList();
    Say($"{name,-28} {took[took.Count / 2],5:n0} ms {took[^1],5:n0} ms {worked[worked.Count / 2],5:n0} ms {all[^1].Length / 1024,5:n0} KiB");
}

int Number(int at, int whenMissing) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : whenMissing;

static void Say(FormattableString line) => System.Console.WriteLine(FormattableString.Invariant(line));
