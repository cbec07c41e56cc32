// A hub in an application that knows IntegrationHub from its packages alone: reads a file of permits, and looks one up.
using IntegrationHub;
using IntegrationHub.Adapters.Files;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Mapping;
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
    .AddAdapter<FilesAdapter>()
    .AddMappingFunction<WithoutSeries>();

await using var provider = services.BuildServiceProvider();
var hub = provider.GetRequiredService<IHub>();
await hub.StartAsync(CancellationToken.None);

var run = await hub.RunAsync(new StreamName("permits"), RunTrigger.Manual, CancellationToken.None);
Console.WriteLine($"run {run!.Outcome}: {run.Counters.Read} read, {run.Counters.Written} written, {run.Counters.Quarantined} quarantined");

var agent = new Caller { Name = "desk", Role = CallerRole.Agent, OnBehalfOf = "anna" };
var answer = await hub.LookUpAsync(agent, new LookupRequest(LookupBy.CaseNumber, "bygg 2026-1", "The applicant calls"), CancellationToken.None);
foreach (var found in answer.Full) Console.WriteLine($"{found.Number}: {found.Title}, {found.Status}, {found.Attributes["serial"]}");
foreach (var source in answer.Coverage) Console.WriteLine($"{source.Title}: {source.State}");

/// <summary>A function of the mapping language that the application brings.</summary>
[MappingFunction("withoutSeries", "The number without the word in front of it.")]
[MappingExample("'BYGG 2026-1' | withoutSeries", "2026-1")]
sealed class WithoutSeries : IMappingFunction
{
    public object? Call(MappingCall call) => call.Input<string>().Split(' ')[^1];
}
