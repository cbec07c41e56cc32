using IntegrationHub.Hosting;
using IntegrationHub.Mapping;
using IntegrationHub.Nodes;
using IntegrationHub.Operation;
using IntegrationHub.Outbound;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a hub in an application.</summary>
public static class HubRegistration
{
    /// <summary>Registers <see cref="IHub"/>. Add adapters and a store to what this returns.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says whose hub it is and where its files are.</param>
    public static IHubBuilder AddIntegrationHub(this IServiceCollection services, Action<HubOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        services.AddOptions<HubOptions>().Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAdd(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(NullLogger<>)));
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.TryAddSingleton(provider => HubKeys.Of(provider.GetRequiredService<IOptions<HubOptions>>().Value));
        services.TryAddSingleton(provider => new OutboundHttp(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => MappingFunctions.BuiltIn.With(provider.GetServices<IMappingFunction>()));
        services.TryAddSingleton<StreamCatalog>();
        services.TryAddSingleton(provider => new StoreClock(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IHub>(provider => new Hub(
            provider.GetRequiredService<HubKeys>(),
            provider.GetRequiredService<IOptions<HubOptions>>().Value,
            provider.GetRequiredService<IHubStore>(),
            provider.GetRequiredService<StreamCatalog>(),
            provider.GetRequiredService<OutboundHttp>(),
            provider.GetService<IStreamSchedule>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<StoreClock>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, NodePresence>());
        return new HubBuilder(services);
    }

    sealed class HubBuilder(IServiceCollection services) : IHubBuilder
    {
        public IServiceCollection Services { get; } = services;

        public IHubBuilder AddAdapter<TAdapter>() where TAdapter : class, IAdapter
        {
            Services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdapter, TAdapter>());
            return this;
        }

        public IHubBuilder AddMappingFunction<TFunction>() where TFunction : class, IMappingFunction
        {
            Services.TryAddEnumerable(ServiceDescriptor.Singleton<IMappingFunction, TFunction>());
            return this;
        }
    }
}
