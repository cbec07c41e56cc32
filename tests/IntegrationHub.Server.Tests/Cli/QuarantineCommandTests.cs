using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.Server.Tests.Cli;

public sealed class QuarantineCommandTests : IDisposable
{
    const string Rows = """
        Number;Person;Name;Title;Status;Changed
        P 2026-1;;;Garage på Åsgatan;open;2026-03-02 08:00
        P 2026-2;;;A sauna;open;2026-02-30 08:00
        P 2026-3;;;A shed;open;yesterday

        """;

    readonly HubOnDisk hub = new();

    public void Dispose() => hub.Dispose();

    [Fact]
    public async Task What_cannot_be_mapped_is_listed_by_what_is_wrong_with_it_and_answers_one()
    {
        await SyncAsync();

        Assert.Equal(1, await hub.RunAsync("quarantine", "list"));

        var lines = hub.Output.Split('\n');
        Assert.Matches(@"^2 × IH3202 \S*  permits  first \d{4}-\d\d-\d\d \d\d:\d\d, last ", lines[0]);
        Assert.Matches(@"^    .*permits\.mapping\.yaml:\d+:\d+: error IH3202: ", lines[1]);
        Assert.Matches("^    keys: P 2026-[23], P 2026-[23]$", lines[2]);
        Assert.DoesNotContain("A sauna", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_in_quarantine_the_answer_is_zero()
    {
        Assert.Equal(0, await hub.RunAsync("quarantine", "list"));

        Assert.Equal("Nothing is in quarantine.\n", hub.Output);
    }

    [Fact]
    public async Task For_programs_groups_and_records_are_one_object()
    {
        await SyncAsync();

        await hub.RunAsync("quarantine", "list", "--format", "json");
        var group = Json().GetProperty("groups")[0];
        Assert.Equal((2, "IH3202", "permits"), (group.GetProperty("count").GetInt32(), group.GetProperty("code").GetString(), group.GetProperty("stream").GetString()));

        await hub.RunAsync("quarantine", "list", "--records", "--limit", "1", "--format", "json");
        Assert.Equal(26, Assert.Single(Json().GetProperty("records").EnumerateArray()).GetProperty("id").GetString()!.Length);
    }

    [Fact]
    public async Task One_record_is_shown_with_its_fault_and_without_its_contents()
    {
        await SyncAsync();

        Assert.Equal(0, await hub.RunAsync("quarantine", "show", await IdAsync("P 2026-3")));

        Assert.StartsWith("permits  P 2026-3\n", hub.Output, StringComparison.Ordinal);
        Assert.Contains("error IH3202", hub.Output, StringComparison.Ordinal);
        Assert.Contains("mapping version 1.0.0", hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("A shed", hub.Output, StringComparison.Ordinal);
        Assert.Empty(await hub.ReadAuditAsync());
    }

    [Fact]
    public async Task The_record_itself_is_shown_with_a_purpose_only_and_is_in_the_audit_first()
    {
        await SyncAsync();
        var id = await IdAsync("P 2026-3");

        Assert.Equal(2, await hub.RunAsync("quarantine", "show", id, "--record"));
        Assert.StartsWith("ihub: --purpose is missing", hub.Error, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("quarantine", "show", id, "--record", "--purpose", "which date is wrong"));

        Assert.Contains("Title: A shed\n", hub.Output, StringComparison.Ordinal);
        var line = Assert.Single(await hub.ReadAuditAsync());
        Assert.Equal(("quarantine.read", "ihub", Environment.UserName, "which date is wrong", id), (line.Action, line.Caller, line.OnBehalfOf, line.Purpose, line.Entry));
    }

    [Fact]
    public async Task After_the_mapping_is_mended_a_replay_brings_a_group_in()
    {
        await SyncAsync();
        hub.Write("streams/permits.mapping.yaml", File.ReadAllText(hub.In("streams/permits.mapping.yaml"))
            .Replace("order: Changed | datetime('yyyy-MM-dd HH:mm')", "order: const(1)", StringComparison.Ordinal)
            .Replace("updatedAt: Changed | datetime('yyyy-MM-dd HH:mm')", "updatedAt: { from: Changed | datetime('yyyy-MM-dd HH:mm'), onError: null }", StringComparison.Ordinal));

        Assert.Equal(0, await hub.RunAsync("quarantine", "replay", "--stream", "permits"));

        Assert.Equal("2 mapped again: 2 came in, 0 were older than the index, 0 stay\n", hub.Output);
        Assert.Equal(0, await hub.LookUpAsync("caseNumber", "P 2026-3"));
        Assert.Equal(0, await hub.RunAsync("quarantine", "list"));
    }

    [Fact]
    public async Task A_replay_without_a_repair_tells_what_still_is_wrong_and_answers_one()
    {
        await SyncAsync();

        Assert.Equal(1, await hub.RunAsync("quarantine", "replay", await IdAsync("P 2026-3"), "--format", "json"));

        var answer = Json();
        Assert.Equal(("done", 1), (answer.GetProperty("outcome").GetString(), answer.GetProperty("result").GetProperty("stillHeld").GetInt32()));
        Assert.Contains("IH3202", answer.GetProperty("result").GetProperty("faults")[0].GetProperty("diagnostic").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_is_edited_letter_by_letter_and_its_case_says_so()
    {
        await SyncAsync();
        var id = await IdAsync("P 2026-3");
        await hub.RunAsync("quarantine", "show", id, "--exact", "--purpose", "mending the date");
        var (text, version) = (hub.Output, Regex.Match(hub.Error, "version: ([0-9a-f]+)").Groups[1].Value);
        Assert.Equal("P 2026-3;;;A shed;open;yesterday\n", text);

        Assert.Equal(1, await EditAsync(id, version, text.Replace("yesterday", "tomorrow", StringComparison.Ordinal)));
        Assert.Contains("error IH3202", hub.Output, StringComparison.Ordinal);
        Assert.Equal(1, await EditAsync(id, "00", text));
        Assert.StartsWith("The source has sent another version", hub.Output, StringComparison.Ordinal);
        Assert.Equal(0, await EditAsync(id, version, text.Replace("yesterday", "2026-03-04 08:00", StringComparison.Ordinal)));

        Assert.StartsWith("The edited record is in the index", hub.Output, StringComparison.Ordinal);
        await hub.LookUpAsync("caseNumber", "P 2026-3");
        Assert.Contains("From a record that a person edited", hub.Output, StringComparison.Ordinal);
        Assert.Equal("quarantine.edit", (await hub.ReadAuditAsync()).Last(l => l.Action.StartsWith("quarantine", StringComparison.Ordinal)).Action);
    }

    [Fact]
    public async Task What_nobody_misses_is_discarded_with_a_reason()
    {
        await SyncAsync();

        Assert.Equal(2, await hub.RunAsync("quarantine", "discard", "--stream", "permits", "--reason", "no"));
        Assert.Contains("--reason: ", hub.Error, StringComparison.Ordinal);
        Assert.Equal(0, await hub.RunAsync("quarantine", "discard", "--stream", "permits", "--reason", "test cases"));

        Assert.Equal("2 discarded.\n", hub.Output);
        Assert.Equal(1, await hub.RunAsync("quarantine", "discard", "--stream", "permits", "--reason", "test cases"));
        Assert.Equal(("quarantine.discard", "all", "test cases"), (await hub.ReadAuditAsync()).Select(l => (l.Action, l.Entry, l.Purpose)).First());
    }

    [Theory]
    [InlineData(new[] { "replay" }, "name a record by its id, or --stream")]
    [InlineData(new[] { "replay", "abc", "--stream", "permits" }, "name either a record by its id, or --stream")]
    [InlineData(new[] { "replay", "--stream", "permit" }, "there is no stream 'permit' (did you mean 'permits'?)")]
    [InlineData(new[] { "replay", "--stream", "permits", "--field", "status" }, "--field narrows a code")]
    [InlineData(new[] { "list", "--stream", "permit" }, "did you mean 'permits'?")]
    [InlineData(new[] { "list", "--limit", "0", "--records" }, "--limit must be from 1 to 10000")]
    [InlineData(new[] { "edit", "abc", "--version-of", "00", "--purpose", "to see" }, "the standard input is empty")]
    public async Task A_command_line_that_makes_no_sense_says_why(string[] args, string why)
    {
        Assert.Equal(2, await hub.RunAsync(["quarantine", .. args]));

        Assert.Contains(why, hub.Error, StringComparison.Ordinal);
        Assert.Equal("", hub.Output);
    }

    [Fact]
    public async Task A_record_that_is_not_there_answers_one()
    {
        Assert.Equal(1, await hub.RunAsync("quarantine", "show", "nothing"));

        Assert.StartsWith("ihub: there is no record 'nothing' in quarantine", hub.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("replay")]
    [InlineData("edit")]
    [InlineData("discard")]
    public async Task Each_verb_teaches_itself_with_examples_and_exit_codes(string verb)
    {
        await hub.RunAsync("quarantine", verb, "--help");

        Assert.Contains("Examples:", hub.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 ", hub.Output, StringComparison.Ordinal);
    }

    async Task SyncAsync()
    {
        hub.Write("streams/permits.stream.yaml", File.ReadAllText(hub.In("streams/permits.stream.yaml")) + "quarantine:\n  stopAbove: 100%\n");
        hub.Drop(Rows);
        Assert.Equal(0, await hub.RunAsync("sync"));
    }

    Task<int> EditAsync(string id, string version, string text) =>
        hub.RunAsync(new StringReader(text), asks: false, "quarantine", "edit", id, "--version-of", version, "--purpose", "the vendor confirmed the date");

    async Task<string> IdAsync(string key)
    {
        await hub.RunAsync("quarantine", "list", "--records", "--format", "json");
        return Json().GetProperty("records").EnumerateArray().Single(r => r.GetProperty("key").GetString() == key).GetProperty("id").GetString()!;
    }

    JsonElement Json() => JsonDocument.Parse(hub.Output).RootElement;
}
