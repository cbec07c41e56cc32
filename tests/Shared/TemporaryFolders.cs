using System.Globalization;
using System.Runtime.CompilerServices;

namespace IntegrationHub.Tests.Shared;

/// <summary>Puts what tests write and throw away into memory, where there is plenty: thousands of small indexes are made, and each waits for the disk otherwise.</summary>
static class TemporaryFolders
{
    const string Memory = "/dev/shm";
    const string Named = "ihub-tests-";

    // Several projects run beside each other; what they have at one time is far below.
    const long Enough = 4L << 30;

    [ModuleInitializer]
    internal static void KeepInMemory()
    {
        // Whoever says where temporary files go is obeyed. Processes that the tests start inherit what is said here.
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("TMPDIR") is { Length: > 0 } || !Directory.Exists(Memory) || new DriveInfo(Memory).AvailableFreeSpace < Enough) return;

        foreach (var left in Directory.EnumerateDirectories(Memory, Named + "*"))
            if (!Directory.Exists($"/proc/{Path.GetFileName(left)[Named.Length..]}")) Remove(left);

        var folder = Path.Combine(Memory, Named + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        Environment.SetEnvironmentVariable("TMPDIR", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder);
    }

    static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process that outlives its tests still writes, or somebody else's tests clear up as well; the next run takes what is left.
        }
    }
}
