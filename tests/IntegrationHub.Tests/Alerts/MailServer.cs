using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IntegrationHub.Tests.Alerts;

/// <summary>A mail server that speaks as little as a mail takes; STARTTLS and a sign-in only when it is told to.</summary>
sealed class MailServer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly TaskCompletionSource<string> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task serving;

    public MailServer()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = ServeAsync();
    }

    /// <summary>What it encrypts with; null when it offers no STARTTLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Without this password it takes no mail; null when it takes them from anybody.</summary>
    public string? Password { get; init; }

    public int Port { get; }

    public Task<string> Received => received.Task;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        Certificate?.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            Stream stream = client.GetStream();
            var letIn = Password is null;
            await SayAsync(stream, "220 mail.example");
            while (await HearAsync(stream) is { } line)
            {
                switch (line.Split(' ')[0].ToUpperInvariant())
                {
                    case "EHLO":
                        await SayAsync(stream, "250-mail.example");
                        if (Certificate is not null && stream is not SslStream) await SayAsync(stream, "250-STARTTLS");
                        if (Password is not null) await SayAsync(stream, "250-AUTH LOGIN");
                        await SayAsync(stream, "250 8BITMIME");
                        break;
                    case "STARTTLS":
                        await SayAsync(stream, "220 go on");
                        var encrypted = new SslStream(stream);
                        await encrypted.AuthenticateAsServerAsync(Certificate!);
                        stream = encrypted;
                        break;
                    case "AUTH":
                        await SayAsync(stream, "334 UGFzc3dvcmQ6");
                        letIn = Encoding.UTF8.GetString(Convert.FromBase64String(await HearAsync(stream) ?? "")) == Password;
                        await SayAsync(stream, letIn ? "235 welcome" : "535 no");
                        break;
                    case "MAIL" when !letIn:
                        await SayAsync(stream, "530 who are you");
                        break;
                    case "DATA":
                        await SayAsync(stream, "354 go on");
                        var mail = new StringBuilder();
                        while (await HearAsync(stream) is { } text && text != ".") mail.AppendLine(text);
                        received.SetResult(mail.ToString());
                        await SayAsync(stream, "250 taken");
                        break;
                    case "QUIT":
                        await SayAsync(stream, "221 bye");
                        break;
                    default:
                        await SayAsync(stream, "250 mail.example");
                        break;
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or IOException or ObjectDisposedException or AuthenticationException)
        {
            // The test is over, or the client has hung up.
        }
    }

    static async Task SayAsync(Stream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));

    // Byte by byte: what follows STARTTLS is no text, and must not have been read with it.
    static async Task<string?> HearAsync(Stream stream)
    {
        var (line, one) = (new List<byte>(), new byte[1]);
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n') return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }
}
