using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.AspNetCore;
using IntegrationHub.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>The API over a fake hub, on a real port of the loopback.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-api-");
    WebApplication? app;

    internal FakeHub Hub { get; private set; } = new();

    internal LogLines Log { get; } = new();

    internal IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    // A connection for each request: after an answer to a body that it did not read the server closes the connection, and the next request must not meet it half closed.
    internal HttpClient Http { get; } = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    internal IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)app!).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    public async ValueTask InitializeAsync()
    {
        var keyFile = Path.Combine(folder.FullName, "api-keys.json");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHub>(Hub);
        builder.Services.AddIntegrationHubApi(api =>
        {
            api.KeyFile = keyFile;
            api.SpecialistDepartments.Add("byggnadsnamnden");
        });

        app = builder.Build();
        app.MapIntegrationHub();
        await app.StartAsync();
        Keys = ApiKeyFile.Read(keyFile);
        Http.BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (app is not null) await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    internal string KeyOf(string role) => Keys.Single(k => k.Name == role).Secret;

    /// <summary>A request of this role with all that its role is asked for.</summary>
    internal HttpRequestMessage Request(HttpMethod method, string path, string? role = "agent", string? json = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (role is not null) request.Headers.Add("X-Api-Key", KeyOf(role));
        request.Headers.Add("X-On-Behalf-Of", "anna.ek");
        if (path.Contains("/cases/", StringComparison.Ordinal) || path.EndsWith("/record", StringComparison.Ordinal)) request.Headers.Add("X-Purpose", "the citizen calls");
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return request;
    }

    internal async Task<(HttpResponseMessage Response, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (response, body);
    }
}

/// <summary>What was logged.</summary>
sealed class LogLines : ILoggerProvider, ILogger
{
    readonly List<string> lines = [];

    public string All
    {
        get { lock (lines) return string.Join('\n', lines); }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (lines) lines.Add(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
