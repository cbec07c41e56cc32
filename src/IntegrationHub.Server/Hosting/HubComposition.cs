using IntegrationHub.AspNetCore;
using IntegrationHub.Console;
using IntegrationHub.Hosting;
using IntegrationHub.Installation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.HttpOverrides;

namespace IntegrationHub.Server;

/// <summary>The one place where a hub of the server is put together: what is added to every hub is added here.</summary>
static class HubComposition
{
    /// <summary>Puts a hub's application together; nothing is opened and nothing is started.</summary>
    public static WebApplication Build(HubPlan plan, ServerSettings server, HubDoor door, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HubComposition).Assembly.GetName().Name,
            EnvironmentName = "Production",
            // Wherever the server is started, the pages' files lie beside the program.
            ContentRootPath = AppContext.BaseDirectory,
        });
        // Run from its build folder, the files are where the packages have them; published, they are in wwwroot.
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, builder.Environment.ApplicationName + ".staticwebassets.runtime.json"))) builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton<IServer>(door);
        builder.Services.AddSingleton<IHostLifetime, HubLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = server.StopWithin);
        builder.Services.AddRouting();
        builder.Logging.AddProvider(new HubLogging(loggers, plan.Setup.File.Tenant)).SetMinimumLevel(LogLevel.Trace)
            // That a cookie is of a session that has ended is no news; what goes wrong at the provider's door, the door tells itself.
            .AddFilter(typeof(SessionAuthentication).FullName, LogLevel.Warning).AddFilter(typeof(OpenIdHandler).FullName, LogLevel.None);

        AddStore(AddHub(builder.Services, plan), plan)
            .UseQuartz(quartz => quartz.PostgreSql = plan.Setup.File.PostgreSql);
        AddApi(builder.Services, plan, server);
        AddPages(builder.Services, plan);
        ProviderSignIn.Add(builder.Services, plan);

        var app = builder.Build();
        Map(app, server);
        return app;
    }

    static IHubBuilder AddHub(IServiceCollection services, HubPlan plan)
    {
        foreach (var adapter in plan.Parts.Adapters) services.AddSingleton(adapter);
        services.AddSingleton(plan.Parts.Functions);
        return services.AddIntegrationHub(hub =>
        {
            hub.Take(plan.Setup.File);
            hub.Keys = plan.Setup.Keys;
            hub.Disclosure = plan.Setup.Disclosure;
            hub.Settings = plan.Values;
        });
    }

    static IHubBuilder AddStore(IHubBuilder hub, HubPlan plan) =>
        plan.Setup.File.PostgreSql is { } database ? hub.UsePostgreSql(database) : hub.UseSqlite(plan.Setup.File.DataFolder);

    static void AddApi(IServiceCollection services, HubPlan plan, ServerSettings server) => services.AddIntegrationHubApi(api =>
    {
        api.KeyFile = plan.Settings.ApiKeys;
        api.MetricsNeedNoKey = plan.Settings.MetricsNeedNoKey;
        api.SharesProcess = server.Hubs.Count > 1;
        foreach (var department in plan.Settings.SpecialistDepartments) api.SpecialistDepartments.Add(department);
    });

    static void AddPages(IServiceCollection services, HubPlan plan) => services.AddIntegrationHubPages(pages =>
    {
        pages.Name = plan.Setup.File.Name;
        pages.TimeZone = plan.Setup.File.TimeZone;
    });

    static void Map(WebApplication app, ServerSettings server)
    {
        // First of all: what follows must know who really asks, and whether over https.
        if (server.TrustedProxies.Count > 0) app.UseForwardedHeaders(Forwarded(server));
        app.MapIntegrationHub();
        app.MapIntegrationHubPages();
        ProviderSignIn.Map(app);
    }

    static ForwardedHeadersOptions Forwarded(ServerSettings server)
    {
        var options = new ForwardedHeadersOptions
        {
            // Never the host: by it the hub was chosen.
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // Every hop must be a named one, however many there are.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in server.TrustedProxies) options.KnownIPNetworks.Add(network);
        return options;
    }

    /// <summary>The process's signals are the server's.</summary>
    sealed class HubLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
