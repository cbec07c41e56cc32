using IntegrationHub.Diagnostics;
using IntegrationHub.Protection;

namespace IntegrationHub.Hosting;

/// <summary>The municipality and its keys, once the options have been found to name both.</summary>
/// <param name="Tenant">The municipality.</param>
/// <param name="Keys">Its keys.</param>
public sealed record HubKeys(TenantId Tenant, KeyRing Keys)
{
    /// <summary>Takes them from the options.</summary>
    /// <exception cref="HubStartException">One of them is missing.</exception>
    public static HubKeys Of(HubOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var here = new Place("AddIntegrationHub", 1, 1);
        var missing = new DiagnosticBag();
        if (!HubName.IsValid(options.Tenant))
            missing.Error(here, "IH5041", $"options.Tenant is '{options.Tenant}': set the municipality's name, lower-case letters, digits and single hyphens");
        if (options.Keys is null)
            missing.Error(here, "IH5042", "options.Keys is not set, and without keys nothing personal can be stored: read them with KeyRingFile.Read, or make them once with KeyRingFile.CreateNew and keep a copy in a safe place");
        if (options.StreamFolders.Count == 0)
            missing.Error(here, "IH5043", "options.StreamFolders is empty: add the folder that holds the stream files");
        return missing.HasErrors ? throw new HubStartException(missing.All) : new HubKeys(new TenantId(options.Tenant), options.Keys!);
    }
}
