using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Configuration;

namespace IntegrationHub.Tests.Streams;

/// <summary>Adapters whose source is described in the stream file itself.</summary>
public sealed class DescribedSourceTests
{
    const string File = """
        stream: sundby-wells
        source: wells
        adapter: lists
        mapping: wells
        connection:
          url: https://wells.example/api
        read:
          strategy: snapshot
        """;

    static readonly AdapterManifest Lists = new()
    {
        Name = "lists",
        Summary = "Reads what is described.",
        Contract = "None.",
        Strategies = [ReadStrategy.Cursor, ReadStrategy.Snapshot, ReadStrategy.Windowed],
        PersonalData = [],
        Settings = [],
        Describes = new ListDescription(),
    };

    [Fact]
    public void The_description_says_which_settings_and_strategies_there_are()
    {
        var stream = Read(File + "\nlist:\n  of: wells\n", out var said);

        Assert.Empty(said);
        Assert.Equal("wells", Assert.IsType<Described>(stream!.Definition.Description).Of);
        Assert.Equal([ReadStrategy.Snapshot], stream.Adapter.Strategies);
        Assert.Equal("https://wells.example/api", stream.Definition.Connection["url"]);
    }

    [Fact]
    public void A_strategy_that_the_description_does_not_give_is_refused_like_any_other()
    {
        Read(File.Replace("snapshot", "cursor", StringComparison.Ordinal) + "\nlist:\n  of: wells\n", out var said);

        Assert.Equal(["8:13: error IH5006: the adapter 'lists' cannot be read with strategy cursor; it offers snapshot"], said);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_in_the_section_and_outside_it()
    {
        Read(File + "\nlist:\n  off: wells\nlimit: 5\n", out var said);

        Assert.Equal(
        [
            "10:3: error IH5001: there is no key 'off' under 'list' (did you mean 'of'?)",
            "10:3: error IH5002: list.of is missing",
            "11:1: error IH5001: there is no key 'limit' here (did you mean 'limits'?)",
        ], said);
    }

    [Fact]
    public void A_section_of_another_adapter_has_no_effect_and_is_refused()
    {
        Read(File.Replace("adapter: lists", "adapter: permits", StringComparison.Ordinal).Replace("snapshot", "cursor", StringComparison.Ordinal) + "\nlist:\n  of: wells\n", out var said);

        Assert.Equal(["9:1: error IH5007: list has no effect: it is for the adapter 'lists', and this stream is read with 'permits'; take one of them away"], said);
    }

    static StreamFile? Read(string text, out IReadOnlyList<string> said)
    {
        var diagnostics = new DiagnosticBag();
        var stream = StreamFileReader.Read("f", text, [Lists, .. TestAdapter.All], diagnostics);
        said = [.. diagnostics.All.Select(d => d.ToString()[2..])];
        return stream;
    }

    sealed record Described(AdapterManifest Manifest, string Of) : SourceDescription(Manifest);

    sealed class ListDescription : IDescribesSources
    {
        public KeySpec Section { get; } = KeySpec.Section("list", "What is listed.", new KeySpec("of", KeyKind.Text, "Of what.") { IsRequired = true });

        public SourceDescription? Describe(YamlNode? section, Place place, ReadStrategy? strategy, DiagnosticBag diagnostics)
        {
            var list = YamlSection.Item(section as YamlMap ?? new YamlMap(place, []), "list", Section, diagnostics, new SectionCodes("IH5001", "IH5002", "IH5003", "IH5004"));
            var of = list.Text("of");
            list.End();
            return of is null ? null : new Described(Lists with { Strategies = [ReadStrategy.Snapshot], Settings = [new("url", SettingKind.Url, "The address.") { Required = true }] }, of.Text);
        }
    }
}
