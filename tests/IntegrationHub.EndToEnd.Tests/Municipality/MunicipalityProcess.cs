using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.EndToEnd.Tests.Municipality;

/// <summary>The model municipality as a child process, in a data folder of its own, on a free port.</summary>
sealed class MunicipalityProcess : IAsyncDisposable
{
    const string PrintedLast = "Ctrl-C stops";

    // A machine that runs other tests beside it takes long for a day that takes half a minute alone.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    readonly Process process;
    readonly StringBuilder output = new();
    readonly StringBuilder errors = new();

    MunicipalityProcess(string folder, IEnumerable<string> arguments)
    {
        Folder = folder;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Another folder than the program's: what it needs it must find on its own.
            WorkingDirectory = folder,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ModelMunicipality.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public string Output => Taken(output);

    public string Errors => Taken(errors);

    public int ProcessId => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, params string[] arguments)
    {
        await using var run = new MunicipalityProcess(folder, arguments);
        var code = await run.EndAsync();
        return (code, run.Output, run.Errors);
    }

    /// <summary>Starts it without waiting for anything.</summary>
    public static MunicipalityProcess Begin(string folder, params string[] arguments) => new(folder, arguments);

    /// <summary>Starts it and waits until everything is read, and what a visitor is told is printed.</summary>
    public static async Task<(MunicipalityProcess Process, Demo Demo)> StartAsync(string folder, params string[] arguments)
    {
        // What an earlier start left there is not this one's.
        File.Delete(Path.Combine(folder, "demo.json"));
        var process = new MunicipalityProcess(folder, ["--data", folder, "--urls", "http://127.0.0.1:0", .. arguments]);
        try
        {
            var demo = await process.DemoAsync();
            // It is printed behind the file.
            await process.WaitAsync(() => process.Output.Contains(PrintedLast, StringComparison.Ordinal));
            return (process, demo);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it wrote down for visitors, once it is there.</summary>
    public async Task<Demo> DemoAsync()
    {
        var file = Path.Combine(Folder, "demo.json");
        await WaitAsync(() => File.Exists(file));
        return JsonSerializer.Deserialize<Demo>(await File.ReadAllTextAsync(file), JsonSerializerOptions.Web)!;
    }

    /// <summary>Waits for something to become true; fails when the process ends first.</summary>
    public Task WaitAsync(Func<bool> condition) => WaitAsync(() => Task.FromResult(condition()));

    /// <summary>The same for what has to be asked for.</summary>
    public async Task WaitAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await condition())
        {
            if (process.HasExited) throw new InvalidOperationException($"It ended with {process.ExitCode}.\n{Output}\n{Errors}");
            await Task.Delay(LookAgain, TimeProvider.System, patience.Token);
        }
    }

    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>What Ctrl-C does.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it without a word, as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    static void Take(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }

    static string Taken(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}

/// <summary>What <c>demo.json</c> says.</summary>
sealed record Demo(Uri BaseAddress, IReadOnlyDictionary<string, string> Keys, IReadOnlyList<DemoLookup> Lookups);

/// <summary>One look-up of <c>demo.json</c>.</summary>
sealed record DemoLookup(JsonElement Request, string Shows);

/// <summary>A folder that goes when the test ends.</summary>
sealed class TestFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-e2e-");

    public string Path => folder.FullName;

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => folder.Delete(recursive: true);
}
