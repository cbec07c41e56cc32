using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Hosting;

/// <summary>Adds to a hub: adapters, a store. Packages bring extension methods on it.</summary>
public interface IHubBuilder
{
    /// <summary>The services that the hub is registered in.</summary>
    IServiceCollection Services { get; }

    /// <summary>Adds an adapter; stream files may then name it.</summary>
    IHubBuilder AddAdapter<TAdapter>() where TAdapter : class, IAdapter;

    /// <summary>Adds a function of the application's own; mappings may then call it.</summary>
    IHubBuilder AddMappingFunction<TFunction>() where TFunction : class, IMappingFunction;
}
