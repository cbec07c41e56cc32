using System.Globalization;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Hangfire;

/// <summary>What the page of streams shows.</summary>
sealed record StreamsView
{
    /// <summary>The municipality.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The streams.</summary>
    public required IReadOnlyList<StreamOverview> Streams { get; init; }

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What the page leads to.</summary>
    public required HubDashboardOptions Options { get; init; }

    /// <summary>The field of a form that proves that it is ours; null where the application checks none.</summary>
    public (string Name, string Value)? Form { get; init; }

    /// <summary>The stream that a run was asked for a moment ago.</summary>
    public StreamName? Asked { get; init; }

    /// <summary>The streams, those first that need somebody most.</summary>
    public IEnumerable<StreamOverview> WorstFirst => Streams.OrderByDescending(s => s.Coverage.State).ThenBy(s => s.Definition.Name.Value, StringComparer.Ordinal);

    /// <summary>A word for a stream's state, and the class that Hangfire's style sheet has for it.</summary>
    public static (string Word, string Class) StateOf(StreamOverview stream) => stream.Coverage.State switch
    {
        CoverageState.Failing => ("failing", "label-danger"),
        CoverageState.Refused => ("refused", "label-danger"),
        CoverageState.NotConnected => ("not connected", "label-default"),
        CoverageState.Loading => ("loading", "label-info"),
        CoverageState.Partial => ("partial", "label-warning"),
        CoverageState.Stale => ("stale", "label-warning"),
        _ => ("complete", "label-success"),
    };

    /// <summary>How old a stream's data is, against how old it may be: <c>4 min / 15 min</c>.</summary>
    public string AgeOf(StreamOverview stream) => $"{(stream.Coverage.AsOf is { } asOf ? Span(Now - asOf) : "–")} / {Span(stream.Definition.FreshnessGoal)}";

    /// <summary>When a stream runs next.</summary>
    public string NextOf(StreamOverview stream) => stream switch
    {
        { Pause: { } pause } => $"paused by {pause.By}",
        { State.LastRun.Outcome: RunOutcome.Running } => "runs now",
        { NextRunAt: { } next } => next <= Now ? "now" : $"in {Span(next - Now)}",
        _ => "–",
    };

    /// <summary>A span in one unit, rounded down, as a glance needs it.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalMinutes: < 2 } => In(span.TotalSeconds, "s"),
        { TotalHours: < 2 } => In(span.TotalMinutes, "min"),
        { TotalDays: < 2 } => In(span.TotalHours, "h"),
        _ => In(span.TotalDays, "d"),
    };

    static string In(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number):0} {unit}");
}
