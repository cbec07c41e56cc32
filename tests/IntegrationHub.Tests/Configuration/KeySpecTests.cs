using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Files;
using IntegrationHub.SampleTests;
using IntegrationHub.Streams;

namespace IntegrationHub.Tests.Configuration;

/// <summary>What the keys of the hub's own files say of themselves.</summary>
public sealed class KeySpecTests
{
    public static TheoryData<string> Keys => [.. All().Select(k => k.Path)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_is_explained_in_whole_sentences(string path)
    {
        var key = All().Single(k => k.Path == path).Key;

        Assert.Matches("^[A-Za-z<${].*[.]$", key.Description);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_says_all_that_its_kind_needs(string path)
    {
        var key = All().Single(k => k.Path == path).Key;

        Assert.Equal(key.Kind is KeyKind.Duration or KeyKind.Size or KeyKind.Number, key.Least is not null && key.Most is not null);
        Assert.Equal(key.Kind is KeyKind.List or KeyKind.Names, key.Each is not null);
        Assert.True(key.Kind != KeyKind.Choice || key.Choices.Count > 0);
        Assert.True(key.Kind is KeyKind.Section or KeyKind.Names || key.Keys.Count == 0);
        Assert.True(key.Kind != KeyKind.Section || key.Keys.Count > 0);
        Assert.Equal(key.Kind == KeyKind.Expression, key.Result is not null);
        Assert.Distinct(key.Keys.Select(k => k.Name));
    }

    [Fact]
    public void A_key_that_is_read_and_not_described_is_a_fault_of_the_program()
    {
        var section = YamlSection.Item(new YamlMap(default, []), "list", KeySpec.Section("list", "A list.", KeySpec.Text("of", "Of what.")), new DiagnosticBag(), new SectionCodes("1", "2", "3", "4"));

        Assert.Throws<InvalidOperationException>(() => section.Text("off"));
    }

    static IEnumerable<(string Path, KeySpec Key)> All() => Below("stream", StreamFileKeys.File).Concat(Below("hub", HubFileKeys.File)).Concat(Below("test", SampleTestKeys.File))
        .Concat(Below("case mapping", MappingFileKeys.Case)).Concat(Below("event mapping", MappingFileKeys.Event)).Concat(Below("contact mapping", MappingFileKeys.Contact));

    static IEnumerable<(string Path, KeySpec Key)> Below(string path, KeySpec key) =>
        [(path, key), .. key.Keys.SelectMany(k => Below($"{path}.{k.Name}", k)), .. key.Each is { } each ? Below($"{path}[]", each) : []];
}
