// A hub in an application that knows IntegrationHub from its packages alone: reads a file of permits, and looks one up.
using IntegrationHub;
using IntegrationHub.Adapters.Files;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Sync;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services
    .AddIntegrationHub(options =>
    {
        options.Tenant = "sundby";
        options.StreamFolders.Add(Path.Combine(AppContext.BaseDirectory, "mappings"));
        options.Keys = KeyRing.Create();
    })
    .UseSqlite(Path.Combine(AppContext.BaseDirectory, "data"))
    .AddAdapter<FilesAdapter>();

await using var provider = services.BuildServiceProvider();
var hub = provider.GetRequiredService<IHub>();
await hub.StartAsync(CancellationToken.None);

var run = await hub.RunAsync(new StreamName("permits"), RunTrigger.Manual, CancellationToken.None);
Console.WriteLine($"run {run!.Outcome}: {run.Counters.Read} read, {run.Counters.Written} written, {run.Counters.Quarantined} quarantined");

var agent = new Caller { Name = "desk", Role = CallerRole.Agent, OnBehalfOf = "anna" };
var answer = await hub.LookUpAsync(agent, new LookupRequest(LookupBy.CaseNumber, "bygg 2026-1", "The applicant calls"), CancellationToken.None);
foreach (var found in answer.Full) Console.WriteLine($"{found.Number}: {found.Title}, {found.Status}");
foreach (var source in answer.Coverage) Console.WriteLine($"{source.Title}: {source.State}");
