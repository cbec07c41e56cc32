using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Adapters.Files;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Adapters.Open311;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Adapters.Sql;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Installation;

/// <summary>What the files of a hub may name: adapters in stream files, functions in mappings.</summary>
internal sealed record HubParts(IReadOnlyList<IAdapter> Adapters, MappingFunctions Functions)
{
    /// <summary>Everything that is shipped.</summary>
    public static HubParts Shipped { get; } =
        new([new ByggRAdapter(), new FilesAdapter(), new HttpAdapter(), new Open311Adapter(), new OpenEPlatformAdapter(), new SqlAdapter()], MappingFunctions.BuiltIn);
}
