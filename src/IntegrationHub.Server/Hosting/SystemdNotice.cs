using System.Net.Sockets;
using System.Text;

namespace IntegrationHub.Server;

/// <summary>Tells systemd how the server is, when it was started as a unit of <c>Type=notify</c>.</summary>
static class SystemdNotice
{
    const string Variable = "NOTIFY_SOCKET";

    public static void Ready() => Send("READY=1");

    public static void Stopping() => Send("STOPPING=1");

    static void Send(string state)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path || OperatingSystem.IsWindows()) return;

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // An abstract name begins with @, which stands for a zero byte.
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
            socket.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (SocketException)
        {
            // Who started the server does not listen; it runs all the same.
        }
    }
}
