using FsCheck;
using FsCheck.Fluent;

namespace IntegrationHub.Tests.Notifications;

/// <summary>Notifications may be lost, doubled and shuffled, and read at any moment beside runs: what the index holds in the end is what the vendor has.</summary>
public sealed class NotificationConvergenceTests
{
    const int Keys = 4;

    static readonly string[] Statuses = ["open", "waiting", "closed", "gone"];

    [Fact]
    public void With_the_streams_own_reads_as_the_net_any_losses_doubles_and_orders_end_in_the_vendors_state() => Holds(lossless: false);

    [Fact]
    public void While_none_is_lost_notifications_alone_end_in_the_vendors_state() => Holds(lossless: true);

    [Fact]
    public void While_none_is_lost_notifications_end_in_the_vendors_state_though_some_come_before_what_they_tell_of_can_be_seen() => Holds(lossless: true, early: true);

    static void Holds(bool lossless, bool early = false)
    {
        Task.Run(async () =>
        {
            await using var town = await NotifiedTown.StartAsync(settle: TimeSpan.FromMinutes(1));
            Prop.ForAll(Gen.Choose(0, int.MaxValue).ListOf(40).ToArbitrary(), steps =>
            {
                var (index, vendor) = PlayAsync(town, [.. steps], lossless, early).GetAwaiter().GetResult();
                return index == vendor;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
        }).GetAwaiter().GetResult();
    }

    // Each number is a step: what happens is its lowest digit, with whom and how the rest.
    static async Task<(string Index, string Vendor)> PlayAsync(NotifiedTown town, int[] steps, bool lossless, bool early)
    {
        town.Anew();
        var underway = new List<(string Key, string Id)>();
        // Within the settle time, and in its order: told of, and not seen yet.
        var unseen = new List<(string Key, string Status, DateTimeOffset SeenAt)>();
        for (var n = 0; n < steps.Length; n++)
        {
            var (what, rest) = (steps[n] % 8, steps[n] / 8);
            switch (what)
            {
                case 0 or 1 or 2:
                    var key = $"K{rest % Keys}";
                    Show(change => change.Key == key);
                    if (early && rest % 3 == 0)
                    {
                        unseen.Add((key, Statuses[rest / Keys % Statuses.Length], town.Hub.Clock.GetUtcNow().AddSeconds(rest % 59)));
                        await town.TellAsync(key, $"{town.Hub.Definition.Name} {n}");
                        break;
                    }

                    town.Vendor.Put(key, Statuses[rest / Keys % Statuses.Length]);
                    for (var copies = (rest / 16 % 3) + (lossless ? 1 : 0); copies > 0; copies--) underway.Add((key, $"{town.Hub.Definition.Name} {n}"));
                    break;
                case 3 or 4 when underway.Count > 0:
                    var (told, id) = underway[rest % underway.Count];
                    underway.RemoveAt(rest % underway.Count);
                    await town.TellAsync(told, id);
                    break;
                case 5:
                    await town.ReadAsync();
                    break;
                case 6 when !lossless:
                    await town.RunAsync(full: rest % 4 == 0);
                    break;
                case 7:
                    for (var seconds = rest % 100; seconds > 0; seconds--)
                    {
                        town.Hub.Clock.Advance(TimeSpan.FromSeconds(1));
                        Show(change => change.SeenAt <= town.Hub.Clock.GetUtcNow());
                    }

                    break;
            }
        }

        Show(_ => true);
        foreach (var (told, id) in lossless ? underway : []) await town.TellAsync(told, id);
        town.Hub.Clock.Advance(TimeSpan.FromMinutes(2));
        if (lossless) await town.ReadAsync();
        else await town.RunAsync();

        var index = new List<string>();
        var vendor = new List<string>();
        foreach (var key in town.Vendor.Keys.Order(StringComparer.Ordinal))
        {
            index.Add($"{key}={await town.StatusAsync(key) ?? "gone"}");
            vendor.Add($"{key}={town.Vendor.StatusOf(key)}");
        }

        Assert.Equal(0, (await town.QueueAsync()).Waiting);
        return (string.Join(' ', index), string.Join(' ', vendor));

        void Show(Func<(string Key, string Status, DateTimeOffset SeenAt), bool> which)
        {
            foreach (var change in unseen.Where(which).ToList())
            {
                town.Vendor.Put(change.Key, change.Status);
                unseen.Remove(change);
            }
        }
    }
}
