using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IntegrationHub.Torture.Worker;

/// <summary>What a process can be told without its consent.</summary>
internal static class Signals
{
    const int Terminate = 15;
    const int Stop = 19;
    const int Continue = 18;

    /// <summary>Whether a process can be stopped and go on later here.</summary>
    public static bool CanPause => OperatingSystem.IsLinux();

    /// <summary>Ends this process without another instruction.</summary>
    public static void KillSelf()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        // The signal is on its way; nothing more is to happen here.
        Thread.CurrentThread.Join();
    }

    /// <summary>Asks a process to end, as a service manager does.</summary>
    public static void AskToEnd(int process) => Send(process, Terminate);

    /// <summary>Stops a process where it stands.</summary>
    public static void Pause(int process) => Send(process, Stop);

    /// <summary>Lets a stopped process go on.</summary>
    public static void Resume(int process) => Send(process, Continue);

    static void Send(int process, int signal)
    {
        if (kill(process, signal) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int kill(int process, int signal);
}
