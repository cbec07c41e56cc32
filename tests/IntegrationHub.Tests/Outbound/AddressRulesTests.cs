using System.Net;
using IntegrationHub.Outbound;

namespace IntegrationHub.Tests.Outbound;

public sealed class AddressRulesTests
{
    static readonly IReadOnlyList<IPNetwork> Everything = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")];

    [Theory]
    [InlineData("9.9.9.9", "Public")]
    [InlineData("100.63.255.255", "Public")]
    [InlineData("100.128.0.0", "Public")]
    [InlineData("172.32.0.1", "Public")]
    [InlineData("192.169.0.1", "Public")]
    [InlineData("2a00:1450:400f:80d::200e", "Public")]
    [InlineData("64:ff9c::1", "Public")]
    [InlineData("127.0.0.1", "Loopback")]
    [InlineData("127.8.9.10", "Loopback")]
    [InlineData("::1", "Loopback")]
    [InlineData("10.20.30.40", "Private")]
    [InlineData("172.16.0.0", "Private")]
    [InlineData("172.31.255.255", "Private")]
    [InlineData("192.168.1.1", "Private")]
    [InlineData("100.64.0.0", "Private")]
    [InlineData("100.127.255.255", "Private")]
    [InlineData("fc00::1", "Private")]
    [InlineData("fdab:cdef::1", "Private")]
    [InlineData("fec0::1", "Private")]
    [InlineData("169.254.7.7", "LinkLocal")]
    [InlineData("fe80::1", "LinkLocal")]
    [InlineData("fe80::1%3", "LinkLocal")]
    [InlineData("169.254.169.254", "Metadata")]
    [InlineData("169.254.170.2", "Metadata")]
    [InlineData("168.63.129.16", "Metadata")]
    [InlineData("fd00:ec2::254", "Metadata")]
    [InlineData("224.0.0.251", "Multicast")]
    [InlineData("ff02::1", "Multicast")]
    [InlineData("0.0.0.0", "Reserved")]
    [InlineData("0.1.2.3", "Reserved")]
    [InlineData("::", "Reserved")]
    [InlineData("::10.0.0.1", "Reserved")]
    [InlineData("255.255.255.255", "Reserved")]
    [InlineData("240.0.0.1", "Reserved")]
    [InlineData("192.0.2.7", "Reserved")]
    [InlineData("198.19.0.1", "Reserved")]
    [InlineData("2001:db8::1", "Reserved")]
    [InlineData("64:ff9b::7f00:1", "Translated")]
    [InlineData("64:ff9b::909:909", "Translated")]
    [InlineData("64:ff9b:1::1", "Translated")]
    [InlineData("2002:7f00:1::", "Translated")]
    [InlineData("2001::1", "Translated")]
    public void An_address_is_what_the_registries_say(string address, string kind)
    {
        var classified = AddressRules.Classify(IPAddress.Parse(address));

        Assert.Equal(Enum.Parse<AddressKind>(kind), classified);
    }

    [Theory]
    [InlineData("::ffff:127.0.0.1", "Loopback")]
    [InlineData("::ffff:10.0.0.1", "Private")]
    [InlineData("::ffff:a9fe:a9fe", "Metadata")]
    [InlineData("::ffff:9.9.9.9", "Public")]
    public void An_IPv4_address_in_IPv6_clothes_is_what_it_is_without_them(string address, string kind)
    {
        var classified = AddressRules.Classify(IPAddress.Parse(address));

        Assert.Equal(Enum.Parse<AddressKind>(kind), classified);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.0.0/16", true)]
    [InlineData("::ffff:10.1.2.3", "10.1.0.0/16", true)]
    [InlineData("10.2.2.3", "10.1.0.0/16", false)]
    [InlineData("127.0.0.1", "127.0.0.0/8", true)]
    [InlineData("fd12::5", "fd12::/16", true)]
    [InlineData("9.9.9.9", "10.0.0.0/8", true)]
    public void A_declared_network_opens_exactly_itself(string address, string network, bool allowed)
    {
        Assert.Equal(allowed, AddressRules.Allows(IPAddress.Parse(address), [IPNetwork.Parse(network)]));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("fd00:ec2::254")]
    [InlineData("169.254.1.1")]
    [InlineData("fe80::1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("0.0.0.0")]
    public void No_network_however_wide_opens_what_is_no_vendor(string address)
    {
        Assert.False(AddressRules.Allows(IPAddress.Parse(address), Everything));
    }

    [Fact]
    public void A_translated_address_needs_its_gateway_declared_and_an_inner_address_that_is_open_too()
    {
        var (toPublic, toPrivate, toMetadata) = (IPAddress.Parse("64:ff9b::909:909"), IPAddress.Parse("64:ff9b::a00:1"), IPAddress.Parse("64:ff9b::a9fe:a9fe"));
        var gateway = IPNetwork.Parse("64:ff9b::/96");

        Assert.False(AddressRules.Allows(toPublic, []));
        Assert.True(AddressRules.Allows(toPublic, [gateway]));
        Assert.False(AddressRules.Allows(toPrivate, [gateway]));
        Assert.True(AddressRules.Allows(toPrivate, [gateway, IPNetwork.Parse("10.0.0.0/8")]));
        Assert.False(AddressRules.Allows(toMetadata, Everything));
    }
}
