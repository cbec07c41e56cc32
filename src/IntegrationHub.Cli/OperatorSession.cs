using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Operation;

namespace IntegrationHub.Cli;

/// <summary>What the commands of an operator share: who they are, which stream they mean, and how what makes no sense is told.</summary>
internal static class OperatorSession
{
    /// <summary>JSON as the API writes it, without what is not there.</summary>
    public static JsonSerializerOptions Json { get; } = new(Words.Json) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Who sits at this terminal, for the audit.</summary>
    public static Caller Caller => new() { Name = "ihub", Role = CallerRole.Operations, OnBehalfOf = Environment.UserName };

    /// <summary>Starts the hub and does the work; an order that makes no sense is told, and nothing is done.</summary>
    public static Task<int> UseAsync(
        string path, Toolbox toolbox, Terminal terminal, Func<HubSession, Task<int>> work, CancellationToken cancellationToken, Action<IReadOnlyList<Diagnostic>>? whenRefused = null) =>
        HubSession.UseAsync(path, toolbox, terminal, async session =>
        {
            try
            {
                return await work(session);
            }
            catch (OrderRefusedException refused)
            {
                return Wrong(refused.Message, terminal);
            }
        }, cancellationToken, whenRefused);

    /// <summary>The stream of this name; null when there is none, which is then told.</summary>
    public static StreamName? Find(HubSession session, string name, Terminal terminal)
    {
        var known = session.Hub.Streams.Select(s => s.Name.Value).ToList();
        if (known.Contains(name)) return new StreamName(name);

        Wrong($"there is no stream '{name}'{DidYouMean.Hint(name, known)}; {session.File.File} has {string.Join(", ", known)}", terminal);
        return null;
    }

    /// <summary>Tells what is wrong with the command line.</summary>
    public static int Wrong(string message, Terminal terminal)
    {
        terminal.Error.WriteLine($"ihub: {message}");
        return ExitCodes.Usage;
    }

    /// <summary>A time in the municipality's zone.</summary>
    public static string Time(HubSession session, DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, session.File.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A number with its thousands apart.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
