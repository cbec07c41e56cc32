namespace IntegrationHub.Torture.Tests;

/// <summary>The same while commands are on their way to the vendor. For more: <c>ihub torture --outbox</c>.</summary>
public sealed class OutboxTortureTests
{
    [Fact]
    public async Task Hubs_that_are_killed_while_commands_are_on_their_way_lose_none_and_send_none_twice()
    {
        using var campaign = new SmallCampaign(kills: 3, outbox: true);

        var report = await campaign.RunAsync();

        Assert.True(report.Commands.Asked > 0);
        Assert.True(report.KillsInOutbox > 0);
    }
}
