using System.Globalization;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Cli;

/// <summary>Writes calls to a vendor, one a line.</summary>
internal static class CallPrinter
{
    public static void Write(SeenCall call, Terminal terminal) =>
        terminal.Write($"{call.Method} {call.Address} ").Line(call.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"{status} {call.Type}") : "no answer", call.Status is >= 200 and < 300 ? Styles.Good : Styles.Error);
}
