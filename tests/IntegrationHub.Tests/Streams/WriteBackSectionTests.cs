using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.Streams;

/// <summary>What stands under <c>writeBack:</c> in a stream file.</summary>
public sealed class WriteBackSectionTests
{
    static readonly AdapterManifest Permits = new()
    {
        Name = "permits",
        Summary = "Reads nothing.",
        Contract = "None.",
        Strategies = [ReadStrategy.Cursor],
        ReadsByKey = true,
        PersonalData = [],
        Settings = [],
        Writes =
        [
            new WriteCapability(WriteKind.Note, WriteRepeat.AfterLookUp)
            {
                MaxText = 255,
                Settings =
                [
                    new AdapterSetting("noteType", SettingKind.Choice, "What the note is.") { Required = true, Choices = ["memo", "call"] },
                    new AdapterSetting("signature", SettingKind.Text, "Who signs.") { Default = "hub" },
                    new AdapterSetting("key", SettingKind.Secret, "The key for notes."),
                ],
            },
            new WriteCapability(WriteKind.Message, WriteRepeat.Never),
        ],
    };

    [Fact]
    public void A_kind_that_is_named_is_let_through_with_its_settings_and_no_other()
    {
        var (stream, diagnostics) = Read("""{ note: { noteType: memo, key: "${secret:NOTES}" }, message: }""");

        Assert.Empty(diagnostics);
        Assert.Equal([WriteKind.Note, WriteKind.Message], stream!.Definition.Writes.Keys);
        Assert.Equal(("memo", 255), (stream.Definition.Writes[WriteKind.Note].Settings["noteType"], stream.Definition.Writes[WriteKind.Note].Capability.MaxText));
        Assert.Empty(stream.Definition.Writes[WriteKind.Message].Settings);
        Assert.NotNull(stream.Definition.Told);
    }

    [Fact]
    public void A_file_that_says_nothing_of_it_lets_nothing_through()
    {
        var stream = Read("").Stream!;

        Assert.Empty(stream.Definition.Writes);
        Assert.Null(stream.Definition.Told);
    }

    [Fact]
    public void Settings_are_resolved_with_their_defaults_and_what_has_no_value_is_told_with_its_place()
    {
        var stream = Read("""{ note: { noteType: memo, key: "${secret:NOTES}" } }""").Stream!;
        var missing = new DiagnosticBag();

        var resolved = new SettingResolver(new GivenSettings(secrets: new Dictionary<string, string> { ["NOTES"] = "canary" })).Resolve(stream, new DiagnosticBag())!;
        var none = new SettingResolver(new GivenSettings()).Resolve(stream, missing);

        Assert.Equal(new Dictionary<string, string> { ["noteType"] = "memo", ["signature"] = "hub", ["key"] = "canary" }, resolved.RevealWrites()[WriteKind.Note]);
        Assert.DoesNotContain("canary", string.Join(' ', resolved.Writes[WriteKind.Note].Values), StringComparison.Ordinal);
        Assert.Null(none);
        Assert.StartsWith("permits.stream.yaml:6:43: error IH5021: writeBack.note.key needs the secret 'NOTES'", missing.All.Single().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ status: {} }", "6:14: error IH5019: the adapter 'permits' cannot write 'status'; it can write note, message")]
    [InlineData("{ nots: {} }", "6:14: error IH5001: there is no key 'nots' under 'writeBack' (did you mean 'note'?)")]
    [InlineData("{ note: {} }", "6:14: error IH5012: writeBack.note.noteType is missing: What the note is.")]
    [InlineData("{ note: { noteType: meno } }", "6:32: error IH5013: writeBack.note.noteType must be one of memo, call (did you mean 'memo'?)")]
    [InlineData("{ note: { noteType: memo, sgnature: x } }", "6:38: error IH5011: 'note' of the adapter 'permits' has no setting 'sgnature' (did you mean 'signature'?)")]
    [InlineData("{ note: { noteType: memo, key: hunter2 } }", "6:43: error IH5014: writeBack.note.key is secret and must not stand in a file; write \"${secret:NAME}\" and treat what stood here as known to others")]
    [InlineData("{ note: { noteType: memo, signature: \"${secret:X}\" } }", "6:49: error IH5017: writeBack.note.signature is no secret setting, so its value may be logged; a secret must not go into it")]
    [InlineData("{ message: yes }", "6:23: error IH5003: writeBack.message must be a section with the adapter's settings as keys")]
    [InlineData("note", "6:12: error IH5003: writeBack must be a section with keys of its own")]
    public void What_is_wrong_is_told_with_its_place_and_never_with_a_secret(string section, string told)
    {
        var (stream, diagnostics) = Read(section);

        Assert.Null(stream);
        Assert.Equal([told], diagnostics.Select(d => d["permits.stream.yaml:".Length..]));
    }

    [Fact]
    public void An_adapter_that_writes_nothing_lets_nothing_through()
    {
        var (stream, diagnostics) = Read("{ note: {} }", Permits with { Writes = [] });

        Assert.Null(stream);
        Assert.Equal(["permits.stream.yaml:6:14: error IH5019: the adapter 'permits' cannot write 'note'; it can write nothing, so take the section away"], diagnostics);
    }

    [Fact]
    public void How_long_what_was_written_may_be_invisible_is_said_with_any_strategy()
    {
        var (stream, diagnostics) = Read("""{ note: { noteType: memo, key: "${secret:NOTES}" } }""", Permits with { Strategies = [ReadStrategy.Snapshot] }, "{ strategy: snapshot, settle: 3s }");

        Assert.Empty(diagnostics);
        Assert.Equal(TimeSpan.FromSeconds(3), stream!.Definition.Reading.Settle);
    }

    static (StreamFile? Stream, IReadOnlyList<string> Diagnostics) Read(string section, AdapterManifest? adapter = null, string read = "{ strategy: cursor }")
    {
        var text = $"""
            stream: permits
            source: town
            adapter: permits
            mapping: permits
            read: {read}

            """ + (section.Length == 0 ? "" : $"writeBack: {section}\n");
        var diagnostics = new DiagnosticBag();
        var stream = StreamFileReader.Read("permits.stream.yaml", text, [adapter ?? Permits], diagnostics);
        return (stream, [.. diagnostics.All.Select(d => d.ToString())]);
    }
}
