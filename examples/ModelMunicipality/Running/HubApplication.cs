using System.Net.Sockets;
using IntegrationHub;
using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Adapters.Files;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Adapters.Open311;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Adapters.Sql;
using IntegrationHub.AspNetCore;
using IntegrationHub.Configuration;
using IntegrationHub.Console;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ModelMunicipality.Running;

/// <summary>The hub over the town's systems, with its HTTP API.</summary>
static class HubApplication
{
    /// <summary>Puts it together; nothing is started and nothing is read.</summary>
    /// <exception cref="HubStartException">The hub's file or its key file is wrong.</exception>
    public static WebApplication Build(DataFolder folder, VendorSystems vendors, MunicipalityOptions options, JobEngine? engine = null, TimeProvider? time = null)
    {
        engine ??= JobEngine.Quartz;
        time ??= TimeProvider.System;
        var keys = folder.OpenKeyRing();
        var file = MunicipalityHubFile.Write(folder, options);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = engine.Application,
            EnvironmentName = "Production",
            // Wherever the command is typed, the pages' files lie beside the program.
            ContentRootPath = AppContext.BaseDirectory,
        });
        // Run from its build folder, the files are where the packages have them; published, they are in wwwroot.
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, engine.Application + ".staticwebassets.runtime.json"))) builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls([.. options.Urls.Select(u => u.GetLeftPart(UriPartial.Authority))]);
        builder.Logging.ToStandardError(options.LogFrom);
        builder.Services.AddSingleton(time);
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var hubBuilder = builder.Services
            .AddIntegrationHub(hub =>
            {
                hub.Take(file.Hub);
                hub.Keys = keys;
                hub.Disclosure = file.Disclosure;
                // What a visitor adds to a stream file, a secret for notifications for instance, comes from where it always does.
                hub.Settings = new SettingSources(new GivenSettings(vendors.Settings, vendors.Secrets), SettingSources.OfMachine());
            })
            .UseSqlite(folder.Index)
            .AddAdapter<ByggRAdapter>()
            .AddAdapter<FilesAdapter>()
            .AddAdapter<HttpAdapter>()
            .AddAdapter<Open311Adapter>()
            .AddAdapter<OpenEPlatformAdapter>()
            .AddAdapter<SqlAdapter>();

        if (options.Once) return builder.Build();

        engine.Use(hubBuilder);
        hubBuilder.UseOtlp(otlp => (otlp.Endpoint, otlp.Logs) = (options.Otlp, true));

        builder.Services.AddIntegrationHubApi(api =>
        {
            api.KeyFile = folder.ApiKeys;
            api.SpecialistDepartments.Add("byggnadsnamnden");
        });
        builder.Services.AddIntegrationHubPages(pages =>
        {
            pages.Name = file.Hub.Name;
            pages.TimeZone = file.Hub.TimeZone;
        });
        var app = builder.Build();
        app.MapIntegrationHub();
        app.MapIntegrationHubPages();
        engine.Map(app);
        return app;
    }

    /// <summary>Begins to listen and says where.</summary>
    /// <exception cref="StartRefusedException">The port is in use, or may not be used.</exception>
    public static async Task<Uri> ListenAsync(WebApplication app, MunicipalityOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is AddressInUseException or SocketException || e is IOException { InnerException: AddressInUseException or SocketException })
        {
            throw new StartRefusedException($"The API cannot listen at {string.Join(" and ", options.Urls.Select(u => u.GetLeftPart(UriPartial.Authority)))}: {(e.InnerException ?? e).Message}. Another program uses the port, or an earlier start still runs; stop it, or name another address with --urls.", e);
        }

        return new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>The keys of the API, one per role.</summary>
    public static IReadOnlyList<ApiKey> KeysOf(DataFolder folder) => ApiKeyFile.Read(folder.ApiKeys);
}
