namespace IntegrationHub.Server.Tests.Servers;

public sealed class HostTableTests
{
    static readonly HostTable<string> Two = new([("sundby", ["ihub.sundby.example", "::1"]), ("norrby", ["ihub.norrby.example"])]);

    [Theory]
    [InlineData("ihub.sundby.example", "sundby")]
    [InlineData("IHUB.Sundby.Example", "sundby")]
    [InlineData("ihub.sundby.example:8443", "sundby")]
    [InlineData("ihub.sundby.example.", "sundby")]
    [InlineData("ihub.norrby.example.:80", "norrby")]
    [InlineData("[::1]:8080", "sundby")]
    [InlineData("sundby.example", null)]
    [InlineData("ihub.sundby.example.evil.example", null)]
    [InlineData("evil.example:ihub.sundby.example", null)]
    [InlineData("[::1", null)]
    [InlineData(":80", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_host_finds_its_hub_by_its_whole_name(string? header, string? hub) => Assert.Equal(hub, Two.Find(header));

    [Theory]
    [InlineData("anything.example")]
    [InlineData(null)]
    public void A_hub_that_is_alone_and_has_no_hosts_answers_under_every_name(string? header) => Assert.Equal("one", new HostTable<string>([("one", [])]).Find(header));
}
