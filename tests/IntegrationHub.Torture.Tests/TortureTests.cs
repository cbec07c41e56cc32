namespace IntegrationHub.Torture.Tests;

/// <summary>The suite itself, with a fixed seed and a number of kills that is the same every time. For more: <c>ihub torture</c>.</summary>
public sealed class TortureTests
{
    [Fact]
    public async Task Hubs_that_are_killed_paused_and_starved_lose_nothing_double_nothing_and_set_nothing_back()
    {
        using var campaign = new SmallCampaign(kills: 4, outbox: false);

        var report = await campaign.RunAsync();

        Assert.Equal(0, report.Commands.Asked);
    }
}
