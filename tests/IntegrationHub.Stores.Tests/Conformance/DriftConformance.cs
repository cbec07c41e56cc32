using IntegrationHub.Drift;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>What is known of the shape of records is kept for each stream, and what two processes add is not lost.</summary>
public abstract class DriftConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly DriftFacts Facts = new()
    {
        Records = 40,
        Fields = [new FieldFacts("fee.åäö", 40, 1, 40, Records.Read(0), Records.Read(1), [new KindFacts(FieldKind.Number, 30, 0, Records.Read(0)), new KindFacts(FieldKind.Text, 10, 30, Records.Read(1))])],
        Codes = [new CodeFacts("status", "VILANDE", 7, Records.Read(0), Records.Read(1))],
        OtherCodes = 3,
        OtherFields = 2,
    };

    [Fact]
    public async Task What_is_known_comes_back_as_it_was_written()
    {
        await BeginAsync();

        var told = await Store.Drift.ChangeAsync(Stream, _ => Facts, Cancel);
        var read = await Store.Drift.GetAsync(Stream, Cancel);

        Assert.Equivalent(Facts, told, strict: true);
        Assert.Equivalent(Facts, read, strict: true);
        Assert.Equivalent(Facts, (await Store.Drift.GetAsync(Tenant, Cancel))[Stream], strict: true);
    }

    [Fact]
    public async Task Each_change_begins_with_what_the_one_before_left()
    {
        await BeginAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.Drift.ChangeAsync(Stream, facts => facts with { Records = facts.Records + 1 }, Cancel).AsTask()));

        Assert.Equal(20, (await Store.Drift.GetAsync(Stream, Cancel)).Records);
    }

    [Fact]
    public async Task Streams_know_nothing_of_each_other()
    {
        await BeginAsync();
        var other = Stream with { Stream = new StreamName("other") };
        await BeginAsync(other);
        await Store.Drift.ChangeAsync(Stream, _ => Facts, Cancel);

        Assert.Equal(0, (await Store.Drift.GetAsync(other, Cancel)).Records);
        Assert.Equal([Stream], (await Store.Drift.GetAsync(Tenant, Cancel)).Keys);
        Assert.Empty(await Store.Drift.GetAsync(new TenantId("norrby"), Cancel));
    }

    [Fact]
    public async Task Of_a_stream_that_never_ran_nothing_is_known_and_nothing_is_written()
    {
        await Store.Drift.ChangeAsync(Stream, _ => Facts, Cancel);

        Assert.Equal(0, (await Store.Drift.GetAsync(Stream, Cancel)).Records);
    }
}
