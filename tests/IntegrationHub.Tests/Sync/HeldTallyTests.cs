using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class HeldTallyTests
{
    [Fact]
    public void An_entry_that_had_left_is_neither_held_nor_taken_from_those_that_came_in()
    {
        var tally = new HeldTally();

        tally.Add([Mapped("a"), Mapped("b"), Held("c"), Held("d")], Result(gone: ["c"]));

        Assert.Equal((4, 2, 1, 1, 0), (tally.Again, tally.CameIn, tally.Held, tally.Gone, tally.Older));
        Assert.Equal(1, Assert.Single(tally.Faults).Count);
    }

    [Fact]
    public void One_that_is_older_counts_as_that_alone_whether_it_is_mapped_or_not()
    {
        var tally = new HeldTally();

        tally.Add([Mapped("a"), Mapped("b"), Held("c")], Result(older: ["b", "c"]));

        Assert.Equal((3, 1, 0, 0, 2), (tally.Again, tally.CameIn, tally.Held, tally.Gone, tally.Older));
    }

    [Fact]
    public void What_left_in_one_batch_takes_nothing_from_what_came_in_with_another()
    {
        var tally = new HeldTally();

        tally.Add([Mapped("a"), Mapped("b")], Result());
        tally.Add([Held("c")], Result(gone: ["c"]));

        Assert.Equal((3, 2, 0, 1), (tally.Again, tally.CameIn, tally.Held, tally.Gone));
    }

    static BatchResult Result(string[]? older = null, string[]? gone = null) => new() { Counters = default, Ties = [], OlderEntries = older ?? [], GoneEntries = gone ?? [] };

    static BatchItem.Again Mapped(string id) => new(id, [1], new BatchItem.Skip(null, default));

    static BatchItem.Again Held(string id) => new(id, [1], new BatchItem.Hold(new QuarantineEntry
    {
        Stream = new StreamName("permits"), Source = new SourceId("byggr"), Key = id, BytesHash = [1], Where = "page 1", Code = "IH3102", Field = "status", Diagnostics = "m.yaml:1:1: error IH3102: no such word", Raw = [], RawHash = [1], MappingVersion = "1.0.0", ReadStartedAt = default,
    }));
}
