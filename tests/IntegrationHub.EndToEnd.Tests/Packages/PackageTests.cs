using System.Diagnostics;
using System.IO.Compression;
using IntegrationHub.EndToEnd.Tests.Municipality;

namespace IntegrationHub.EndToEnd.Tests.Packages;

/// <summary>The libraries as a user gets them: packed, restored from a folder, and used by projects outside the solution.</summary>
public sealed class PackageTests(PackedLibraries packed) : IClassFixture<PackedLibraries>
{
    [Fact]
    public void Every_package_has_its_README_documentation_and_symbols() => Assert.All(PackedLibraries.Names, AssertComplete);

    [Fact]
    public async Task An_application_that_knows_only_the_packages_runs_a_sync_and_a_look_up()
    {
        var output = await packed.RunAsync("PackageConsumer");

        Assert.Equal(["run Succeeded: 2 read, 2 written, 0 quarantined", "BYGG 2026-1: Altan, InProgress, 2026-1", "Building permits: Complete"], output.Trim().Split('\n').Select(l => l.TrimEnd()));
    }

    [Fact]
    public async Task An_author_of_an_adapter_who_knows_only_the_packages_has_a_green_suite()
    {
        var output = await packed.RunAsync("AdapterAuthor");

        Assert.Contains("failed: 0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("succeeded: 0", output, StringComparison.Ordinal);
    }

    void AssertComplete(string library)
    {
        var package = Path.Combine(packed.Folder, $"{library}.{PackedLibraries.Version}");
        Assert.True(File.Exists(package + ".snupkg"), $"{package} has no symbols.");
        using var zip = ZipFile.OpenRead(package + ".nupkg");
        Assert.Contains(zip.Entries, e => e.FullName == "README.md");
        Assert.Contains(zip.Entries, e => e.FullName.StartsWith("lib/net10.0/", StringComparison.Ordinal) && e.FullName.EndsWith(".xml", StringComparison.Ordinal));
    }
}

/// <summary>The libraries, packed once, and the folder that projects outside the solution are run in.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    public const string Version = "0.1.0-test";

    public static readonly IReadOnlyList<string> Names =
    [
        "IntegrationHub", "IntegrationHub.Abstractions", "IntegrationHub.AdapterKit", "IntegrationHub.Adapters.ByggR", "IntegrationHub.Adapters.Files", "IntegrationHub.Adapters.Http",
        "IntegrationHub.Adapters.Open311", "IntegrationHub.Adapters.OpenEPlatform", "IntegrationHub.Adapters.Sql", "IntegrationHub.AspNetCore", "IntegrationHub.Client", "IntegrationHub.OpenTelemetry", "IntegrationHub.Quartz", "IntegrationHub.Sqlite", "IntegrationHub.Testing",
        "IntegrationHub.Testing.Vendors",
    ];

    static readonly string Root = FindRoot();

    // The libraries that these tests were built with are the ones that are packed.
    static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    readonly TestFolder folder = new();

    /// <summary>Where the packages are.</summary>
    public string Folder => folder.In("packages");

    public async ValueTask InitializeAsync()
    {
        // All of them by one process: each start of the SDK costs more than what it packs.
        var projects = Names.Select(library => Directory.EnumerateFiles(Root, $"{library}.csproj", SearchOption.AllDirectories).Single());
        var together = folder.In("pack.proj");
        await File.WriteAllTextAsync(together, $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{string.Join(';', projects)}" Targets="Pack" Properties="NoBuild=true;Configuration={Configuration};PackageVersion={Version};PackageOutputPath={Folder}" />
              </Target>
            </Project>
            """);
        await DotnetAsync(Root, "msbuild", together, "-target:Pack", "-nologo", "-verbosity:quiet");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Copies a project of <c>tests</c> to a folder of its own and runs it there; tells what it wrote.</summary>
    public async Task<string> RunAsync(string project)
    {
        var copy = folder.In(project);
        Copy(Path.Combine(Root, "tests", project), copy);
        // The test's own folder for packages, so that nothing is left in the user's.
        return await DotnetAsync(copy, "run", "-p:HubVersion=" + Version, "-p:RestoreAdditionalProjectSources=" + Folder, "-p:RestorePackagesPath=" + folder.In("restored"));
    }

    static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {arguments[0]} {arguments[1]} ended with {process.ExitCode}:\n{await output}\n{await errors}");
        return await output;
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (relative.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj") continue;

            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, relative))!);
            File.Copy(file, Path.Combine(to, relative));
        }
    }

    static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "IntegrationHub.sln"))) return at.FullName;
        throw new InvalidOperationException("IntegrationHub.sln was not found above the tests; run them from a checkout.");
    }
}
