using System.Security.Claims;
using IntegrationHub.AspNetCore;
using IntegrationHub.Console.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.Web.HtmlRendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Server.Tests.Pages;

/// <summary>The living part of a page as it is drawn first for somebody who is signed in, without a browser.</summary>
sealed class DrawnView : IAsyncDisposable
{
    readonly AsyncServiceScope scope;
    readonly HtmlRenderer renderer;
    HtmlRootComponent drawn;

    DrawnView(AsyncServiceScope scope)
    {
        this.scope = scope;
        renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
    }

    /// <summary>Begins to draw it; what takes time may still go on.</summary>
    public static DrawnView Begin<TView>(PagesHost host, string role, string language, params IEnumerable<(string Name, object? Value)> more) where TView : SignedInView
    {
        var view = new DrawnView(host.Scope());
        var services = view.scope.ServiceProvider;
        var sessions = services.GetRequiredService<HubSessions>();
        var session = sessions.OfCookie(sessions.Begin(host.Keys.Single(k => k.Name == role), "anna.ek"))!;
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim("session", session.Id)], "session"));
        ((IHostEnvironmentAuthenticationStateProvider)services.GetRequiredService<AuthenticationStateProvider>()).SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));

        ((IHostEnvironmentNavigationManager)services.GetRequiredService<NavigationManager>()).Initialize(host.Address.AbsoluteUri, host.Address.AbsoluteUri);

        var named = new Dictionary<string, object?> { ["Language"] = language };
        foreach (var (name, value) in more) named[name] = value;
        var parameters = ParameterView.FromDictionary(named);
        view.drawn = view.renderer.Dispatcher.InvokeAsync(() => view.renderer.BeginRenderingComponent<TView>(parameters)).GetAwaiter().GetResult();
        return view;
    }

    /// <summary>What is on the page now.</summary>
    public Task<string> NowAsync() => renderer.Dispatcher.InvokeAsync(drawn.ToHtmlString);

    /// <summary>What is on the page once nothing goes on any more.</summary>
    public async Task<string> EndAsync()
    {
        await drawn.QuiescenceTask;
        return await NowAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await renderer.DisposeAsync();
        await scope.DisposeAsync();
    }
}
