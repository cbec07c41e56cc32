using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace IntegrationHub.Browser.Tests;

/// <summary>The model municipality as a visitor starts it: a process of its own, with a small town, on a free port of the loopback.</summary>
sealed class RunningTown : IAsyncDisposable
{
    static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    readonly DirectoryInfo folder;
    readonly Process process;

    RunningTown(Process process, DirectoryInfo folder, JsonElement demo)
    {
        this.process = process;
        this.folder = folder;
        Demo = demo;
        Address = new Uri(demo.GetProperty("baseAddress").GetString()!);
    }

    public Uri Address { get; }

    JsonElement Demo { get; }

    public string KeyOf(string role) => Demo.GetProperty("keys").GetProperty(role).GetString()!;

    /// <summary>A number that the town offers to look up by this kind.</summary>
    public string Offered(string by) =>
        Demo.GetProperty("lookups").EnumerateArray().Select(l => l.GetProperty("request")).First(r => r.GetProperty("by").GetString() == by).GetProperty("value").GetString()!;

    public static async Task<RunningTown> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hub-browser-");
        var start = new ProcessStartInfo("dotnet", [Program(), "--cases", "120", "--urls", "http://127.0.0.1:0", "--data", folder.FullName])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        var process = Process.Start(start)!;
        var said = new List<string>();
        void Keep(object _, DataReceivedEventArgs line)
        {
            lock (said) said.Add(line.Data ?? "");
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var began = TimeProvider.System.GetTimestamp();
        var file = Path.Combine(folder.FullName, "demo.json");
        while (!File.Exists(file))
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(began) > LongestStart)
            {
                string all;
                lock (said) all = string.Join('\n', said);
                if (!process.HasExited) process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"The model municipality did not start. It said:\n{all}");
            }

            await Task.Delay(LookAgain, TimeProvider.System);
        }

        using var demo = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        return new RunningTown(process, folder, demo.RootElement.Clone());
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    // Beside the program lie the manifests of its static files; a copy in the tests' folder would lack them.
    static string Program()
    {
        var here = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        for (var at = new DirectoryInfo(here); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "IntegrationHub.sln"))) continue;

            var build = Path.GetRelativePath(Path.Combine(at.FullName, "tests", "IntegrationHub.Browser.Tests"), here);
            var program = Path.Combine(at.FullName, "examples", "ModelMunicipality", build, "ModelMunicipality.dll");
            return File.Exists(program) ? program : throw new InvalidOperationException($"'{program}' is not there. Build examples/ModelMunicipality in the same configuration as these tests.");
        }

        throw new InvalidOperationException("IntegrationHub.sln was not found above the tests; run them from a checkout.");
    }
}
