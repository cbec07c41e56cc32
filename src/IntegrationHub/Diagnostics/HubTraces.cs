using System.Diagnostics;
using IntegrationHub.Sync;

namespace IntegrationHub.Diagnostics;

/// <summary>The one name under which the hub's spans are told; <c>docs/traces.md</c> lists them.</summary>
/// <remarks>Attributes are the labels of the metrics, counts, and the numbers of runs: never a key, a value, an address or a body. Nothing is built while nobody listens.</remarks>
public static class HubTraces
{
    /// <summary>What a listener asks for: <c>IntegrationHub</c>.</summary>
    public const string Name = HubMeter.Name;

    internal const string Records = "records";

    static readonly ActivitySource Source = new(Name);

    /// <summary>Begins a span about a stream; null while nobody listens.</summary>
    internal static Activity? Begin(HubSpan span, StreamKey stream)
    {
        if (Source.StartActivity(span.Name, span.Kind) is not { } activity) return null;

        return activity.SetTag(HubMeter.Tenant, stream.Tenant.Value).SetTag(HubMeter.Source, stream.Source.Value).SetTag(HubMeter.Stream, stream.Stream.Value);
    }

    /// <summary>Begins a span about a municipality; null while nobody listens.</summary>
    internal static Activity? Begin(HubSpan span, TenantId tenant) =>
        Source.StartActivity(span.Name, span.Kind)?.SetTag(HubMeter.Tenant, tenant.Value);

    /// <summary>Whether anybody listens.</summary>
    internal static bool Wanted => Source.HasListeners();

    /// <summary>Says how a span ended.</summary>
    internal static void EndedAs(this Activity? span, string outcome, string? code = null)
    {
        if (span is null) return;

        span.SetTag(HubMeter.Outcome, outcome);
        if (code is null) return;

        span.SetTag(HubMeter.Code, code);
        span.SetStatus(ActivityStatusCode.Error, code);
    }

    /// <summary>Says what ended a span, by its code alone: what an exception says may be a vendor's. False, for a filter that lets everything pass.</summary>
    internal static bool EndedBy(this Activity? span, Exception exception)
    {
        if (span is null) return false;

        if (exception is OperationCanceledException) span.EndedAs("stopped");
        else if (exception is StreamFencedException) span.EndedAs("fenced");
        else span.EndedAs("failed", RunFaults.Of(exception).Code);
        return false;
    }
}
