using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Authoring;
using IntegrationHub.Cli;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>What <c>ihub explain</c> tells, held to the code that reports it.</summary>
public sealed partial class DiagnosticRegistryTests
{
    static readonly IReadOnlyList<DiagnosticEntry> Entries = DiagnosticRegistry.All(Toolbox.Standard.Adapters.Select(a => a.Manifest));

    /// <summary>What is told of a run, an option or a store, or of files that are larger than an example should be.</summary>
    static readonly string[] NotShownByFiles =
    [
        "IH1001", "IH1020", "IH3001", "IH3002", "IH3003", "IH3004", "IH3009", "IH3011", "IH3012", "IH3015", "IH3018", "IH3020", "IH3021", "IH3022", "IH3023", "IH3024", "IH3111", "IH3220", "IH3900", "IH5020", "IH5021",
        "IH5041", "IH5042", "IH5043", "IH5901", "IH5902",
    ];

    public static TheoryData<string> Shown => [.. Entries.Where(e => e.Example is not null).Select(e => e.Code)];

    [Fact]
    public void Every_code_in_the_sources_is_explained_once_and_no_other()
    {
        var told = Repository.SourceFiles("src", "adapters")
            .SelectMany(file => Code().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))).Select(m => m.Groups[1].Value))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(told, Entries.Select(e => e.Code));
    }

    [Fact]
    public void Every_code_says_in_sentences_what_is_wrong_and_what_to_do() => Assert.All(Entries, entry =>
    {
        Assert.Matches(@"^[A-Z].*\.$", entry.Meaning);
        Assert.Matches(@"^[A-Z].*\.$", entry.Remedy);
    });

    [Fact]
    public void Every_code_that_files_can_provoke_has_an_example()
    {
        var without = Entries.Where(e => e.Example is null && !e.Code.StartsWith("IH6", StringComparison.Ordinal) && !e.Code.StartsWith("IH41", StringComparison.Ordinal)).Select(e => e.Code);

        Assert.Equal(NotShownByFiles, without);
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task An_example_provokes_its_code(string code)
    {
        var example = Entries.Single(e => e.Code == code).Example!;
        var folder = Directory.CreateTempSubdirectory("ihub-example-").FullName;
        try
        {
            foreach (var file in example.Files)
            {
                var path = Path.Combine(folder, file.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllBytesAsync(path, Bytes(file.Text), TestContext.Current.CancellationToken);
            }

            var told = example.Record is { } record ? OfRecord(folder, record) : await LintAsync(folder);

            Assert.True(told.Any(t => t.Contains(code, StringComparison.Ordinal)), $"{code} is not among:\n{string.Join('\n', told)}\n--- files\n{string.Join("\n---\n", example.Files.Select(f => f.Text))}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Half a byte sequence stands where an example has the sign for it.
    static byte[] Bytes(string text) => [.. text.Split('\uFFFD').SelectMany((part, i) => i == 0 ? Encoding.UTF8.GetBytes(part) : [0xE9, .. Encoding.UTF8.GetBytes(part)])];

    static async Task<IReadOnlyList<string>> LintAsync(string folder)
    {
        var output = new StringWriter();
        await IhubCommand.RunAsync(["lint", folder], Toolbox.Standard, new Terminal(output, output, colour: false), TestContext.Current.CancellationToken);
        return output.ToString().Split('\n');
    }

    static IReadOnlyList<string> OfRecord(string folder, string record)
    {
        var diagnostics = new DiagnosticBag();
        var file = Directory.GetFiles(folder, "*" + HubCatalog.MappingExtension).Single();
        var mapping = MappingCompiler.Compile(new MappingSource("example.mapping.yaml", File.ReadAllText(file), _ => null), diagnostics);
        Assert.Empty(diagnostics.All.Where(d => d.Severity == Severity.Error).Select(d => d.ToString()));

        var result = mapping!.Map(new SourceRecord { Content = File.ReadAllBytes(Path.Combine(folder, record)), Format = mapping.Format, Charset = "utf-8" });
        return [.. result.Notes.Select(n => n.ToString()), .. (result as MappingResult.Unmappable)?.Faults.Select(f => f.ToString()) ?? []];
    }

    [GeneratedRegex("\"(IH[1-6][0-9]{3})\"")]
    private static partial Regex Code();
}
