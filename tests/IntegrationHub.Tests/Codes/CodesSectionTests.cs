using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Configuration;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Codes;

public sealed class CodesSectionTests : IDisposable
{
    const string Stream = """
        stream: faults
        source: faults
        adapter: faults
        mapping: faults
        read: { strategy: cursor }

        """;

    const string Mapping = """
        mapping: faults
        version: 1.0.0
        target: case@1
        source: { system: faults, stream: faults, format: json }
        identity: { key: id }
        codes:
          caseType: { map: { A: a }, unknown: keep }
          pair: { file: codes/pair.csv }
        fields:
          title: "code | lookup(caseType)"
          summary: "lookup(pair, code, kind)"
        """;

    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_list_and_the_table_that_must_know_it_are_read()
    {
        var diagnostics = new DiagnosticBag();

        var file = StreamFileReader.Read("faults.stream.yaml", Stream + "codes: { services: caseType }\n", [new ListingAdapter().Manifest], diagnostics);

        Assert.Empty(diagnostics.All);
        Assert.Equal("caseType", Assert.Single(file!.Definition.Codes, c => c.Key == "services").Value);
    }

    [Fact]
    public void A_list_that_the_adapter_cannot_ask_for_is_an_error_with_the_nearest_one()
    {
        var diagnostics = new DiagnosticBag();

        Assert.Null(StreamFileReader.Read("faults.stream.yaml", Stream + "codes:\n  service: caseType\n", [new ListingAdapter().Manifest], diagnostics));

        Assert.Equal("faults.stream.yaml:7:3: error IH5018: the adapter 'faults' cannot ask its vendor for a list of codes 'service' (did you mean 'services'?)", diagnostics.All.Single().ToString());
    }

    [Theory]
    [InlineData("casetype", "did you mean 'caseType'?")]
    [InlineData("pair", "it has caseType")]
    public void A_table_that_is_not_there_or_has_several_columns_is_an_error_with_its_place(string table, string hint)
    {
        folder.Write("faults.stream.yaml", Stream + $"codes: {{ services: {table} }}\n");
        folder.Write("faults.mapping.yaml", Mapping);
        folder.Write("codes/pair.csv", "code,kind,target\nA,B,c\n");

        var snapshot = new HubCatalog([folder.Path], [new ListingAdapter()], MappingCompiler.Compile, new ManualClock()).Reload();

        var told = Assert.Single(snapshot.Diagnostics, d => d.Code == "IH5036");
        Assert.Equal(6, told.Place.Line);
        Assert.Contains(hint, told.Message, StringComparison.Ordinal);
        Assert.Empty(snapshot.Streams);
    }

    sealed class ListingAdapter : IAdapter
    {
        public AdapterManifest Manifest { get; } = new()
        {
            Name = "faults",
            Summary = "Reads nothing.",
            Contract = "None.",
            Settings = [],
            Strategies = [ReadStrategy.Cursor],
            CodeLists = ["services"],
            PersonalData = [],
        };

        public ISource CreateSource(SourceContext context) => throw new InvalidOperationException("Nothing is to be read here.");
    }
}
