using System.Net;
using IntegrationHub.Faults;
using IntegrationHub.Outbound;

namespace IntegrationHub.Tests.Outbound;

public sealed class DeclaredAddressesTests
{
    [Theory]
    [InlineData("https://vendor.example/api/cases?page=2", "connection.url")]
    [InlineData("https://VENDOR.example:443/other", "connection.url")]
    [InlineData("http://10.0.0.5:8080/token", "connection.tokenUrl")]
    public void An_address_of_a_declared_scheme_host_and_port_is_called_whatever_its_path(string address, string setting)
    {
        Assert.Equal(setting, Declared().SettingOf(new Uri(address)));
    }

    [Theory]
    [InlineData("http://vendor.example/api")]
    [InlineData("https://vendor.example:22/")]
    [InlineData("https://vendor.example.evil.example/")]
    [InlineData("https://evil.example/?https://vendor.example/")]
    [InlineData("https://vendor.example@evil.example/")]
    [InlineData("https://user:pw@vendor.example/")]
    [InlineData("https://vendor.example./")]
    [InlineData("http://0xa.0.0.5:8081/")]
    [InlineData("http://2130706433/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://10.0.0.5:8080/")]
    public void Any_other_address_is_refused(string address)
    {
        var refused = Assert.Throws<MisconfiguredException>(() => Declared().SettingOf(new Uri(address)));

        Assert.Equal(FaultCodes.HostNotAllowed, refused.Code);
    }

    [Fact]
    public void A_refusal_names_the_host_and_nothing_that_stands_behind_it_or_in_the_user_name()
    {
        var refused = Assert.Throws<MisconfiguredException>(() => Declared().SettingOf(new Uri("https://user:hunter2@evil.example/19121212-1212?key=hunter3")));

        Assert.Contains("https://evil.example", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("19121212", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_not_absolute_is_refused()
    {
        Assert.Throws<MisconfiguredException>(() => Declared().SettingOf(new Uri("/cases", UriKind.Relative)));
        Assert.Throws<MisconfiguredException>(() => Declared().SettingOf(null));
    }

    [Theory]
    [InlineData("vendor.example", "9.9.9.9", true)]
    [InlineData("vendor.example", "10.0.0.5", false)]
    [InlineData("vendor.example", "127.0.0.1", false)]
    [InlineData("vendor.example", "169.254.169.254", false)]
    [InlineData("vendor.example", "172.20.1.1", true)]
    [InlineData("10.0.0.5", "10.0.0.5", true)]
    [InlineData("10.0.0.5", "10.0.0.6", false)]
    [InlineData("localhost", "127.0.0.1", true)]
    [InlineData("localhost", "::1", true)]
    [InlineData("localhost", "10.0.0.5", false)]
    [InlineData("169.254.169.254", "169.254.169.254", false)]
    public void A_host_may_live_on_the_internet_in_a_declared_network_or_where_its_own_name_says(string host, string address, bool allowed)
    {
        Assert.Equal(allowed, Declared().Allows(host, IPAddress.Parse(address)));
    }

    static DeclaredAddresses Declared() => new(
        new Dictionary<string, Uri> { ["url"] = new("https://vendor.example/api"), ["tokenUrl"] = new("http://10.0.0.5:8080/token") },
        [IPNetwork.Parse("172.20.0.0/16")]);
}
