using IntegrationHub.Storage;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class PrepareConformance(IStorePlace place) : StoreConformance(place)
{
    [Fact]
    public async Task Preparing_again_is_harmless()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));

        await Store.PrepareAsync(Cancel);
        await using var later = await Place.OpenAsync(Clock);

        Assert.NotNull(await GetAsync("1"));
        Assert.NotNull(await later.Cases.GetAsync(Tenant, Records.IdOf("1"), Everything, Cancel));
    }

    [Fact]
    public async Task A_store_that_was_written_with_other_keys_is_refused()
    {
        var refused = await Assert.ThrowsAsync<StoreUnusableException>(async () => await Place.OpenAsync(Clock, "fingerprint-2"));

        Assert.Contains("fingerprint-1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("fingerprint-2", refused.Message, StringComparison.Ordinal);
    }
}
