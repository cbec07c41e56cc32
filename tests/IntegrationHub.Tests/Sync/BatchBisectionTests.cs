using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

/// <summary>The halving alone: which items are tried together, how often, and in which order what is committed is committed.</summary>
public sealed class BatchBisectionTests
{
    static readonly DateTimeOffset Read = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    // What 500 records may cost at most, beside the one commit that they cost without a bad one.
    static readonly int Allowed = (int)((2 * Math.Log2(500)) + 1);

    [Fact]
    public async Task One_bad_record_of_500_costs_at_most_18_commits_more_wherever_it_stands()
    {
        for (var bad = 0; bad < 500; bad++)
        {
            var store = new RefusingStore([bad]);

            await store.CommitAsync(500);

            Assert.Equal(499, store.Committed.Count);
            Assert.Equal([bad], store.Held);
            Assert.InRange(store.Tries - 1, 0, Allowed);
        }

        Assert.Equal(18, Allowed);
    }

    [Fact]
    public async Task Items_are_committed_in_their_order_and_only_the_last_commit_moves_the_checkpoint()
    {
        var store = new RefusingStore([3, 4, 11]);

        await store.CommitAsync(16);

        Assert.Equal(store.InOrder.Order(), store.InOrder);
        Assert.Equal(16, store.InOrder.Count);
        Assert.Equal([3, 4, 11], store.Held);
        Assert.Equal(1, store.LastCommits);
        Assert.True(store.LastWasLast);
    }

    [Fact]
    public async Task Any_records_that_are_refused_are_held_and_all_others_are_committed()
    {
        var random = new Random(17);
        for (var round = 0; round < 200; round++)
        {
            var count = random.Next(1, 60);
            var bad = Enumerable.Range(0, count).Where(_ => random.Next(4) == 0).ToHashSet();
            var store = new RefusingStore(bad);

            await store.CommitAsync(count);

            Assert.Equal(bad.Order(), store.Held);
            Assert.Equal(Enumerable.Range(0, count).Except(bad), store.Committed);
            Assert.Equal((1, true), (store.LastCommits, store.LastWasLast));
        }
    }

    [Fact]
    public async Task A_batch_that_is_taken_costs_one_commit()
    {
        var store = new RefusingStore([]);

        await store.CommitAsync(500);
        await store.CommitAsync(0);

        Assert.Equal((2, 2), (store.Tries, store.LastCommits));
    }

    [Fact]
    public async Task A_single_bad_record_is_held_with_the_checkpoint()
    {
        var store = new RefusingStore([0]);

        await store.CommitAsync(1);

        Assert.Equal([0], store.Held);
        Assert.Equal((2, true), (store.Tries, store.LastWasLast));
    }

    [Fact]
    public async Task A_record_whose_key_the_store_refuses_too_is_held_without_it()
    {
        var store = new RefusingStore([5]) { RefusesKeyedHolds = true };

        await store.CommitAsync(8);

        Assert.Equal([5], store.Held);
        Assert.Equal(7, store.Committed.Count);
        Assert.True(store.LastWasLast);
    }

    [Fact]
    public async Task A_record_that_can_be_neither_stored_nor_held_ends_it_with_what_the_store_said()
    {
        var store = new RefusingStore([5]) { RefusesHolds = true };

        await Assert.ThrowsAsync<BatchRefusedException>(() => store.CommitAsync(8));

        Assert.Equal([0, 1, 2, 3, 4], store.Committed);
        Assert.Equal(0, store.LastCommits);
    }

    [Fact]
    public async Task A_store_that_cannot_write_is_not_asked_again()
    {
        var store = new RefusingStore([0]) { Fault = new CommitFailedException("The disk is full.", new IOException()) };

        await Assert.ThrowsAsync<CommitFailedException>(() => store.CommitAsync(500));

        Assert.Equal(1, store.Tries);
    }

    public static TheoryData<Exception, bool> Faults => new()
    {
        { new BatchRefusedException("NOT NULL constraint failed: cases.title"), true },
        { new ArgumentException("a value"), true },
        { new OverflowException(), true },
        { new InvalidCastException(), true },
        { new CommitFailedException("The disk is full.", new IOException()), false },
        { new StreamFencedException(new StreamKey(new TenantId("sundby"), new SourceId("permits"), new StreamName("permits")), 3), false },
        { new OperationCanceledException(), false },
        { new ObjectDisposedException("store"), false },
        { new IOException(), false },
        { new TimeoutException(), false },
        { new InsufficientMemoryException(), false },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Only_what_may_be_about_a_record_is_looked_for_among_the_records(Exception fault, bool mayBe)
    {
        Assert.Equal(mayBe, RefusalRule.MayBeAboutARecord(fault));
    }

    [Fact]
    public void Of_a_fault_that_no_code_expects_the_message_is_not_told()
    {
        Assert.DoesNotContain("1212", RefusalRule.Why(new ArgumentException("19121212-1212 is no date")), StringComparison.Ordinal);
        Assert.Equal("NOT NULL constraint failed: cases.title", RefusalRule.Why(new BatchRefusedException("NOT NULL constraint failed: cases.title")));
    }

    /// <summary>Refuses a transaction that holds one of the bad items, whole.</summary>
    sealed class RefusingStore(IReadOnlyCollection<int> bad)
    {
        public int Tries { get; private set; }

        public int LastCommits { get; private set; }

        public bool LastWasLast { get; private set; }

        public bool RefusesHolds { get; init; }

        public bool RefusesKeyedHolds { get; init; }

        public Exception Fault { get; init; } = new BatchRefusedException("CHECK constraint failed: cases");

        public List<int> Committed { get; } = [];

        public List<int> Held { get; } = [];

        public List<int> InOrder { get; } = [];

        public Task CommitAsync(int count) =>
            new BatchBisection(CommitAsync, (item, _) => [HoldOf(item, keyed: true), HoldOf(item, keyed: false)])
                .CommitAsync([.. Enumerable.Range(0, count).Select(n => (BatchItem)new BatchItem.Unchanged(Name(n), Read))]);

        Task CommitAsync(IReadOnlyList<BatchItem> items, bool last)
        {
            Tries++;
            foreach (var item in items)
                if (item is BatchItem.Unchanged ? bad.Contains(Number(item)) : RefusesHolds || (RefusesKeyedHolds && item.Key!.StartsWith('k'))) throw Fault;

            foreach (var item in items)
            {
                (item is BatchItem.Unchanged ? Committed : Held).Add(Number(item));
                InOrder.Add(Number(item));
            }

            if (last) LastCommits++;
            LastWasLast = last;
            return Task.CompletedTask;
        }

        static BatchItem.Skip HoldOf(BatchItem item, bool keyed) => new BatchItem.Skip((keyed ? "k" : "l") + Name(Number(item)), Read);

        static string Name(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

        static int Number(BatchItem item) => int.Parse(item.Key!.TrimStart('k', 'l'), System.Globalization.CultureInfo.InvariantCulture);
    }
}
