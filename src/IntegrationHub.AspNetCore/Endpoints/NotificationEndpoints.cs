using IntegrationHub.Hosting;
using IntegrationHub.Notifications;

namespace IntegrationHub.AspNetCore;

/// <summary>Notifications that wait, and those that could not be read.</summary>
static class NotificationEndpoints
{
    const int DefaultLimit = 100;
    const int MaxLimit = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var notifications = api.MapGroup("").WithTags("Notifications").WithMetadata(EndpointAccess.Operation);
        notifications.MapGet("/notifications", ListAsync)
            .WithName("ListNotifications").WithSummary("Notifications whose case could not be read again and again, or those that wait; newest first.")
            .WithDescription($"Query parameters: stream (only this stream's), state (dead or waiting, dead unless set), limit (1 to {MaxLimit}, {DefaultLimit} unless set).")
            .Produces<NotificationsBody>().ProducesHubProblems(400, 401, 403, 404, 503);

        var dead = notifications.MapGroup("/streams/{name}/notifications");
        dead.MapPost("/replay", (string name, HttpContext http, IHub hub, CancellationToken stop) => ChangeAsync(name, null, http, hub, hub.Notifications.ReplayAsync, stop))
            .WithName("ReplayNotifications").WithSummary("Lets all dead letters among the stream's notifications be tried again.")
            .Produces<NotificationsChangedBody>().ProducesHubProblems(401, 403, 404, 503);
        dead.MapPost("/{id}/replay", (string name, string id, HttpContext http, IHub hub, CancellationToken stop) => ChangeAsync(name, id, http, hub, hub.Notifications.ReplayAsync, stop))
            .WithName("ReplayNotification").WithSummary("Lets one dead letter be tried again.")
            .Produces<NotificationsChangedBody>().ProducesHubProblems(401, 403, 404, 503);
        dead.MapPost("/discard", (string name, HttpContext http, IHub hub, CancellationToken stop) => ChangeAsync(name, null, http, hub, hub.Notifications.DiscardAsync, stop))
            .WithName("DiscardNotifications").WithSummary("Throws all dead letters among the stream's notifications away; their cases are still read by the stream's runs.")
            .Produces<NotificationsChangedBody>().ProducesHubProblems(401, 403, 404, 503);
        dead.MapPost("/{id}/discard", (string name, string id, HttpContext http, IHub hub, CancellationToken stop) => ChangeAsync(name, id, http, hub, hub.Notifications.DiscardAsync, stop))
            .WithName("DiscardNotification").WithSummary("Throws one dead letter away; its case is still read by the stream's runs.")
            .Produces<NotificationsChangedBody>().ProducesHubProblems(401, 403, 404, 503);
    }

    static async Task<IResult> ListAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http.Request.Query);
        var stream = query.Stream("stream");
        var state = query.OneOf("state", "dead", "waiting");
        var limit = query.Number("limit", DefaultLimit, 1, MaxLimit);
        if (query.Problem() is { } problem) return new HubProblemResult(problem);
        if (stream is { } name && StreamEndpoints.Unknown(hub, name) is { } unknown) return new HubProblemResult(unknown);

        // One more than is shown tells whether there is more.
        var found = await hub.Notifications.ListAsync(stream, dead: state == "dead", limit + 1, cancellationToken);
        return HubJson.Answer(new NotificationsBody([.. found.Take(limit).Select(NotificationItem.Of)], found.Count > limit));
    }

    static async Task<IResult> ChangeAsync(
        string name, string? id, HttpContext http, IHub hub, Func<Disclosure.Caller, StreamName, string?, CancellationToken, Task<int>> change, CancellationToken cancellationToken)
    {
        if (StreamEndpoints.Find(hub, name, out var stream) is { } problem) return new HubProblemResult(problem);

        var changed = await change(HubGate.CallerOf(http), stream, id, cancellationToken);
        return id is not null && changed == 0 ? new HubProblemResult(HubProblems.NoSuchNotification) : HubJson.Answer(new NotificationsChangedBody(name, changed));
    }
}

/// <summary>Notifications.</summary>
/// <param name="Notifications">Newest first.</param>
/// <param name="More">Whether there are more than were asked for.</param>
public sealed record NotificationsBody(IReadOnlyList<NotificationItem> Notifications, bool More);

/// <summary>How many dead letters were replayed or discarded.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Count">How many.</param>
public sealed record NotificationsChangedBody(string Stream, int Count);

/// <summary>One notification.</summary>
public sealed record NotificationItem
{
    /// <summary>A random id.</summary>
    public required string Id { get; init; }

    /// <summary>The stream.</summary>
    public required string Stream { get; init; }

    /// <summary>The key of the case in its source.</summary>
    public required string Key { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When its case is read next; null for a dead letter.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it became a dead letter; null while it waits.</summary>
    public DateTimeOffset? DeadAt { get; init; }

    /// <summary>How often its case was tried alone, and could not be read.</summary>
    public required int Attempts { get; init; }

    /// <summary>The stable code of what was wrong at last; null when nothing was.</summary>
    public string? Code { get; init; }

    /// <summary>What was wrong at last, where, and what to do.</summary>
    public string? Message { get; init; }

    internal static NotificationItem Of(StoredNotification notification) => new()
    {
        Id = notification.Id,
        Stream = notification.Stream.Value,
        Key = notification.Key,
        ReceivedAt = notification.ReceivedAt,
        DueAt = notification.DueAt,
        DeadAt = notification.DeadAt,
        Attempts = notification.Attempts,
        Code = notification.Fault?.Code,
        Message = notification.Fault?.Message,
    };
}
