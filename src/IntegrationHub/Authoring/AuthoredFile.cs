using IntegrationHub.Configuration;
using IntegrationHub.Mapping.Files;
using IntegrationHub.SampleTests;
using IntegrationHub.Streams;

namespace IntegrationHub.Authoring;

/// <summary>One kind of file that people write: what it is called, and its keys.</summary>
/// <param name="Name">The kind in one word, as <c>ihub schema</c> takes it.</param>
/// <param name="Title">What people call such a file.</param>
/// <param name="Files">The names of such files, as an editor matches them.</param>
public sealed record AuthoredFile(string Name, string Title, string Files)
{
    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<AuthoredFile> All { get; } =
    [
        new("stream", "The stream file", "*" + StreamFileReader.Extension),
        new("mapping", "The mapping file", "*" + HubCatalog.MappingExtension),
        new("test", "The test file", "*" + SampleTestFileReader.Extension),
        new("hub", "The hub's file", HubFileReader.FileName),
    ];

    /// <summary>The keys; of a mapping file, those of one whose target is a case.</summary>
    internal KeySpec Keys => Name switch
    {
        "stream" => StreamFileKeys.File,
        "mapping" => MappingFileKeys.Case,
        "test" => SampleTestKeys.File,
        _ => HubFileKeys.File,
    };
}
