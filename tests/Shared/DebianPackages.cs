using System.Diagnostics;

namespace IntegrationHub.Tests.Shared;

/// <summary>Installs what tests need, as root on Debian; several test projects may ask at the same time, and so may the machine itself.</summary>
static class DebianPackages
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Installs the packages if this machine lets it.</summary>
    /// <param name="remedy">What a person does when it does not go.</param>
    /// <param name="packages">The packages.</param>
    /// <exception cref="InvalidOperationException">It did not go; the message says why.</exception>
    public static async Task InstallAsync(string remedy, params string[] packages)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get")) return;

        // Lists that another process fetches just now need not be fetched here as well.
        await RunAsync("update");
        var (code, said) = await RunAsync(["install", "-y", "--no-install-recommends", .. packages]);
        if (code != 0) throw new InvalidOperationException($"{packages[0]} could not be installed (apt-get ended with {code}): {said} {remedy}");
    }

    static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/apt-get", ["-qq", "-o", $"DPkg::Lock::Timeout={Patience.TotalSeconds}", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(2 * Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        await output;
        return (process.ExitCode, await errors);
    }
}
