using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Server.Tests.Schedules;

/// <summary>Stream files of which only the schedule counts.</summary>
static class StreamFiles
{
    static readonly AdapterManifest Adapter = new() { Name = "any", Summary = "Any.", Contract = "None.", Settings = [], Strategies = [ReadStrategy.Cursor], PersonalData = [] };

    public static StreamDefinition Read(string schedule)
    {
        var wrong = new DiagnosticBag();
        var file = StreamFileReader.Read("any.stream.yaml", $$"""
            stream: any
            source: any
            adapter: any
            mapping: any
            connection: {}
            read: { strategy: cursor }
            schedule: {{schedule}}
            """, [Adapter], wrong);
        Assert.Empty(wrong.All);
        return file!.Definition;
    }
}
