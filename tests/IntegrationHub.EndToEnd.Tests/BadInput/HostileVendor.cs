using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelMunicipality.Vendors.ByggR;

namespace IntegrationHub.EndToEnd.Tests.BadInput;

/// <summary>The stand-in for ByggR on the loopback, until a test puts something else before it.</summary>
sealed class HostileVendor : IAsyncDisposable
{
    const string Path = "/TekisArende/ArendeExportWS.svc";

    readonly WebApplication app;
    volatile Func<HttpContext, RequestDelegate, Task>? answer;

    HostileVendor(ByggRStandIn permits, Action<ListenOptions>? listen)
    {
        Permits = permits;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "ByggR" });
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen ?? (_ => { }));
        });
        builder.Services.AddRouting();
        app = builder.Build();
        app.Use((http, next) => answer is { } hostile ? hostile(http, next) : next(http));
        app.UseRouting();
        permits.Map(app, Path);
    }

    /// <summary>What stands behind it.</summary>
    public ByggRStandIn Permits { get; }

    /// <summary>The service's address.</summary>
    public Uri Address => new(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), Path);

    /// <summary>Starts it, and it is good.</summary>
    public static async Task<HostileVendor> StartAsync(ByggRStandIn permits, Action<ListenOptions>? listen = null)
    {
        var vendor = new HostileVendor(permits, listen);
        await vendor.app.StartAsync(TestContext.Current.CancellationToken);
        return vendor;
    }

    /// <summary>From now on calls are answered like this; the request delegate is the stand-in's own answer.</summary>
    public void Answer(Func<HttpContext, RequestDelegate, Task> hostile) => answer = hostile;

    /// <summary>From now on calls get this text.</summary>
    public void Answer(string contentType, string text, int status = StatusCodes.Status200OK) => Answer(async (http, _) =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        await http.Response.WriteAsync(text, http.RequestAborted);
    });

    /// <summary>From now on the stand-in's own answers are changed before they leave.</summary>
    public void Change(Func<string, string> change) => Answer(async (http, next) =>
    {
        var text = change(await HonestAsync(http, next));
        http.Response.ContentLength = null;
        await http.Response.WriteAsync(text, http.RequestAborted);
    });

    /// <summary>The vendor is good again.</summary>
    public void Mend() => answer = null;

    /// <summary>What the stand-in answers, without sending it.</summary>
    public static async Task<string> HonestAsync(HttpContext http, RequestDelegate next)
    {
        var wire = http.Response.Body;
        using var kept = new MemoryStream();
        http.Response.Body = kept;
        await next(http);
        http.Response.Body = wire;
        return System.Text.Encoding.UTF8.GetString(kept.ToArray());
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
