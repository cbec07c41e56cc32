using System.Diagnostics;
using System.Reflection;

namespace IntegrationHub.Browser.Tests;

/// <summary>The desk of the contact centre as a process of its own, on the town's hub.</summary>
sealed class RunningDesk : IAsyncDisposable
{
    static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    readonly HttpClient telephones = new();
    readonly Process process;
    readonly string token;

    RunningDesk(Process process, Uri address, string token) => (this.process, Address, this.token) = (process, address, token);

    public Uri Address { get; }

    /// <param name="town">The town whose hub it is.</param>
    /// <param name="role">The role of the key that it has.</param>
    public static async Task<RunningDesk> StartAsync(RunningTown town, string role = "agent")
    {
        var start = new ProcessStartInfo("dotnet", [Program(), "--hub", town.Address.ToString(), "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        start.Environment["HUB_API_KEY"] = town.KeyOf(role);
        var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(LongestStart);
        try
        {
            var address = await SaidAsync(process, "The desk: ", patience.Token);
            var call = await SaidAsync(process, "A call comes in: ", patience.Token);
            // Whatever else it says must not fill the pipe.
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new RunningDesk(process, new Uri(address), call.Split("X-Call-Token: ")[1].Split('\'')[0]);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Lets a call ring on every desk; what was answered to who tells of it.</summary>
    public async Task<int> RingAsync(string phone, string? shown = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, "calls")) { Content = new StringContent($$"""{"phone":"{{phone}}"}""") };
        request.Headers.Add("X-Call-Token", shown ?? token);
        using var response = await telephones.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        telephones.Dispose();
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    static async Task<string> SaidAsync(Process process, string beginning, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line[beginning.Length..];

        throw new InvalidOperationException("The desk of the contact centre did not start.");
    }

    // Beside the program lie the manifests of its static files; a copy in the tests' folder would lack them.
    static string Program()
    {
        var here = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        var root = IntegrationHub.Tests.Shared.Repository.Root;
        var build = Path.GetRelativePath(Path.Combine(root, "tests", "IntegrationHub.Browser.Tests"), here);
        var program = Path.Combine(root, "examples", "ContactCentre", build, "ContactCentre.dll");
        return File.Exists(program) ? program : throw new InvalidOperationException($"'{program}' is not there. Build examples/ContactCentre in the same configuration as these tests.");
    }
}
