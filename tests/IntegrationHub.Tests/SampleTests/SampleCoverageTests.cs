using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;
using IntegrationHub.Tests.Configuration;

namespace IntegrationHub.Tests.SampleTests;

public sealed class SampleCoverageTests : IDisposable
{
    readonly TestFolder folder = new();

    public SampleCoverageTests()
    {
        folder.Write("permits.mapping.yaml", """
            mapping: permits
            version: 1.0.0
            target: case@1
            source: { system: permits, stream: permits, format: json }
            identity: { key: nr }
            fields:
              title: title
              status: const('closed')
              handler.name: by
              location.lat: lat | decimal
              confidentiality: const('open')
            lists:
              parties:
                each: name | nullIfBlank | toList
                fields:
                  role: const('applicant')
                  name: it
                  phone: root.phone

            """);
        folder.Write("samples/bare.json", """{ "nr": "B 1", "title": "Altan" }""");
        folder.Write("samples/whole.json", """{ "nr": "B 2", "title": "Altan", "by": "MÅG", "lat": 62.4, "name": "Anna", "phone": "070-174 06 35" }""");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fields_that_no_sample_fills_are_told_by_the_names_of_the_mapping_file() =>
        Assert.Equal(["handler.name", "location.lat", "parties.role", "parties.name", "parties.phone"], await UnfilledAsync("bare"));

    [Fact]
    public async Task Several_samples_fill_the_fields_together() => Assert.Empty(await UnfilledAsync("bare", "whole"));

    [Fact]
    public void Without_a_sample_every_field_is_told() =>
        Assert.Equal(8, SampleCoverage.Unfilled(folder["permits.mapping.yaml"], []).Count);

    async Task<IReadOnlyList<string>> UnfilledAsync(params string[] samples)
    {
        folder.Write("tests/permits.test.yaml", "tests:\n" + string.Concat(samples.Select(sample => $"  - name: {sample}\n    input: ../samples/{sample}.json\n    expect: {{ title: Altan }}\n")));
        var diagnostics = new DiagnosticBag();
        var file = SampleTestFileReader.Read(folder["tests/permits.test.yaml"], diagnostics);
        Assert.Empty(diagnostics.All);

        var results = await new SampleTestRunner(MappingCompiler.Compile).RunAsync(file!);
        Assert.All(results, result => Assert.True(result.Passed, string.Join("; ", result.Differences)));
        return SampleCoverage.Unfilled(folder["permits.mapping.yaml"], results);
    }
}
