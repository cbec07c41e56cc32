using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Testing;

/// <summary>Stands on a port of this machine before a real vendor: passes calls on, hands each over with its answer, and leads links back to itself.</summary>
internal sealed class VendorProxy : IAsyncDisposable
{
    const int MostBytes = 64 * 1024 * 1024;

    // They are of one connection, or are written anew on the next.
    static readonly string[] OfTheConnection = ["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Proxy-Connection", "Content-Length", "Content-Encoding", "Accept-Encoding", "Expect"];

    readonly Uri target;
    readonly Action<ProxiedCall> seen;
    readonly WebApplication app;
    readonly HttpClient http;

    VendorProxy(Uri target, int port, Action<ProxiedCall> seen)
    {
        (this.target, this.seen) = (target, seen);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All, ActivityHeadersPropagator = null });
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "VendorProxy" });
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBytes;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        app = builder.Build();
        app.Run(PassOnAsync);
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts one.</summary>
    /// <param name="target">The vendor: calls go to its scheme, host and port, with the path as it came.</param>
    /// <param name="port">The port of this machine; 0 for any that is free.</param>
    /// <param name="seen">Told of each call with its answer.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<VendorProxy> StartAsync(Uri target, int port, Action<ProxiedCall> seen)
    {
        var proxy = new VendorProxy(target, port, seen);
        try
        {
            await proxy.app.StartAsync();
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }

        proxy.Address = new Uri(proxy.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return proxy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    async Task PassOnAsync(HttpContext context)
    {
        var cancelled = context.RequestAborted;
        using var sent = new MemoryStream();
        await context.Request.Body.CopyToAsync(sent, cancelled);
        // As it came: an escape that is undone and done again may be another one.
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var address = new Uri(target.GetLeftPart(UriPartial.Authority) + (raw.StartsWith('/') ? raw : "/"));
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address);
        if (sent.Length > 0) request.Content = new ByteArrayContent(sent.ToArray());
        foreach (var (name, values) in context.Request.Headers.Where(h => !OfTheConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);

        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, cancelled);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancelled.IsCancellationRequested)
        {
            seen(new ProxiedCall(request, sent.ToArray(), null, []));
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            await context.Response.WriteAsync("The vendor was not reached.", cancelled);
            return;
        }

        using (answer)
        {
            var body = await answer.Content.ReadAsByteArrayAsync(cancelled);
            seen(new ProxiedCall(request, sent.ToArray(), answer, body));
            await AnswerAsync(context.Response, answer, body, cancelled);
        }
    }

    async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer, byte[] body, CancellationToken cancelled)
    {
        var (theirs, ours) = (target.GetLeftPart(UriPartial.Authority), Address.GetLeftPart(UriPartial.Authority));
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => !OfTheConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
            response.Headers[name] = values.Select(v => v.Replace(theirs, ours, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified) return;

        var led = StubAnswers.Replaced(body, theirs, ours);
        response.ContentLength = led.Length;
        await response.Body.WriteAsync(led, cancelled);
    }
}

/// <summary>A call that was passed on, with its answer.</summary>
/// <param name="Request">The call, as it was sent to the vendor.</param>
/// <param name="Sent">Its body.</param>
/// <param name="Answer">The answer; null when none came.</param>
/// <param name="Body">The body of the answer, unpacked.</param>
internal sealed record ProxiedCall(HttpRequestMessage Request, byte[] Sent, HttpResponseMessage? Answer, byte[] Body);
