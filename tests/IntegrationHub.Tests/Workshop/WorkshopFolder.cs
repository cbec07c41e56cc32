using IntegrationHub.Diagnostics;
using IntegrationHub.Tests.Configuration;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Tests.Workshop;

/// <summary>A mapping with samples, as an author has it.</summary>
sealed class WorkshopFolder : IDisposable
{
    public const string Mapping = """
        mapping: permits
        version: 1.2.0
        target: case@1
        source: { system: permits, format: json }
        timezone: Europe/Stockholm
        identity:
          key: nr
          order: rev | int
          deleted: status == 'GONE'
        codes:
          status:
            map: { NEW: received, DONE: closed }
            unknown: quarantine
        let:
          clean: title | trim
        fields:
          title: $clean | upper
          status: status | lookup(status)
          closedAt: if(status == 'DONE', at | datetime, null)
        lists:
          parties:
            each: people
            fields:
              role: const('applicant')
              name: name | trim
        """;

    readonly TestFolder folder = new();

    public WorkshopFolder()
    {
        folder.Write("permits.mapping.yaml", Mapping);
        folder.Write("samples/one.json", """{ "nr": "B 1", "rev": 5, "status": "NEW", "title": " Garage ", "people": [{ "name": "Anna " }, { "name": "Bo" }] }""");
    }

    public string this[string relative] => folder[relative];

    public string Path => folder.Path;

    public void Write(string relative, string text) => folder.Write(relative, text);

    public MappingOnDisk Read(string file)
    {
        var diagnostics = new DiagnosticBag();
        var read = MappingOnDisk.Read(folder[file], diagnostics);
        Assert.DoesNotContain(diagnostics.All, d => d.Severity == Severity.Error);
        return read!;
    }

    public void Dispose() => folder.Dispose();
}
