using System.Runtime.InteropServices;

namespace ModelMunicipality.Running;

/// <summary>Ctrl-C and a request to end: the first one asks to stop at the end of what is being done, the second ends the process at once.</summary>
sealed class StopSignal : IDisposable
{
    readonly CancellationTokenSource asked = new();
    readonly PosixSignalRegistration[] registrations;

    public StopSignal() =>
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

    public CancellationToken Token => asked.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        asked.Dispose();
    }

    void Handle(PosixSignalContext context)
    {
        // Not cancelled, the signal does what it always does.
        if (asked.IsCancellationRequested) return;

        context.Cancel = true;
        asked.Cancel();
    }
}

/// <summary>What the process ends with.</summary>
static class ExitCode
{
    public const int Success = 0;

    /// <summary>It ran, and not everything went well.</summary>
    public const int Failed = 1;

    /// <summary>It did not run: an option, a folder, a port or a file is wrong.</summary>
    public const int Refused = 2;
}
