using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace IntegrationHub.Server;

/// <summary>What listens to the network: hands each request to the hub whose host it names, untouched, and tells nobody which hubs there are.</summary>
/// <remarks>The request has no context and no services before it is in its hub: nothing of one municipality can be left in it for another.</remarks>
/// <param name="find">The hub of a Host header; null when there is none.</param>
/// <param name="health">Whether every hub is ready, for whoever asks the machine and not a municipality.</param>
sealed class FrontDoor(Func<string?, HubHost?> find, Func<bool> health) : IHttpApplication<FrontDoor.Arrival>
{
    const string NoHub = "There is no such host here. Check the address.\n";
    const string Closed = "The hub is starting, or is stopped. Try again in a moment.\n";

    /// <inheritdoc/>
    public Arrival CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel has already refused a request with several Host headers, or with none where there must be one.
        var request = contextFeatures.GetRequiredFeature<IHttpRequestFeature>();
        var hub = find(request.Headers.Host);
        return new Arrival(contextFeatures, hub, hub?.Door.Enter(contextFeatures));
    }

    /// <inheritdoc/>
    public Task ProcessRequestAsync(Arrival context)
    {
        if (context.Visit is { } visit) return visit.ProcessAsync();
        if (context.Hub is not null) return AnswerAsync(context.Features, StatusCodes.Status503ServiceUnavailable, Closed);

        return context.Features.GetRequiredFeature<IHttpRequestFeature>().Path switch
        {
            "/health/live" => AnswerAsync(context.Features, StatusCodes.Status200OK, "live\n"),
            "/health/ready" => health() ? AnswerAsync(context.Features, StatusCodes.Status200OK, "ready\n") : AnswerAsync(context.Features, StatusCodes.Status503ServiceUnavailable, "not ready\n"),
            _ => AnswerAsync(context.Features, StatusCodes.Status421MisdirectedRequest, NoHub),
        };
    }

    /// <inheritdoc/>
    public void DisposeContext(Arrival context, Exception? exception) => context.Visit?.End(exception);

    static async Task AnswerAsync(IFeatureCollection features, int status, string text)
    {
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = status;
        response.Headers.ContentType = "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (status == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = "5";
        if (HttpMethods.IsHead(features.GetRequiredFeature<IHttpRequestFeature>().Method)) return;

        await features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A request on its way.</summary>
    /// <param name="Features">What came over the network.</param>
    /// <param name="Hub">The hub that it is for; null when there is none.</param>
    /// <param name="Visit">The request inside that hub; null when it is not open.</param>
    internal sealed record Arrival(IFeatureCollection Features, HubHost? Hub, IVisit? Visit);
}
