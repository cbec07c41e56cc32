using IntegrationHub.Console.Desk;

namespace IntegrationHub.Server.Tests.Pages;

/// <summary>The desk as it is drawn first, without a browser.</summary>
public sealed class DeskViewTests : IAsyncLifetime
{
    readonly PagesHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    // The form refuses an empty purpose: an Enter would be lost while the store takes its time.
    [Fact]
    public async Task The_purpose_is_filled_in_before_the_streams_have_been_looked_at()
    {
        host.Hub.BeforeStreams = new TaskCompletionSource();
        await using var desk = DrawnView.Begin<DeskView>(host, "agent", "en");

        var page = await desk.NowAsync();

        Assert.False(host.Hub.BeforeStreams.Task.IsCompleted);
        Assert.Matches("id=\"purpose\"[^>]* value=\"[^\"]{10,}\"", page);
        host.Hub.BeforeStreams.SetResult();
        await desk.EndAsync();
    }
}
