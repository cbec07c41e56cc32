using IntegrationHub.Sqlite;
using IntegrationHub.Storage.Writing;
using IntegrationHub.Torture.Worker;

namespace IntegrationHub.Torture.Tests.Worker;

public sealed class CrashOrdersTests
{
    int deaths;
    int commits;

    [Fact]
    public void Without_orders_nothing_happens()
    {
        var orders = Orders();

        for (var i = 0; i < 3; i++)
            foreach (var moment in Enum.GetValues<WriteMoment>()) orders.At("CommitAsync", moment);

        Assert.Equal((0, 3), (deaths, commits));
    }

    [Fact]
    public void A_point_counts_from_the_first_commit_on()
    {
        var orders = Orders(crash: "before-page-commit:2");
        orders.At("CommitAsync", WriteMoment.BeforeCommit);
        orders.At("CommitAsync", WriteMoment.Committed);

        orders.At("CommitAsync", WriteMoment.BeforeCommit);
        Assert.Equal(0, deaths);
        orders.At("CommitAsync", WriteMoment.BeforeCommit);
        Assert.Equal(1, deaths);
    }

    [Fact]
    public void Every_point_that_can_be_ordered_is_reached_by_its_write_and_no_other()
    {
        foreach (var point in CrashPoint.All.Where(p => p.Write is not null))
        {
            deaths = 0;
            var orders = Orders(crash: point.Name);
            orders.At("CommitAsync", WriteMoment.Committed);

            foreach (var write in CrashPoint.All.Select(p => p.Write).OfType<string>().Distinct())
                foreach (var moment in Enum.GetValues<WriteMoment>()) orders.At(write, moment);

            Assert.Equal((point.Name, 1), (point.Name, deaths));
        }
    }

    [Fact]
    public void A_write_that_is_to_fail_fails_once_after_it_was_made()
    {
        var orders = Orders(fail: "after-commit-before-answer");
        orders.At("CommitAsync", WriteMoment.Committed);

        Assert.Throws<SqliteFault>(() => orders.At("CommitAsync", WriteMoment.Committed));
        orders.At("CommitAsync", WriteMoment.Committed);
    }

    [Theory]
    [InlineData("no-such-point")]
    [InlineData("mid-batch:0")]
    [InlineData("mid-batch:x")]
    [InlineData("mid-batch:1:2")]
    public void An_order_that_cannot_be_followed_is_refused_with_what_can(string order)
    {
        var refused = Assert.Throws<ArgumentException>(() => Orders(crash: order));

        Assert.Contains("before-page-commit", refused.Message, StringComparison.Ordinal);
    }

    CrashOrders Orders(string? crash = null, string? fail = null) =>
        new(name => name == CrashOrders.CrashAt ? crash : fail, () => deaths++, () => commits++);
}
