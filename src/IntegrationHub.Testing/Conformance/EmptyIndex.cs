using IntegrationHub.Hosting;
using IntegrationHub.Protection;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Testing;

/// <summary>An empty index with its keys, made once in a process and copied for each scene: to make one costs more than most behaviours do.</summary>
static class EmptyIndex
{
    static readonly Lazy<Task<string>> Made = new(MakeAsync);

    /// <summary>The keys of every copy.</summary>
    public static KeyRing Keys { get; } = KeyRing.Create();

    /// <summary>Puts a copy into a folder that is not there yet.</summary>
    public static async Task CopyToAsync(string folder)
    {
        var made = await Made.Value;
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(made)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    static async Task<string> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("ihub-empty-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            // Whoever keeps temporary files somewhere of their own may have cleared it away by now.
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        };
        var streams = Directory.CreateDirectory(Path.Combine(folder, "streams")).FullName;
        var index = Path.Combine(folder, "index");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddIntegrationHub(hub =>
        {
            hub.Tenant = "empty";
            hub.Keys = Keys;
            hub.StreamFolders.Add(streams);
        }).UseSqlite(index);
        // What is closed has all of it in its files.
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IHub>().StartAsync(CancellationToken.None);
        return index;
    }
}
