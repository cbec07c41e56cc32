namespace IntegrationHub.Adapters.Tests.Systems;

/// <summary>The samples that ship beside the mappings.</summary>
static class Samples
{
    /// <summary>The text of a sample.</summary>
    /// <param name="system">The folder below mappings.</param>
    /// <param name="name">The file below samples.</param>
    public static string Text(string system, string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mappings", system, "samples", name));
}
