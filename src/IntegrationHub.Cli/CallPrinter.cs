using System.Globalization;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Cli;

/// <summary>Writes calls to a vendor, one a line.</summary>
internal static class CallPrinter
{
    /// <summary>Writes calls in their order; one that is tried again and again is told once.</summary>
    public static void Write(IReadOnlyList<SeenCall> calls, Terminal terminal)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var call = calls[i];
            var times = 1;
            while (i + 1 < calls.Count && calls[i + 1] == call) (i, times) = (i + 1, times + 1);
            Write(call, terminal, times);
        }
    }

    /// <summary>Writes a call.</summary>
    public static void Write(SeenCall call, Terminal terminal, int times = 1) =>
        terminal.Write($"{call.Method} {call.Address} ").Line(
            (call.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"{status} {call.Type}") : "no answer") + (times == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {times} times")),
            call.Status is >= 200 and < 300 ? Styles.Good : Styles.Error);
}
