namespace IntegrationHub.Server.Tests.Servers;

public sealed class IdentityProviderTests : IAsyncLifetime
{
    readonly ManualClock clock = new();
    SmallProvider small = null!;
    IdentityProvider provider = null!;

    public async ValueTask InitializeAsync()
    {
        small = await SmallProvider.StartAsync();
        provider = new IdentityProvider(small.Address, IdentityProvider.Network(), clock);
    }

    public async ValueTask DisposeAsync()
    {
        provider.Dispose();
        await small.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_is_not_known_is_asked_for_and_the_new_one_is_found()
    {
        await KeysAsync("first");
        small.Rotate();
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["second"], await KeysAsync("second"));
        Assert.Equal(2, small.KeysRead);
    }

    [Fact]
    public async Task A_key_that_nobody_has_is_asked_for_at_most_twice_a_minute()
    {
        for (var second = 0; second < 60; second++)
        {
            await KeysAsync("made-up");
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, small.KeysRead);
    }

    [Fact]
    public async Task Keys_that_are_known_are_read_again_after_half_a_day()
    {
        await KeysAsync("first");
        clock.Advance(TimeSpan.FromHours(11));
        await KeysAsync("first");
        Assert.Equal(1, small.KeysRead);

        clock.Advance(TimeSpan.FromHours(2));
        await KeysAsync("first");

        Assert.Equal(2, small.KeysRead);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_told_in_words_and_what_was_known_of_it_stays()
    {
        small.Down = true;
        var fault = await Assert.ThrowsAsync<ProviderUnavailableException>(() => KeysAsync("first"));
        Assert.Contains("answers 503", fault.Message, StringComparison.Ordinal);

        small.Down = false;
        await KeysAsync("first");
        small.Down = true;
        clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(small.Issuer, (await provider.DescribeAsync(TestContext.Current.CancellationToken)).Issuer);
    }

    [Fact]
    public async Task A_discovery_document_of_another_issuer_is_refused()
    {
        using var other = new IdentityProvider(new Uri(small.Address.ToString().Replace("127.0.0.1", "localhost", StringComparison.Ordinal)), IdentityProvider.Network(), clock);

        var fault = await Assert.ThrowsAsync<ProviderUnavailableException>(async () => await other.DescribeAsync(TestContext.Current.CancellationToken));

        Assert.Contains("another issuer", fault.Message, StringComparison.Ordinal);
    }

    async Task<IEnumerable<string>> KeysAsync(string kid) => (await provider.KeysAsync(kid, TestContext.Current.CancellationToken)).Keys.Select(key => key.KeyId).Where(id => id != "curve");
}
