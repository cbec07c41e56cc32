using IntegrationHub.Hosting;
using IntegrationHub.Notifications;
using IntegrationHub.Sync;
using Microsoft.AspNetCore.Http.Features;

namespace IntegrationHub.AspNetCore;

/// <summary>Where vendors tell that something has changed. Apart from the API, so that a proxy can let in from outside what begins with this and nothing else.</summary>
static class HookEndpoints
{
    /// <summary>What every path begins with.</summary>
    public const string Root = "/hooks";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(Root + "/{stream}", ReceiveAsync).WithTags("Notifications").WithMetadata(EndpointAccess.Proof)
            .WithName("ReceiveNotification").WithSummary("Takes in a vendor's notification: something has changed, and the case is to be read.")
            .WithDescription("It proves itself as the stream file says: by a signature of Standard Webhooks, or by the Authorization header that the hub was subscribed with. It is stored when the answer is a success, and no vendor is called.")
            .Produces(StatusCodes.Status204NoContent).ProducesHubProblems(400, 401, 404, 409, 413, 415, 422, 429, 503);

    static async Task<IResult> ReceiveAsync(string stream, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        // A stream that takes none is not told from one that does not exist.
        if (!HubName.IsValid(stream) || hub.Notifications.MaxBodyBytes(new StreamName(stream)) is not { } maxBytes) return new HubProblemResult(HubProblems.NoSuchPath);
        // The server counts what stands around chunks too; the body itself is counted as it is read.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = 2L * maxBytes;

        var (body, problem) = await BodyReader.ReadAsync(http.Request, maxBytes, HubProblems.NotificationTooLarge, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        try
        {
            var receipt = await hub.Notifications.ReceiveAsync(new StreamName(stream), Came(http.Request.Headers, body), cancellationToken);
            return receipt switch
            {
                null => new HubProblemResult(HubProblems.NoSuchPath),
                { Refusal: { } why } => new HubProblemResult(Problem(why)),
                _ => Results.NoContent(),
            };
        }
        catch (CommitFailedException e)
        {
            ApiLog.RequestFailed(Logger(http), HubProblems.NotStored.Code, HubProblem.TraceIdOf(http), e.GetType().Name, e);
            return new HubProblemResult(HubProblems.NotStored);
        }
    }

    static IncomingNotification Came(IHeaderDictionary headers, ReadOnlyMemory<byte> body) => new()
    {
        Body = body,
        Id = Once(headers, "webhook-id"),
        Timestamp = Once(headers, "webhook-timestamp"),
        Signature = Once(headers, "webhook-signature"),
        Authorization = Once(headers, "Authorization"),
    };

    // A header that stands twice is two claims, and none of them counts.
    static string? Once(IHeaderDictionary headers, string name) => headers[name] is { Count: 1 } values ? values[0] : null;

    static ILogger Logger(HttpContext http) => http.RequestServices.GetRequiredService<ILogger<HubGate>>();

    static HubProblem Problem(NotificationRefusal why) => why switch
    {
        NotificationRefusal.NotProved => HubProblems.NotProved,
        NotificationRefusal.Stale => HubProblems.NotFresh,
        NotificationRefusal.Replayed => HubProblems.Replayed,
        NotificationRefusal.IdReused => HubProblems.IdReused,
        NotificationRefusal.Malformed => HubProblems.NotANotification,
        NotificationRefusal.NoCase => HubProblems.NamesNoCase,
        NotificationRefusal.OtherAddress => HubProblems.OtherAddress,
        NotificationRefusal.Full => HubProblems.TooManyWait,
        _ => HubProblems.NotChecked,
    };
}
