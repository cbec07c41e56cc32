using static IntegrationHub.Configuration.KeySpec;

namespace IntegrationHub.Configuration;

/// <summary>The keys of <c>hub.yaml</c>. What reads the file, the schema for editors and the reference are made from them.</summary>
public static class HubFileKeys
{
    /// <summary>The whole file.</summary>
    public static KeySpec File { get; } = Section("", "What one hub is: its municipality, its folders, who may know of what.",
        new("tenant", KeyKind.Name, "The municipality; never changed later.") { IsRequired = true, Example = "sundby" },
        Text("name", "What people call it.") with { Default = "the tenant's name", Example = "Sundbys kommun" },
        Text("timezone", "The municipality's time zone, by its IANA name.") with { IsRequired = true, Example = "Europe/Stockholm" },
        Text("data", "The folder of the case index; paths are relative to the file.") with { Default = "data" },
        Text("keys", "The key ring: keep it away from the data, and a copy of it safe.") with { Default = "hub.keys" },
        new("streams", KeyKind.Texts, "The folders with stream files, mappings and code tables.") { IsRequired = true, Example = "mappings" },
        new("disclosure", KeyKind.Any, "Who may know of what; see the disclosure policy in privacy.md.") { Default = "as privacy.md says" },
        Section("quarantine", "What could not be mapped.",
            Duration("keepFor", TimeSpan.FromDays(1), TimeSpan.FromDays(3650), "Then the contents of a record that its source does not send again are erased.") with { Default = "90d" }));
}
