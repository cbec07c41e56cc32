namespace IntegrationHub.Installation;

/// <summary>What packages bring beside what is shipped.</summary>
internal static class LoadedPackages
{
    /// <summary>The shipped parts and those of these packages.</summary>
    public static HubParts Load(HubParts shipped, IReadOnlyList<PackageSettings> packages, List<SettingsFault> faults)
    {
        foreach (var package in packages) faults.Add(new SettingsFault("Packages", $"'{package.Path}': not yet"));
        return shipped;
    }
}
