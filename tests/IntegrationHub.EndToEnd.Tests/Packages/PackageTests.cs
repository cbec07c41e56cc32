using System.Diagnostics;
using System.IO.Compression;
using IntegrationHub.EndToEnd.Tests.Municipality;

namespace IntegrationHub.EndToEnd.Tests.Packages;

/// <summary>The libraries as a user gets them: packed, restored from a folder, and used by an application outside the solution.</summary>
public sealed class PackageTests : IDisposable
{
    const string Version = "0.1.0-test";

    static readonly string[] Libraries =
    [
        "IntegrationHub", "IntegrationHub.Abstractions", "IntegrationHub.AdapterKit", "IntegrationHub.Adapters.ByggR", "IntegrationHub.Adapters.Files",
        "IntegrationHub.Adapters.Open311", "IntegrationHub.Adapters.OpenEPlatform", "IntegrationHub.AspNetCore", "IntegrationHub.Quartz", "IntegrationHub.Sqlite", "IntegrationHub.Testing",
    ];

    static readonly string Root = FindRoot();

    // The libraries that these tests were built with are the ones that are packed.
    static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_application_that_knows_only_the_packages_runs_a_sync_and_a_look_up()
    {
        var packages = await PackAsync(Libraries);
        Assert.All(Libraries, library => AssertComplete(Path.Combine(packages, $"{library}.{Version}")));

        var application = folder.In("application");
        Copy(Path.Combine(Root, "tests", "PackageConsumer"), application);
        // The test's own folder for packages, so that nothing is left in the user's.
        var output = await DotnetAsync(application, "run", "-p:HubVersion=" + Version, "-p:RestoreAdditionalProjectSources=" + packages, "-p:RestorePackagesPath=" + folder.In("restored"));

        Assert.Equal(["run Succeeded: 2 read, 2 written, 0 quarantined", "BYGG 2026-1: Altan, InProgress", "Building permits: Complete"], output.Trim().Split('\n').Select(l => l.TrimEnd()));
    }

    [Fact]
    public async Task An_author_of_an_adapter_who_knows_only_the_packages_has_a_green_suite()
    {
        var packages = await PackAsync("IntegrationHub.Abstractions", "IntegrationHub.AdapterKit", "IntegrationHub", "IntegrationHub.Sqlite", "IntegrationHub.Testing");

        var tests = folder.In("tests");
        Copy(Path.Combine(Root, "tests", "AdapterAuthor"), tests);
        var output = await DotnetAsync(tests, "run", "-p:HubVersion=" + Version, "-p:RestoreAdditionalProjectSources=" + packages, "-p:RestorePackagesPath=" + folder.In("restored"));

        Assert.Contains("failed: 0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("succeeded: 0", output, StringComparison.Ordinal);
    }

    async Task<string> PackAsync(params string[] libraries)
    {
        var packages = folder.In("packages");
        foreach (var library in libraries)
        {
            var project = Directory.EnumerateFiles(Root, $"{library}.csproj", SearchOption.AllDirectories).Single();
            await DotnetAsync(Root, "pack", project, "--no-build", "-c", Configuration, "-p:PackageVersion=" + Version, "-o", packages, "--nologo", "-v", "quiet");
        }

        return packages;
    }

    static void AssertComplete(string package)
    {
        Assert.True(File.Exists(package + ".snupkg"), $"{package} has no symbols.");
        using var zip = ZipFile.OpenRead(package + ".nupkg");
        Assert.Contains(zip.Entries, e => e.FullName == "README.md");
        Assert.Contains(zip.Entries, e => e.FullName.StartsWith("lib/net10.0/", StringComparison.Ordinal) && e.FullName.EndsWith(".xml", StringComparison.Ordinal));
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
