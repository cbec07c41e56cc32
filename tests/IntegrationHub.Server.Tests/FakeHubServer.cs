using IntegrationHub.AspNetCore;
using IntegrationHub.Hosting;
using IntegrationHub.Server.Tests.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Server.Tests;

/// <summary>A server over a fake hub, on a real port of the loopback.</summary>
public abstract class FakeHubServer : IAsyncLifetime
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-server-");
    WebApplication? app;

    internal FakeHub Hub { get; } = new();

    internal LogLines Log { get; } = new();

    internal IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    internal Uri Address { get; private set; } = null!;

    internal IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)app!).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    /// <summary>Adds what is served beside the API.</summary>
    protected virtual void Add(IServiceCollection services)
    {
    }

    /// <summary>Maps it.</summary>
    protected virtual void Map(WebApplication server)
    {
    }

    public virtual async ValueTask InitializeAsync()
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
        Add(builder.Services);

        app = builder.Build();
        app.MapIntegrationHub();
        Map(app);
        await app.StartAsync();
        Keys = ApiKeyFile.Read(keyFile);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    internal string KeyOf(string role) => Keys.Single(k => k.Name == role).Secret;

    /// <summary>Services of their own, as one circuit of the pages has them.</summary>
    internal AsyncServiceScope Scope() => app!.Services.CreateAsyncScope();
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
