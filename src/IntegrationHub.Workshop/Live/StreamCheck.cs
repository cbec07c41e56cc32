using System.Globalization;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Workshop.Live;

/// <summary>Whether a stream can connect, and whether what it reads is what its mapping expects: step by step, up to the first that fails.</summary>
public static class StreamCheck
{
    /// <summary>Checks.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="records">How many records are looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<CheckStep>> RunAsync(LiveStream stream, int records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);

        var steps = new List<CheckStep>();
        var wrong = new DiagnosticBag();
        var connection = stream.Resolve(wrong);
        steps.Add(connection is null
            ? CheckStep.Bad("settings and secrets", string.Join("; ", wrong.All.Select(d => $"{d.Code}: {d.Message}")))
            : CheckStep.Good("settings and secrets", string.Join(", ", connection.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => v.Value.IsSecret ? $"{v.Key} (secret)" : v.Key))));
        if (connection is null) return steps;

        var pages = new List<LivePage>();
        var fault = await stream.ReadAsync(new LiveAsk(1, records), pages.Add, cancellationToken);
        if (fault is not null)
        {
            steps.Add(CheckStep.Bad(StepOf(fault), $"{fault.Code}: {fault.Message}"));
            return steps;
        }

        var page = pages[0];
        steps.Add(CheckStep.Good("connection and sign-in", page.Calls.Count == 0 ? "no calls: it reads from this machine" : $"{page.Calls[^1].Method} {page.Calls[^1].Address} {page.Calls[^1].Status}"));
        steps.Add(page.Records.Count > 0
            ? CheckStep.Good("a page", string.Create(CultureInfo.InvariantCulture, $"{page.Records.Count} records{(page.Page.Total is { } total ? $" of {total}" : "")}{(page.IsLast ? ", nothing follows" : "")}"))
            : CheckStep.Doubt("a page", "it came, and holds no records: nothing is known of what they are. Is there anything in the time that the stream reads? Read further back with: ihub preview --since"));
        if (stream.Mapping is { } mapping && page.Records.Count > 0) steps.AddRange(Expected(RecordFindings.Of(mapping, page.Records), page.Records.Count));
        return steps;
    }

    static IEnumerable<CheckStep> Expected(RecordFindings findings, int records)
    {
        var held = findings.Outcomes.GetValueOrDefault("quarantined");
        yield return held == 0
            ? CheckStep.Good("the mapping", string.Join(", ", findings.Outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Value} {o.Key}"))))
            : CheckStep.Bad("the mapping", string.Create(CultureInfo.InvariantCulture, $"{held} of {records} records would be quarantined: {string.Join("; ", findings.Said.Where(s => s.Said.Severity == Severity.Error).Take(5).Select(s => $"{s.Times} × {s.Said}"))}"));
        if (findings.UnknownCodes.Count > 0) yield return CheckStep.Doubt("codes", $"no row for {string.Join(", ", findings.UnknownCodes.Take(12).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Table}: '{c.Code}' ×{c.Times}")))}; add them to the code tables");
        if (findings.NeverSeen.Count > 0) yield return CheckStep.Doubt("fields that are expected", $"no record has {Some([.. findings.NeverSeen.Select(f => f + DidYouMean.Hint(f, findings.Unmapped.Select(u => u.Field)))])}; are they spelled as the source spells them?");
        if (findings.Unmapped.Count > 0) yield return CheckStep.Doubt("fields that are left", $"nobody maps or ignores {Some([.. findings.Unmapped.Select(f => f.Field)])}");
    }

    static string StepOf(LiveFault fault) => fault.Code switch
    {
        FaultCodes.UnknownHost or FaultCodes.HostNotAllowed => "the host",
        FaultCodes.Certificate => "the certificate",
        FaultCodes.NotAuthorised => "sign-in",
        FaultCodes.InvalidSetting => "settings and secrets",
        _ => fault.Calls.Count > 0 && fault.Calls[^1].Status is not null ? "a page" : "connection",
    };

    static string Some(IReadOnlyList<string> names) => string.Join(", ", names.Take(12)) + (names.Count > 12 ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - 12} more") : "");
}

/// <summary>One step of a check.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Outcome">How it is.</param>
/// <param name="Says">What was seen, or what is wrong and what to do.</param>
public sealed record CheckStep(string Name, CheckOutcome Outcome, string Says)
{
    internal static CheckStep Good(string name, string says) => new(name, CheckOutcome.Good, says);

    internal static CheckStep Doubt(string name, string says) => new(name, CheckOutcome.Doubt, says);

    internal static CheckStep Bad(string name, string says) => new(name, CheckOutcome.Bad, says);
}

/// <summary>How a step came out.</summary>
public enum CheckOutcome
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It works, and somebody should look.</summary>
    Doubt,

    /// <summary>It does not work.</summary>
    Bad,
}
