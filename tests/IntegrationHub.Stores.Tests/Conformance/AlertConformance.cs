using IntegrationHub.Cases;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>What is known of alerts is written only by whoever read what stands; and silent cases are counted by stream.</summary>
public abstract class AlertConformance(IStorePlace place) : StoreConformance(place)
{
    [Fact]
    public async Task What_was_written_comes_back_with_its_version()
    {
        var nothing = await Store.Alerts.ReadAsync(Tenant, Cancel);

        Assert.True(await Store.Alerts.TryWriteAsync(Tenant, nothing.Version, "{\"å\":1}", Cancel));
        var first = await Store.Alerts.ReadAsync(Tenant, Cancel);
        Assert.True(await Store.Alerts.TryWriteAsync(Tenant, first.Version, "{\"å\":2}", Cancel));
        var second = await Store.Alerts.ReadAsync(Tenant, Cancel);

        Assert.Equal((0L, (string?)null), nothing);
        Assert.Equal("{\"å\":1}", first.Text);
        Assert.Equal("{\"å\":2}", second.Text);
        Assert.NotEqual(first.Version, second.Version);
    }

    [Fact]
    public async Task Whoever_read_an_older_version_writes_nothing()
    {
        await Store.Alerts.TryWriteAsync(Tenant, 0, "first", Cancel);

        Assert.False(await Store.Alerts.TryWriteAsync(Tenant, 0, "late", Cancel));
        Assert.False(await Store.Alerts.TryWriteAsync(Tenant, 7, "later", Cancel));

        Assert.Equal("first", (await Store.Alerts.ReadAsync(Tenant, Cancel)).Text);
    }

    [Fact]
    public async Task Of_many_that_write_at_once_one_has_written_each_time()
    {
        var written = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 5; i++)
            {
                var (version, text) = await Store.Alerts.ReadAsync(Tenant, Cancel);
                if (await Store.Alerts.TryWriteAsync(Tenant, version, $"{int.Parse(text ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1}", Cancel)) Interlocked.Increment(ref written);
            }
        }));

        Assert.Equal($"{written}", (await Store.Alerts.ReadAsync(Tenant, Cancel)).Text);
    }

    [Fact]
    public async Task Municipalities_know_nothing_of_each_others_alerts()
    {
        await Store.Alerts.TryWriteAsync(Tenant, 0, "ours", Cancel);

        Assert.Null((await Store.Alerts.ReadAsync(new TenantId("norrby"), Cancel)).Text);
    }

    [Fact]
    public async Task Open_cases_that_nothing_has_changed_in_are_silent_by_stream()
    {
        var since = Records.Opened.AddDays(30);
        var run = await BeginAsync();
        await run.CommitAsync(
            Records.Store(Records.Case("silent")),
            Records.Store(Records.Case("changed") with { UpdatedAt = since.AddDays(1) }),
            Records.Store(Records.Case("undated") with { OpenedAt = null, UpdatedAt = null }),
            Records.Store(Records.Case("closed") with { Status = CaseStatus.Closed }),
            Records.Store(Records.Case("withdrawn") with { Status = CaseStatus.Withdrawn }),
            Records.Store(Records.Case("gone")));
        await run.CommitAsync(Records.Remove("gone"));

        var silent = await Store.Cases.CountSilentAsync(Tenant, since, Cancel);

        // Of the one without dates it is known when it was read, which is before that day.
        var undated = Records.Read(0) < since ? 1 : 0;
        Assert.Equal([(Stream.Stream, 1L + undated)], silent.Select(of => (of.Key, of.Value)));
        Assert.Empty(await Store.Cases.CountSilentAsync(Tenant, Records.Opened, Cancel));
        Assert.Empty(await Store.Cases.CountSilentAsync(new TenantId("norrby"), since, Cancel));
    }

    [Fact]
    public async Task A_case_in_which_something_has_happened_is_not_silent_whatever_stream_told_it()
    {
        var since = Records.Opened.AddDays(30);
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(Records.Case("1")), Records.Store(Records.Case("2")));
        var events = await BeginAsync(Stream with { Stream = new StreamName("permits-events") });

        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "late", minutes: 31 * 24 * 60)), Records.StoreEvent(Records.Event("2", "early", minutes: 5)));

        Assert.Equal([(Stream.Stream, 1L)], (await Store.Cases.CountSilentAsync(Tenant, since, Cancel)).Select(of => (of.Key, of.Value)));
    }
}
