using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Cases;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>Deliveries of numbered versions may be shuffled, doubled and repeated: what is stored in the end depends on the versions alone.</summary>
public abstract class ConvergenceConformance(IStorePlace place) : StoreConformance(place)
{
    const int Keys = 3;
    const int Versions = 6;

    int tenants;

    [Fact]
    public void Any_order_of_any_deliveries_ends_in_the_same_index() =>
        Holds(Prop.ForAll(Gen.Choose(0, (Keys * Versions * 2) - 1).ListOf().ToArbitrary(), Gen.Choose(1, 5).ToArbitrary(), (deliveries, batchSize) =>
        {
            var inOrder = deliveries.Distinct().Order().ToArray();
            return Stored([.. deliveries], batchSize) == Stored(inOrder, 1);
        }));

    string Stored(int[] deliveries, int batchSize) => Task.Run(async () =>
    {
        var tenant = new TenantId($"tenant-{++tenants}");
        var cases = await BeginAsync(Stream with { Tenant = tenant });
        var events = await BeginAsync(Stream with { Tenant = tenant, Stream = new StreamName("permits-events") });
        foreach (var batch in deliveries.Chunk(batchSize))
        {
            BatchItem[] items = [.. batch.Select(Delivery)];
            await cases.CommitAsync([.. items.Where(item => item is not BatchItem.StoreEvent)]);
            await events.CommitAsync([.. items.Where(item => item is BatchItem.StoreEvent)]);
        }

        return await DumpAsync(tenant);
    }).GetAwaiter().GetResult();

    // The read that brings a version says nothing of its age, so it is spread at will.
    static BatchItem Delivery(int number)
    {
        var (key, version) = ($"{number % Keys}", (number / Keys % Versions) + 1);
        var read = number * 7 % 5;
        if (number >= Keys * Versions) return Records.StoreEvent(Records.Event(key, "message", $"{version % 4}"), version, read);

        return (key, version) switch
        {
            (_, 4) => Records.Remove(key, version, read),
            ("2", Versions) => Records.Remove(key, version, read, erase: true),
            _ => Records.Store(
                Records.Case(key, $"{version % 2}", version % 2 == 0 ? "tolvan" : "siv"), version, read,
                [.. Enumerable.Range(0, version % 2 + 1).Select(n => Records.Event(key, $"own-{n}"))]),
        };
    }

    async Task<string> DumpAsync(TenantId tenant)
    {
        var lines = new List<string>();
        for (var key = 0; key < Keys; key++)
        {
            var id = Records.IdOf($"{key}");
            var found = await Store.Cases.GetAsync(tenant, id, Everything, Cancel);
            var timeline = await Store.Cases.TimelineAsync(tenant, id, Everything, 100, Cancel);
            lines.Add($"{key}: {found?.Case.Title} {found?.Case.UpdatedAt} {string.Join(',', timeline.Select(e => e.Id + Convert.ToHexString(e.ContentHash)))}");
        }

        foreach (var person in new[] { "tolvan", "siv" })
            lines.Add(Keyed(await Store.Cases.FindAsync(tenant, [Records.Person(person)], Everything, 100, Cancel)));
        lines.Add(Keyed(await Store.Cases.SearchAsync(tenant, "version 0", Everything, 100, Cancel)));
        return string.Join('\n', lines);
    }

    static string Keyed(IReadOnlyList<FoundCase> found) => string.Join(',', found.Select(f => f.Case.Key));
}
