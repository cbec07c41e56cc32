using IntegrationHub.Hosting;
using IntegrationHub.Outbound;

namespace IntegrationHub.AspNetCore;

/// <summary>How vendors fare.</summary>
static class VendorEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/vendors", List)
            .WithTags("Operation").WithName("ListVendors").WithSummary("How each vendor fares: whether it is asked, how long it takes, what was refused, and how much of its rate budget is used.")
            .WithDescription("Told by the process that answers, of its own calls in the last hour; after a restart it begins anew. A source that is not called over HTTP is left out.")
            .WithMetadata(EndpointAccess.Operation)
            .Produces<VendorsBody>().ProducesHubProblems(401, 403, 503);

    static IResult List(IHub hub) => HubJson.Answer(new VendorsBody([.. hub.GetVendors().Select(VendorItem.Of)]));
}

/// <summary>How vendors fare, by the process that answers.</summary>
/// <param name="Vendors">By source.</param>
public sealed record VendorsBody(IReadOnlyList<VendorItem> Vendors);

/// <summary>How a vendor fares.</summary>
public sealed record VendorItem
{
    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it is asked.</summary>
    public required VendorState State { get; init; }

    /// <summary>Since when this process keeps account of it.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Calls in the last hour.</summary>
    public required int Calls { get; init; }

    /// <summary>How many of them met a fault.</summary>
    public required int Faults { get; init; }

    /// <summary>Requests that were sent again in the last hour.</summary>
    public required int Retries { get; init; }

    /// <summary>Calls in the last minute.</summary>
    public required int LastMinute { get; init; }

    /// <summary>Calls that a minute may hold.</summary>
    public int? CallsAMinute { get; init; }

    /// <summary>Half of the answers took no longer.</summary>
    public double? MedianMs { get; init; }

    /// <summary>Of a hundred answers 95 took no longer.</summary>
    public double? SlowMs { get; init; }

    /// <summary>The longest answer.</summary>
    public double? SlowestMs { get; init; }

    /// <summary>When it last answered.</summary>
    public DateTimeOffset? LastAnswerAt { get; init; }

    /// <summary>When a call last met a fault.</summary>
    public DateTimeOffset? LastFaultAt { get; init; }

    /// <summary>Its code.</summary>
    public string? LastFault { get; init; }

    /// <summary>Since when no call was answered.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Outages in a row.</summary>
    public required int FailuresInARow { get; init; }

    /// <summary>For how long it is left alone.</summary>
    public double? LeftAloneForSeconds { get; init; }

    /// <summary>For how long it asked to be left alone.</summary>
    public double? AskedToWaitSeconds { get; init; }

    internal static VendorItem Of(VendorHealth health) => new()
    {
        Source = health.Source.Value,
        State = health.State,
        Since = health.Since,
        Calls = health.Calls,
        Faults = health.Faults,
        Retries = health.Retries,
        LastMinute = health.LastMinute,
        CallsAMinute = health.CallsAMinute,
        MedianMs = health.Median?.TotalMilliseconds,
        SlowMs = health.Slow?.TotalMilliseconds,
        SlowestMs = health.Slowest?.TotalMilliseconds,
        LastAnswerAt = health.LastAnswerAt,
        LastFaultAt = health.LastFaultAt,
        LastFault = health.LastFault,
        FailingSince = health.FailingSince,
        FailuresInARow = health.FailuresInARow,
        LeftAloneForSeconds = health.LeftAloneFor?.TotalSeconds,
        AskedToWaitSeconds = health.AskedToWait?.TotalSeconds,
    };
}
