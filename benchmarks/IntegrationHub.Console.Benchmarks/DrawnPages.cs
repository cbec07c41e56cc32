using System.Diagnostics;
using System.Security.Claims;
using IntegrationHub.AspNetCore;
using IntegrationHub.Console.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Console.Benchmarks;

/// <summary>Draws pages as a browser's circuit has them drawn first: every query, and the whole of what is shown.</summary>
sealed class DrawnPages(IServiceProvider services, ApiKey key)
{
    /// <summary>How long a page took, and how large it is.</summary>
    public async Task<(TimeSpan Took, TimeSpan Worked, int Length)> DrawAsync<TView>(params (string Name, object? Value)[] more) where TView : SignedInView
    {
        await using var scope = services.CreateAsyncScope();
        var sessions = scope.ServiceProvider.GetRequiredService<HubSessions>();
        var session = sessions.OfCookie(sessions.Begin(key, "bench"))!;
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim("session", session.Id)], "session"));
        ((IHostEnvironmentAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>()).SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        ((IHostEnvironmentNavigationManager)scope.ServiceProvider.GetRequiredService<NavigationManager>()).Initialize("http://127.0.0.1/", "http://127.0.0.1/");
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        var parameters = new Dictionary<string, object?> { ["Language"] = "en" };
        foreach (var (name, value) in more) parameters[name] = value;

        var (began, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var drawn = renderer.BeginRenderingComponent<TView>(ParameterView.FromDictionary(parameters));
            await drawn.QuiescenceTask;
            return drawn.ToHtmlString();
        });
        return (Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - worked, html.Length);
    }
}
