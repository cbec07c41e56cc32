using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Browser.Tests;

/// <summary>Finds the browser; as root, installs Debian's when there is none. Without one the tests fail and say what to do: they never skip.</summary>
static class Chromium
{
    static readonly string[] UsualPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    public static readonly string[] Flags =
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-features=SpareRendererForSitePerProcess", "--renderer-process-limit=1"];

    /// <summary>The browser's path.</summary>
    public static async Task<string> FindAsync()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new InvalidOperationException($"CHROMIUM names '{named}', and there is no such file. Set it to a Chromium or Chrome.");
        if (UsualPaths.FirstOrDefault(File.Exists) is { } found) return found;

        await DebianPackages.InstallAsync("Install it by hand, or set CHROMIUM.", "chromium", "fonts-dejavu-core");
        return UsualPaths.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("The browser tests need Chromium. Install it (Debian: apt-get install chromium), or set the environment variable CHROMIUM to the path of a Chromium or Chrome.");
    }
}
