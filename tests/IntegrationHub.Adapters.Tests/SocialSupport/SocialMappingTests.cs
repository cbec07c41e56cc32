using IntegrationHub.Cases;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.SocialExport;

namespace IntegrationHub.Adapters.Tests.SocialSupport;

public sealed class SocialMappingTests : IDisposable
{
    static readonly string Folder = Path.Combine(Repository(), "mappings", "social-support");

    readonly Files.Drop drop = new() { ["encoding"] = "windows-1252", ["columns"] = string.Join(';', SocialExportStandIn.Columns) };

    public void Dispose() => drop.Dispose();

    static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "IntegrationHub.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    static (IMapping Mapping, DiagnosticBag Diagnostics) Compile()
    {
        var diagnostics = new DiagnosticBag();
        var file = Path.Combine(Folder, "social-cases.mapping.yaml");
        var mapping = MappingCompiler.Compile(new MappingSource("social-cases.mapping.yaml", File.ReadAllText(file), path => File.ReadAllText(Path.Combine(Folder, path))), diagnostics);
        return (mapping ?? throw new InvalidOperationException(string.Join('\n', diagnostics.All)), diagnostics);
    }

    async Task<IReadOnlyList<MappingResult>> MapAsync(string sample)
    {
        drop.Write(sample, await File.ReadAllBytesAsync(Path.Combine(Folder, "samples", sample), TestContext.Current.CancellationToken));
        var mapping = Compile().Mapping;
        return [.. (await drop.RunAsync()).Records.Select(mapping.Map)];
    }

    [Fact]
    public void The_mapping_is_without_errors_and_warnings() => Assert.Empty(Compile().Diagnostics.All);

    [Fact]
    public async Task The_same_rows_in_Windows_1252_and_in_UTF_8_with_a_byte_order_mark_are_the_same_cases()
    {
        var ansi = await MapAsync("full.csv");
        var utf8 = await MapAsync("full.utf-8-bom.csv");

        Assert.Equal(4, ansi.OfType<MappingResult.MappedCase>().Count());
        Assert.Equal(ansi.Select(Told), utf8.Select(Told));
    }

    // Records compare their lists by reference; their text does not.
    static string Told(MappingResult result) => result switch
    {
        MappingResult.MappedCase mapped => System.Text.Json.JsonSerializer.Serialize(new { mapped.Case, mapped.Order, mapped.Timeline }),
        _ => result.GetType().Name,
    };

    [Fact]
    public async Task The_next_days_file_has_a_later_order_for_the_same_key()
    {
        var before = (await MapAsync("full.csv")).OfType<MappingResult.MappedCase>().Single(m => m.Case.Key == "S-2026-00042");
        var after = Assert.Single((await MapAsync("next-day.csv")).OfType<MappingResult.MappedCase>());

        Assert.Equal(before.Case.Key, after.Case.Key);
        Assert.True(after.Order > before.Order);
        Assert.Equal((CaseStatus.Decided, CaseStatus.Closed), (before.Case.Status, after.Case.Status));
    }

    [Fact]
    public async Task No_kind_of_support_and_no_amount_is_anywhere_in_what_becomes_of_a_row()
    {
        var told = (await MapAsync("full.csv")).Select(Told).ToList();

        Assert.All((string[])["rsörjningsst", "Trygghetslarm", "Orosan", "bifall", "12 380", "12380"], word => Assert.DoesNotContain(told, t => t.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Every_row_that_the_stand_in_writes_is_mapped_or_left_out_and_none_is_open()
    {
        var standIn = new SocialExportStandIn(new Town(seed: 3), new SocialExportOptions { Cases = 500 }, drop.Folder, drop.Clock);
        for (var i = 0; i < 40; i++)
        {
            await standIn.DeliverAsync(TestContext.Current.CancellationToken);
            drop.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var mapping = Compile().Mapping;
        var results = (await drop.RunAsync()).Records.Select(mapping.Map).ToList();

        Assert.Equal(500 + 39 * 3, results.OfType<MappingResult.MappedCase>().Count());
        Assert.Single(results.OfType<MappingResult.Skipped>());
        Assert.Equal(500 + 39 * 3 + 1, results.Count);
        Assert.All(results, r => Assert.Empty(r.Notes));
        Assert.All(results.OfType<MappingResult.MappedCase>(), m => Assert.True(m.Case.Confidentiality >= Confidentiality.Restricted));
        Assert.All(results.OfType<MappingResult.MappedCase>(), m => Assert.NotEqual(CaseStatus.Unknown, m.Case.Status));
    }
}
