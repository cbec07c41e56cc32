using System.Diagnostics;

namespace IntegrationHub.Browser.Tests;

/// <summary>Finds the browser; as root, installs Debian's when there is none. Without one the tests fail and say what to do: they never skip.</summary>
static class Chromium
{
    static readonly string[] UsualPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
    static readonly TimeSpan LongestInstall = TimeSpan.FromMinutes(5);

    public static readonly string[] Flags =
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>The browser's path.</summary>
    public static async Task<string> FindAsync()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new InvalidOperationException($"CHROMIUM names '{named}', and there is no such file. Set it to a Chromium or Chrome.");
        if (UsualPaths.FirstOrDefault(File.Exists) is { } found) return found;

        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get"))
        {
            await RunAsync("update");
            await RunAsync("install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core");
        }

        return UsualPaths.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("The browser tests need Chromium. Install it (Debian: apt-get install chromium), or set the environment variable CHROMIUM to the path of a Chromium or Chrome.");
    }

    static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/apt-get", ["-qq", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(LongestInstall);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        await output;
        if (process.ExitCode != 0) throw new InvalidOperationException($"Chromium could not be installed (apt-get {arguments[0]} ended with {process.ExitCode}): {await errors} Install it by hand, or set CHROMIUM.");
    }
}
