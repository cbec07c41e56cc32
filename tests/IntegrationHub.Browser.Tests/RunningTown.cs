using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Browser.Tests;

/// <summary>The model municipality as a visitor starts it: a process of its own, with a small town, on a free port of the loopback. Calm: what goes wrong, a test has asked for.</summary>
sealed class RunningTown : IAsyncDisposable
{
    static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);
    static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding("windows-1252")!;

    readonly HttpClient vendors = new();

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

    /// <summary>A value that the town offers to look up, by a part of what it shows.</summary>
    public string OfferedFor(string shown) =>
        Demo.GetProperty("lookups").EnumerateArray().First(l => l.GetProperty("shows").GetString()!.Contains(shown, StringComparison.Ordinal)).GetProperty("request").GetProperty("value").GetString()!;

    /// <summary>Makes a system answer 503 until it is ended.</summary>
    public Task BringDownAsync(string system) => SwitchAsync(HttpMethod.Post, system, "?kind=down&for=10m");

    /// <summary>Makes a system say no to all that is written until it is ended.</summary>
    public Task LetRefuseAsync(string system) => SwitchAsync(HttpMethod.Post, system, "?kind=refuses&for=10m");

    /// <summary>Ends a system's trouble.</summary>
    public Task EndTroubleAsync(string system) => SwitchAsync(HttpMethod.Delete, system, "");

    /// <summary>Drops a file of the social services with one new case, with a value of the test's in one of its columns. What cannot be mapped in a column of its own has a group of its own in quarantine.</summary>
    public async Task DropSocialCaseAsync(string number, string column, string value)
    {
        var drop = Path.Combine(folder.FullName, "social-export");
        var lines = await File.ReadAllLinesAsync(Path.Combine(drop, "archive", "arenden-000000.csv"), Windows1252);
        var row = lines[2].Split(';');
        row[0] = number;
        row[Array.IndexOf(lines[0].Split(';'), column)] = value;
        // Under another name until it is whole, as the department's job does it.
        var half = Path.Combine(drop, $"arenden-{number}.csv.tmp");
        await File.WriteAllLinesAsync(half, [lines[0], string.Join(';', row)], Windows1252);
        File.Move(half, Path.ChangeExtension(half, null));
    }

    /// <summary>Adds a line to the town's own copy of a code table of the social services.</summary>
    public Task AddSocialCodeAsync(string table, string line) =>
        File.AppendAllTextAsync(Path.Combine(folder.FullName, "mappings", "social-support", "codes", table), line + "\n");

    /// <summary>Writes a code table of the test's beside the town's own copy of those of the social services.</summary>
    public Task WriteSocialCodesAsync(string table, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder.FullName, "mappings", "social-support", "codes", table), text);

    /// <summary>Changes a text in the town's own copy of a mapping.</summary>
    public async Task ChangeMappingAsync(string mapping, string text, string into)
    {
        var file = Path.Combine(folder.FullName, "mappings", mapping);
        var before = await File.ReadAllTextAsync(file);
        Assert.Contains(text, before, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, before.Replace(text, into, StringComparison.Ordinal));
    }

    async Task SwitchAsync(HttpMethod method, string system, string query)
    {
        var settings = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "hub.env"));
        var somewhere = new Uri(settings.Single(l => l.StartsWith("BYGGR_URL=", StringComparison.Ordinal)).Split('=', 2)[1].Trim('\''));
        using var request = new HttpRequestMessage(method, new Uri(somewhere, $"/stand-in/{system}/trouble{query}"));
        using var answer = await vendors.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public static async Task<RunningTown> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hub-browser-");
        var start = new ProcessStartInfo("dotnet", [Program(), "--calm", "--cases", "60", "--urls", "http://127.0.0.1:0", "--data", folder.FullName])
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
        vendors.Dispose();
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
