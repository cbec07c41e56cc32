using IntegrationHub.Workshop.Comparing;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Tests.Workshop;

public sealed class MappingComparisonTests : IDisposable
{
    readonly WorkshopFolder folder = new();

    public MappingComparisonTests() => folder.Write("samples/two.json", """[{ "nr": "B 2", "rev": 1, "status": "NEW", "title": "Shed" }, { "nr": "B 3", "rev": 1, "status": "DONE", "title": "Barn", "at": "2026-03-10T09:00:00" }]""");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_version_that_changes_nothing_needs_no_more_than_the_last_number()
    {
        var comparison = await CompareAsync("1.2.0", "1.2.1", "title: $clean | upper", "title: title | upper | trim");

        Assert.True(comparison.IsSame);
        Assert.Equal((VersionBump.None, VersionBump.Patch, true), (comparison.Needed, comparison.Told, comparison.VersionFits));
    }

    [Theory]
    [InlineData("1.2.0", false)]
    [InlineData("1.2.1", false)]
    [InlineData("1.1.9", false)]
    [InlineData("1.3.0", true)]
    [InlineData("2.0.0", true)]
    public async Task A_version_that_changes_values_raises_the_second_number(string version, bool fits) =>
        Assert.Equal((VersionBump.Minor, fits), await CompareAsync("1.2.0", version, "NEW: received", "NEW: inProgress") is var c ? (c.Needed, c.VersionFits) : default);

    [Theory]
    [InlineData("key: nr", "key: nr | lower")]
    [InlineData("order: rev | int", "order: \"if(nr == 'B 2', 7, rev | int)\"")]
    [InlineData("deleted: status == 'GONE'", "deleted: status == 'DONE'")]
    public async Task A_version_that_changes_keys_orders_or_deletions_raises_the_first_number(string from, string to)
    {
        var comparison = await CompareAsync("1.2.0", "1.3.0", from, to);

        Assert.Equal((VersionBump.Major, false), (comparison.Needed, comparison.VersionFits));
    }

    [Fact]
    public async Task Changes_are_counted_by_field_from_what_to_what_with_examples()
    {
        var comparison = await CompareAsync("1.2.0", "1.3.0", "NEW: received", "NEW: inProgress");

        var status = Assert.Single(comparison.Fields);
        var change = Assert.Single(status.Changes);
        Assert.Equal((3, 2, "status", 2, "received", "inProgress", 2), (comparison.Records, comparison.Differing, status.Field, status.Records, change.From, change.To, change.Times));
        Assert.EndsWith("two.json, record 1", change.Examples[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_of_a_list_count_under_the_name_of_their_field()
    {
        var comparison = await CompareAsync("1.2.0", "1.3.0", "name: name | trim", "name: name | trim | upper");

        var name = Assert.Single(comparison.Fields);
        Assert.Equal(("parties[].name", 1, 2), (name.Field, name.Records, name.Changes.Count));
    }

    [Fact]
    public async Task Records_that_go_to_quarantine_or_come_out_of_it_are_told_with_the_reason()
    {
        var into = await CompareAsync("1.2.0", "1.3.0", "DONE: closed", "DON: closed");
        var outOf = await CompareAsync("1.2.0", "1.3.0", "DON: closed", "DONE: closed", "DONE: closed", "DON: closed");

        Assert.Equal(("mapped", "quarantined with IH3102 at status", 1), Assert.Single(into.Outcomes) is var i ? (i.From, i.To, i.Times) : default);
        Assert.Equal(("quarantined with IH3102 at status", "mapped", 1), Assert.Single(outOf.Outcomes) is var o ? (o.From, o.To, o.Times) : default);
        Assert.Empty(into.Fields);
    }

    async Task<MappingComparison> CompareAsync(string before, string after, string from, string to, string from0 = "", string to0 = "")
    {
        var old = WorkshopFolder.Mapping.Replace("1.2.0", before, StringComparison.Ordinal);
        if (from0.Length > 0) old = old.Replace(from0, to0, StringComparison.Ordinal);
        folder.Write("old/permits.mapping.yaml", old);
        var now = old.Replace($"version: {before}", $"version: {after}", StringComparison.Ordinal).Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(old, now);
        folder.Write("new/permits.mapping.yaml", now);
        var mapping = folder.Read("new/permits.mapping.yaml");
        var samples = await SampleSet.ReadAsync(SampleSet.Files([folder["samples"]], mapping.Mapping.Format), mapping, null);
        return MappingComparison.Of(folder.Read("old/permits.mapping.yaml").Mapping, mapping.Mapping, samples.Records);
    }
}
