namespace IntegrationHub.Server.Tests.Cli;

public sealed class IndexCommandTests : IDisposable
{
    readonly HubOnDisk hub = new();

    public void Dispose() => hub.Dispose();

    [Fact]
    public async Task A_copied_index_is_a_hubs_index_and_tells_its_tables()
    {
        hub.Drop(HubOnDisk.Permits);
        await hub.RunAsync("sync");

        Assert.Equal(0, await hub.RunAsync("index", "copy", "--from", $"sqlite:{hub.In("index")}", "--to", $"sqlite:{hub.In("copy")}"));

        Assert.Contains("2 cases", hub.Output, StringComparison.Ordinal);
        Assert.Contains("lookup_keys", hub.Output, StringComparison.Ordinal);
        hub.Write("hub.yaml", (await File.ReadAllTextAsync(hub.In("hub.yaml"), TestContext.Current.CancellationToken)).Replace("data: index", "data: copy", StringComparison.Ordinal));
        Assert.Equal(0, await hub.LookUpAsync("person", "191212121212"));
        Assert.Contains("P 2026-1", hub.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite:nowhere", "sqlite:copy", "there is no index in the folder 'nowhere'")]
    [InlineData("index", "sqlite:copy", "'index' is no place of an index")]
    [InlineData("sqlite:INDEX", "sqlite:", "'sqlite:' is no place of an index")]
    [InlineData("sqlite:INDEX", "sqlite:INDEX", "cannot be copied into itself")]
    [InlineData("sqlite:INDEX", "postgresql:Host=127.0.0.1;Port=1;Password=hemligt", "holds a password")]
    [InlineData("sqlite:INDEX", "postgresql:${secret:NO_SUCH_SECRET}", "needs the secret 'NO_SUCH_SECRET'")]
    [InlineData("sqlite:INDEX", "postgresql:Host=127.0.0.1;Port=1;Username=ihub", "does not answer")]
    public async Task What_cannot_be_copied_is_told_with_what_to_do(string from, string to, string told)
    {
        hub.Drop(HubOnDisk.Permits);
        await hub.RunAsync("sync");

        Assert.Equal(2, await hub.RunAsync("index", "copy", "--from", from.Replace("INDEX", hub.In("index"), StringComparison.Ordinal), "--to", to.Replace("INDEX", hub.In("index"), StringComparison.Ordinal)));

        Assert.Contains(told, hub.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hemligt", hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_whose_database_cannot_be_reached_says_which_and_what_to_do()
    {
        hub.WriteHubFile("index:\n  postgresql: Host=127.0.0.1;Port=1;Database=ihub;Username=ihub\n");

        Assert.Equal(2, await hub.RunAsync("sync"));

        Assert.Contains("the database 'ihub' on 127.0.0.1 does not answer", hub.Error, StringComparison.Ordinal);
    }
}
