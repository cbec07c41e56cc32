using IntegrationHub.Alerts;
using IntegrationHub.Configuration;
using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>What the hub tells of by itself, and a test of whether it reaches anybody.</summary>
static class AlertEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("").WithTags("Alerts").WithMetadata(EndpointAccess.Operation);
        alerts.MapGet("/alerts", ListAsync)
            .WithName("ListAlerts").WithSummary("What fires, since when, and what was told of it on which channel.")
            .Produces<AlertsBody>().ProducesHubProblems(401, 403, 503);
        alerts.MapPost("/alerts/test", TestAsync)
            .WithName("TestAlerts").WithSummary("Sends a test on every channel now, and tells what came of each.")
            .Produces<AlertTestBody>().ProducesHubProblems(401, 403, 503);
    }

    static async Task<IResult> ListAsync(IHub hub, CancellationToken cancellationToken) =>
        HubJson.Answer(AlertsBody.Of(hub.Alerts.Settings, await hub.Alerts.GetAsync(cancellationToken)));

    static async Task<IResult> TestAsync(HttpContext http, IHub hub, CancellationToken cancellationToken) =>
        HubJson.Answer(new AlertTestBody([.. (await hub.Alerts.TestAsync(HubGate.CallerOf(http), cancellationToken)).Select(AlertMessageItem.Of)]));
}

/// <summary>What the hub tells of by itself.</summary>
/// <param name="LookedAt">When the streams were looked at last; null until somebody did, and where nothing is set.</param>
/// <param name="Channels">The channels that are told.</param>
/// <param name="Alerts">What holds, the oldest first; what has not held for long enough has no <c>firedAt</c>.</param>
/// <param name="Messages">What was told and what waits to be sent, the newest first.</param>
public sealed record AlertsBody(DateTimeOffset? LookedAt, IReadOnlyList<AlertChannelItem> Channels, IReadOnlyList<AlertItem> Alerts, IReadOnlyList<AlertMessageItem> Messages)
{
    internal static AlertsBody Of(AlertSettings? settings, AlertBook book) => new(
        book.LookedAt,
        [.. (settings?.Channels ?? []).Select(channel => new AlertChannelItem(channel, book.Closed.GetValueOrDefault(channel)))],
        [.. book.Alerts.OrderBy(alert => alert.Since).Select(AlertItem.Of)],
        [.. book.Messages.Select(AlertMessageItem.Of)]);
}

/// <summary>A channel.</summary>
/// <param name="Channel"><c>webhook</c> or <c>mail</c>.</param>
/// <param name="Closed">Why nothing is sent there any more; null while it is open.</param>
public sealed record AlertChannelItem(string Channel, string? Closed);

/// <summary>Something that a rule tells of.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Source">Its source.</param>
/// <param name="Count">How many; of what is late, the minutes that it is too old.</param>
/// <param name="Since">Since when.</param>
/// <param name="FiredAt">When it had held for long enough; null while it may still pass.</param>
/// <param name="WellSince">Since when all has been well again; null while it holds.</param>
/// <param name="ToldAt">When somebody was told last.</param>
public sealed record AlertItem(string Rule, string Stream, string Source, long Count, DateTimeOffset Since, DateTimeOffset? FiredAt, DateTimeOffset? WellSince, DateTimeOffset? ToldAt)
{
    internal static AlertItem Of(AlertState alert) =>
        new(EnumNames.Of(alert.Rule), alert.Stream, alert.Source, alert.Count, alert.Since, alert.FiredAt, alert.WellSince, alert.ToldAt);
}

/// <summary>A message on one channel.</summary>
/// <param name="Id">Its id; a webhook sees it as <c>webhook-id</c>.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Kind"><c>alerts</c> or <c>test</c>.</param>
/// <param name="At">When it was made.</param>
/// <param name="Firing">How many alerts it tells of.</param>
/// <param name="Cleared">How many it tells of that are over.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="DueAt">When it is sent next; null when it is not sent any more.</param>
/// <param name="SentAt">When it was taken; null until it was.</param>
/// <param name="Fault">Why it was not taken, at the last time.</param>
public sealed record AlertMessageItem(
    string Id, string Channel, string Kind, DateTimeOffset At, int Firing, int Cleared, int Attempts, DateTimeOffset? DueAt, DateTimeOffset? SentAt, string? Fault)
{
    internal static AlertMessageItem Of(AlertMessage message) =>
        new(message.Id, message.Channel, message.Kind, message.At, message.Firing.Count, message.Cleared.Count, message.Attempts, message.DueAt, message.SentAt, message.Fault);
}

/// <summary>What came of a test.</summary>
/// <param name="Messages">The test on each channel.</param>
public sealed record AlertTestBody(IReadOnlyList<AlertMessageItem> Messages);
