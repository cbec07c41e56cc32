using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

/// <summary>A year at a vendor that tells nothing of changes but in its updates feed, sends 200 records at most, and has storms, stragglers and old cases that are opened again.</summary>
public sealed class PlayedYearTests(ITestOutputHelper output)
{
    const int Days = 364;

    [Fact]
    public async Task No_update_of_a_year_is_lost_with_a_limit_of_200_records_an_answer()
    {
        await using var town = await WindowedFixture.StartAsync(days: 1);
        (town.Vendor.Limit, town.Vendor.NewestFirst) = (200, true);
        town.Reading = town.Reading with { Reread = new StreamReread { Batch = 50 } };
        var random = new Random(311);
        var open = new SortedSet<int>();
        var (filed, onOld, runs, failed, lost) = (0, 0, 0, 0, 0);
        for (var hour = 0; hour < Days * 24; hour++)
        {
            // A storm: hundreds within an hour, some in the same second.
            var storm = random.Next(1200) == 0;
            for (var i = storm ? 300 : random.Next(100) < 40 ? 1 : 0; i > 0; i--)
            {
                town.Vendor.Put($"R{filed:00000}", createdAt: town.Clock.GetUtcNow().AddSeconds(storm ? -random.Next(480) : 0), visibleIn: TimeSpan.FromMinutes(random.Next(8)));
                open.Add(filed++);
            }

            for (var i = random.Next(4); i > 0 && open.Count > 0; i--)
            {
                // Most of what happens, happens to what is open; some of it to anything that ever was.
                var old = random.Next(4) == 0;
                var which = old ? random.Next(filed) : open.ElementAt(random.Next(open.Count));
                if (old) onOld++;
                var wasOpen = open.Remove(which);
                var status = !wasOpen ? random.Next(2) == 0 ? "open" : "closed" : random.Next(5) > 0 ? "closed" : "waiting";
                if (status != "closed") open.Add(which);
                town.Vendor.Put($"R{which:00000}", status);
                town.Clock.Advance(TimeSpan.FromSeconds(20));
            }

            town.Clock.Advance(TimeSpan.FromMinutes(58));
            if (hour % 48 != 47) continue;

            town.Clock.Advance(TimeSpan.FromMinutes(10));
            foreach (var run in new[] { await town.RunUpdatesAsync(), await town.RunAsync() })
            {
                runs++;
                if (run.Outcome != RunOutcome.Succeeded) failed++;
            }

            if (hour % (24 * 60) == (24 * 60) - 1) lost += (await town.WrongAsync()).Count;
        }

        lost += (await town.WrongAsync()).Count;
        var told = 0L;
        foreach (var request in town.Vendor.All)
            told += (await town.Hub.Store.Cases.TimelineAsync(SyncFixture.Tenant, town.Hub.Protector.IdOf(town.Hub.Definition.Source, request.Key), SyncFixture.Everything, 1000, CancellationToken.None)).Count;

        output.WriteLine($"{filed:N0} requests, {town.Vendor.Updates.Count:N0} updates, {onOld:N0} of them on old requests; {runs:N0} runs, {town.Vendor.CutAnswers:N0} answers cut at 200; "
            + $"lost: {lost:N0} states, {town.Vendor.Updates.Count - told:N0} events");
        Assert.Equal((0, 0, town.Vendor.Updates.Count, filed), (lost, failed, told, await town.CountAsync()));
        Assert.True(onOld > 1000 && town.Vendor.CutAnswers > 10);
    }
}
