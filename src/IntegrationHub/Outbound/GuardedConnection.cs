using System.Net;
using System.Net.Sockets;
using IntegrationHub.Faults;

namespace IntegrationHub.Outbound;

/// <summary>Finds the addresses of a host name.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>Opens connections to declared hosts, only to addresses they may have.</summary>
/// <remarks>The address that is checked is the one that is connected to: an answer of DNS that changes in between leads nowhere.</remarks>
internal sealed class GuardedConnection(DeclaredAddresses declared, ResolveHost resolve)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var allowed = await AllowedAsync(host, cancellationToken);

        SocketException? last = null;
        foreach (var address in allowed)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException fault)
            {
                socket.Dispose();
                last = fault;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last!;
    }

    /// <summary>The addresses of a host that may be connected to: at least one.</summary>
    /// <exception cref="MisconfiguredException">The name is unknown, or every address it has is closed to the hub.</exception>
    internal async ValueTask<IReadOnlyList<IPAddress>> AllowedAsync(string host, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await FindAsync(host, cancellationToken);
        var allowed = found.Where(address => declared.Allows(host, address)).ToList();
        if (allowed.Count > 0) return allowed;

        var kind = AddressRules.Classify(found[0]) switch
        {
            AddressKind.Loopback => "this machine",
            AddressKind.Private => "a private network",
            AddressKind.LinkLocal => "a link-local address",
            AddressKind.Metadata => "a cloud's metadata service",
            AddressKind.Multicast => "a multicast address",
            AddressKind.Translated => "an address that a gateway translates",
            _ => "a reserved address",
        };
        throw new MisconfiguredException(FaultCodes.HostNotAllowed, declared.SettingOfHost(host),
            $"{host} leads to {kind}. If the system is there, declare its network; link-local, metadata, multicast and reserved addresses stay closed.");
    }

    async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var found = await resolve(host, cancellationToken);
            return found.Length > 0 ? found : throw new SocketException((int)SocketError.NoData);
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            throw new MisconfiguredException(FaultCodes.UnknownHost, declared.SettingOfHost(host), $"the host name {host} is not known. Check the spelling, and the DNS of the machine the hub runs on.");
        }
        catch (SocketException fault)
        {
            throw new SourceUnavailableException(FaultCodes.Connection, $"The name {host} could not be looked up ({fault.SocketErrorCode}).") { NotSent = true };
        }
    }
}
