using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.EndToEnd.Tests.BadInput;

public sealed class MappingFileTests
{
    const string TwelveMistakes = """
        mapping: errands
        version: 1.0
        target: case@1
        sorce: x
        source:
          system: errands
          stream: errands
          format: csv
          csv:
            delimiter: ";"
            encoding: utf-8
            header: true
            columns: [Nummer, Rubrik, Status, Ändrad]
        timezone: Europe/Stokholm
        identity:
          key: Nummer
          order: Status | lower
        codes:
          status:
            map: { Inkommet: recieved }
        fields:
          type: const('errand #1')
          title: Rubrik | trimm
          status: Status | lookup(status)
          statusText: Statsu
          openedAt: Ändrad | datetime('yyyy-MM-dd HH:mm') | lower
          summary: if($done, 'x', 'y')
          dueAt: Ändrad
          publicTitle: Rubrik | lookup(statuss)

        """;

    [Fact]
    public async Task A_mapping_with_twelve_mistakes_is_told_whole_before_anything_is_started()
    {
        await using var town = await SmallTown.BuildAsync();
        var file = Path.Combine(town.Mappings, TownFiles.ErrandsMapping);
        await File.WriteAllTextAsync(file, TwelveMistakes, TestContext.Current.CancellationToken);
        var calls = 0;
        town.Vendor.Answer((http, next) => next(Counted(http)));

        var refused = await Assert.ThrowsAsync<HubStartException>(() => town.Hub.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
        [
            "2:10: error IH1104: '1.0' is no version; three numbers are expected, for instance 1.0.0",
            "4:1: error IH1101: there is no key 'sorce' here (did you mean 'source'?)",
            "14:11: error IH1104: there is no time zone 'Europe/Stokholm'; use an IANA name such as Europe/Stockholm",
            "17:19: error IH2005: 'order' takes int or date or datetime but gets string; convert it first: x | datetime",
            "20:22: error IH2010: 'recieved' is no case status (did you mean 'received'?)",
            "22:15: error IH2022: the text is not closed: a space followed by '#' starts a YAML comment; put the whole value in double quotes",
            "23:19: error IH2003: there is no function 'trimm' (did you mean 'trim'?)",
            "25:15: error IH2002: the source has no column 'Statsu' (did you mean 'Status'?)",
            "26:53: error IH2005: 'lower' takes string but gets datetime",
            "27:15: error IH2004: there is no let 'done'",
            "28:10: error IH2005: 'dueAt' takes datetime but gets string; convert it first: x | datetime",
            "29:32: error IH2006: there is no code table 'statuss' (did you mean 'status'?)",
        ], refused.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.ToString().Replace(file + ":", "", StringComparison.Ordinal)));
        Assert.All(refused.Diagnostics, d => Assert.Contains(d.ToString(), refused.Message, StringComparison.Ordinal));
        Assert.False(town.Hub.IsReady);
        Assert.False(Directory.Exists(town.Index));
        await Assert.ThrowsAsync<InvalidOperationException>(() => town.RunAsync(SmallTown.Errands));
        await Assert.ThrowsAsync<InvalidOperationException>(() => town.RunAsync(SmallTown.Permits));
        Assert.Equal(0, calls);

        HttpContext Counted(HttpContext http)
        {
            calls++;
            return http;
        }
    }

    [Fact]
    public async Task A_hub_that_was_refused_starts_once_the_file_is_mended()
    {
        await using var town = await SmallTown.BuildAsync();
        var file = Path.Combine(town.Mappings, TownFiles.ErrandsMapping);
        await File.WriteAllTextAsync(file, TwelveMistakes, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HubStartException>(() => town.Hub.StartAsync(TestContext.Current.CancellationToken));

        await File.WriteAllTextAsync(file, TownFiles.Errands, TestContext.Current.CancellationToken);
        await town.Hub.StartAsync(TestContext.Current.CancellationToken);

        await town.EverythingGoesWellAsync();
    }

    [Fact]
    public async Task A_changed_mapping_that_is_wrong_is_refused_and_the_last_good_one_stays_in_force()
    {
        await using var town = await SmallTown.StartAsync();
        var file = Path.Combine(town.Mappings, TownFiles.ErrandsMapping);
        var changed = TownFiles.Errands.Replace("const('errand')", "const('fault-report')", StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, changed.Replace("Rubrik | trim", "Rubrik | trimm", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await town.EverythingGoesWellAsync();

        Assert.Equal("errand", await TypeAsync(town, "E-002"));
        Assert.Contains(town.Log.Lines, l => l.Id == 1002 && l.Text.Contains($"{file}:26:19: error IH2003: there is no function 'trimm' (did you mean 'trim'?)", StringComparison.Ordinal));
        Assert.Contains(town.Log.Lines, l => l.Id == 1003 && l.Text.StartsWith("Stream errands goes on with the last good version of its files", StringComparison.Ordinal));

        await File.WriteAllTextAsync(file, changed, TestContext.Current.CancellationToken);
        await town.EverythingGoesWellAsync();

        Assert.Equal("fault-report", await TypeAsync(town, "E-003"));
    }

    [Fact]
    public async Task A_changed_code_table_that_is_wrong_is_refused_and_the_last_good_one_stays_in_force()
    {
        await using var town = await SmallTown.StartAsync();
        var table = Path.Combine(town.Mappings, "codes", "status.csv");
        var good = await File.ReadAllTextAsync(table, TestContext.Current.CancellationToken);

        await File.WriteAllTextAsync(table, good + "Vilande,*,*,desided\n", TestContext.Current.CancellationToken);
        await town.EverythingGoesWellAsync();

        Assert.Contains(town.Log.Lines, l => l.Id == 1002 && l.Text.Contains("'desided' is no case status (did you mean 'decided'?)", StringComparison.Ordinal));
        Assert.Contains(town.Log.Lines, l => l.Id == 1003 && l.Text.StartsWith("Stream building-permits goes on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mapping_that_fits_none_of_what_the_vendor_sends_stops_the_run_and_empties_nothing()
    {
        await using var town = await SmallTown.StartAsync();
        var file = Path.Combine(town.Mappings, "byggr-permits.mapping.yaml");
        var good = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        // It compiles, but every record's time is then written in a way that the mapping does not expect.
        await File.WriteAllTextAsync(file, good.Replace("order: uppdateradDatum | date\n", "order: status | date\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        town.Clock.Advance(TimeSpan.FromDays(8));
        var (permits, errands) = await town.RunBothAsync();

        Assert.Equal((RunOutcome.Failed, "IH3900"), (permits.Outcome, permits.Fault?.Code));
        Assert.Contains("quarantine.stopAbove", permits.Fault!.Message, StringComparison.Ordinal);
        Assert.Equal((town.Live, 0L), (await town.CountAsync(SmallTown.Permits), permits.Counters.Tombstoned));
        Assert.Equal((RunOutcome.Succeeded, 1L), (errands.Outcome, errands.Counters.Written));
        Assert.Equal((CoverageState.Failing, NoticeCode.NothingFoundYet), await town.AskedForNobodyAsync());

        await File.WriteAllTextAsync(file, good, TestContext.Current.CancellationToken);
        await town.EverythingGoesWellAsync();
        Assert.Equal(town.Live, await town.CountAsync(SmallTown.Permits));
    }

    static async Task<string?> TypeAsync(SmallTown town, string number) => Assert.Single((await town.LookUpAsync(LookupBy.CaseNumber, number)).Full).Type;
}
