using System.Net;
using IntegrationHub.Faults;

namespace IntegrationHub.Outbound;

/// <summary>The addresses that a stream file declares: the only ones that its adapter can call.</summary>
/// <param name="addresses">Absolute addresses by the name of the setting that holds them, for instance <c>url</c>.</param>
/// <param name="networks">Networks inside the municipality where a declared host may live.</param>
internal sealed class DeclaredAddresses(IReadOnlyDictionary<string, Uri> addresses, IReadOnlyList<IPNetwork> networks)
{
    readonly Dictionary<string, string> settings = addresses
        .GroupBy(a => OriginOf(a.Value))
        .ToDictionary(g => g.Key, g => $"connection.{g.First().Key}", StringComparer.Ordinal);

    /// <summary>The setting that declares the address's scheme, host and port.</summary>
    /// <exception cref="MisconfiguredException">No setting does, or the address holds a user name or a password.</exception>
    public string SettingOf(Uri? address)
    {
        if (address is not { IsAbsoluteUri: true }) throw new MisconfiguredException(FaultCodes.HostNotAllowed, Any, "the adapter called a relative address without a base.");

        var declared = settings.TryGetValue(OriginOf(address), out var setting);
        if (address.UserInfo.Length > 0)
            throw new MisconfiguredException(FaultCodes.HostNotAllowed, setting ?? Any,
                $"an address of {OriginOf(address)} holds a user name or a password. Take them out and set them as secrets of their own.");

        return declared ? setting! : throw new MisconfiguredException(FaultCodes.HostNotAllowed, Any,
            $"{OriginOf(address)} was called, but the stream file declares only {Declared}. If the vendor's links are right, declare that address.");
    }

    /// <summary>The setting that declares a host, whatever the port.</summary>
    public string SettingOfHost(string host) =>
        addresses.Where(a => string.Equals(HostOf(a.Value), host, StringComparison.OrdinalIgnoreCase)).Select(a => $"connection.{a.Key}").FirstOrDefault() ?? Any;

    /// <summary>Whether a declared host may live at an address. A host that is declared as an address, or as <c>localhost</c>, needs no network beside it.</summary>
    public bool Allows(string host, IPAddress address)
    {
        if (AddressRules.Allows(address, networks)) return true;

        return AddressRules.Classify(address) switch
        {
            AddressKind.Loopback => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IsSame(host, address),
            AddressKind.Private => IsSame(host, address),
            _ => false,
        };
    }

    /// <summary>Scheme, host and port, the port only when it is not the scheme's own; never a path or a query.</summary>
    public static string OriginOf(Uri address) =>
        address.IsDefaultPort ? $"{address.Scheme}://{Bracketed(address)}" : $"{address.Scheme}://{Bracketed(address)}:{address.Port}";

    string Any => settings.Count == 1 ? settings.Values.First() : "connection";

    string Declared => settings.Count == 0 ? "no address" : string.Join(", ", settings.Keys);

    static bool IsSame(string host, IPAddress address) => IPAddress.TryParse(host, out var literal) && literal.Equals(address);

    // IdnHost writes a name as DNS knows it, in lower case, and an IPv6 address without brackets.
    static string HostOf(Uri address) => address.IdnHost;

    static string Bracketed(Uri address) => address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost;
}
