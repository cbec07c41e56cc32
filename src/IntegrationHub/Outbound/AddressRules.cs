using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace IntegrationHub.Outbound;

/// <summary>What an address is to somebody who must not be led astray by a name.</summary>
internal enum AddressKind
{
    /// <summary>Reached over the internet.</summary>
    Public,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>An organisation's own network, also an operator's shared one (100.64.0.0/10).</summary>
    Private,

    /// <summary>This link only.</summary>
    LinkLocal,

    /// <summary>Where a cloud tells its machines their passwords. Nothing opens it.</summary>
    Metadata,

    /// <summary>Many machines at once.</summary>
    Multicast,

    /// <summary>No machine: unspecified, broadcast, documentation, benchmarks, reserved.</summary>
    Reserved,

    /// <summary>An IPv4 address inside an IPv6 one that some gateway takes out again: NAT64, 6to4, Teredo.</summary>
    Translated,
}

/// <summary>Which addresses the hub calls.</summary>
internal static class AddressRules
{
    static readonly IPAddress[] Metadata =
    [
        IPAddress.Parse("169.254.169.254"), IPAddress.Parse("169.254.170.2"), IPAddress.Parse("100.100.100.200"),
        IPAddress.Parse("168.63.129.16"), IPAddress.Parse("fd00:ec2::254"),
    ];

    // The first that fits decides, so the narrow stand before the wide.
    static readonly (IPNetwork Network, AddressKind Kind)[] Version4 =
    [
        (IPNetwork.Parse("0.0.0.0/8"), AddressKind.Reserved),
        (IPNetwork.Parse("10.0.0.0/8"), AddressKind.Private),
        (IPNetwork.Parse("100.64.0.0/10"), AddressKind.Private),
        (IPNetwork.Parse("127.0.0.0/8"), AddressKind.Loopback),
        (IPNetwork.Parse("169.254.0.0/16"), AddressKind.LinkLocal),
        (IPNetwork.Parse("172.16.0.0/12"), AddressKind.Private),
        (IPNetwork.Parse("192.0.0.0/24"), AddressKind.Reserved),
        (IPNetwork.Parse("192.0.2.0/24"), AddressKind.Reserved),
        (IPNetwork.Parse("192.88.99.0/24"), AddressKind.Reserved),
        (IPNetwork.Parse("192.168.0.0/16"), AddressKind.Private),
        (IPNetwork.Parse("198.18.0.0/15"), AddressKind.Reserved),
        (IPNetwork.Parse("198.51.100.0/24"), AddressKind.Reserved),
        (IPNetwork.Parse("203.0.113.0/24"), AddressKind.Reserved),
        (IPNetwork.Parse("224.0.0.0/4"), AddressKind.Multicast),
        (IPNetwork.Parse("240.0.0.0/4"), AddressKind.Reserved),
    ];

    static readonly (IPNetwork Network, AddressKind Kind)[] Version6 =
    [
        (IPNetwork.Parse("::1/128"), AddressKind.Loopback),
        (IPNetwork.Parse("::/96"), AddressKind.Reserved),
        (IPNetwork.Parse("64:ff9b::/96"), AddressKind.Translated),
        (IPNetwork.Parse("64:ff9b:1::/48"), AddressKind.Translated),
        (IPNetwork.Parse("100::/64"), AddressKind.Reserved),
        (IPNetwork.Parse("2001::/32"), AddressKind.Translated),
        (IPNetwork.Parse("2001::/23"), AddressKind.Reserved),
        (IPNetwork.Parse("2001:db8::/32"), AddressKind.Reserved),
        (IPNetwork.Parse("2002::/16"), AddressKind.Translated),
        (IPNetwork.Parse("3fff::/20"), AddressKind.Reserved),
        (IPNetwork.Parse("5f00::/16"), AddressKind.Reserved),
        (IPNetwork.Parse("fc00::/7"), AddressKind.Private),
        (IPNetwork.Parse("fe80::/10"), AddressKind.LinkLocal),
        (IPNetwork.Parse("fec0::/10"), AddressKind.Private),
        (IPNetwork.Parse("ff00::/8"), AddressKind.Multicast),
    ];

    /// <summary>Says what an address is. An IPv4 address written as an IPv6 one (<c>::ffff:10.0.0.1</c>) is what the IPv4 address is.</summary>
    public static AddressKind Classify(IPAddress address)
    {
        address = Plain(address);
        if (Metadata.Contains(address)) return AddressKind.Metadata;

        foreach (var (network, kind) in address.AddressFamily == AddressFamily.InterNetwork ? Version4 : Version6)
            if (network.Contains(address)) return kind;

        return AddressKind.Public;
    }

    /// <summary>Whether the hub may connect to an address: a public one, or one inside a network that somebody declared.</summary>
    /// <remarks>No network opens a link-local, metadata, multicast or reserved address, nor a translated one whose inner address it would not open.</remarks>
    public static bool Allows(IPAddress address, IReadOnlyList<IPNetwork> networks)
    {
        address = Plain(address);
        return Classify(address) switch
        {
            AddressKind.Public => true,
            AddressKind.Loopback or AddressKind.Private => IsInside(address, networks),
            AddressKind.Translated => IsInside(address, networks) && Inner(address) is { } inner && Allows(inner, networks),
            _ => false,
        };
    }

    static bool IsInside(IPAddress address, IReadOnlyList<IPNetwork> networks)
    {
        foreach (var network in networks)
            if (network.Contains(address)) return true;

        return false;
    }

    // Without its scope (fe80::1%eth0), so that it equals what the tables hold.
    static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes())
        : address;

    static IPAddress? Inner(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return BinaryPrimitives.ReadUInt32BigEndian(bytes) switch
        {
            0x0064ff9b when bytes.AsSpan(4, 8).IndexOfAnyExcept((byte)0) < 0 => new IPAddress(bytes.AsSpan(12, 4)),
            >= 0x20020000 and <= 0x2002ffff => new IPAddress(bytes.AsSpan(2, 4)),
            // Teredo hides it, and how a local NAT64 prefix lays it out is the network's own affair.
            _ => null,
        };
    }
}
