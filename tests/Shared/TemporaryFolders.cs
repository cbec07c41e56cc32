using System.Runtime.CompilerServices;

namespace IntegrationHub.Tests.Shared;

/// <summary>Puts what tests write and throw away into memory, where there is plenty: thousands of small indexes are made, and each waits for the disk otherwise.</summary>
static class TemporaryFolders
{
    const string Memory = "/dev/shm";

    // Several projects run beside each other; what they have at one time is far below.
    const long Enough = 4L << 30;

    [ModuleInitializer]
    internal static void KeepInMemory()
    {
        // Whoever says where temporary files go is obeyed. Processes that the tests start inherit what is said here.
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("TMPDIR") is { Length: > 0 } || !Directory.Exists(Memory) || new DriveInfo(Memory).AvailableFreeSpace < Enough) return;

        var folder = Path.Combine(Memory, $"ihub-tests-{Environment.ProcessId}");
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
        catch (IOException)
        {
            // A process that outlives the tests still writes; what it leaves goes with the machine's memory.
        }
    }
}
