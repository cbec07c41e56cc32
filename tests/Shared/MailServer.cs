using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace IntegrationHub.Tests.Shared;

/// <summary>A mail server that speaks as little as a mail takes; STARTTLS and a sign-in only when it is told to.</summary>
sealed class MailServer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly TaskCompletionSource<string> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Channel<string> mails = Channel.CreateUnbounded<string>();
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

    /// <summary>The first mail, as it came.</summary>
    public Task<string> Received => received.Task;

    /// <summary>The next mail that nobody has asked for yet, with its text as it was written. One that never comes ends the test and not the patience of whoever runs it.</summary>
    public async Task<string> NextAsync(CancellationToken cancellationToken) => TextOf(await mails.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, cancellationToken));

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
            while (true) await ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(TcpClient accepted)
    {
        try
        {
            using var client = accepted;
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
                        received.TrySetResult(mail.ToString());
                        mails.Writer.TryWrite(mail.ToString());
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

    // Quoted-printable or base64, whichever the client chose.
    static string TextOf(string mail)
    {
        var body = mail[(mail.IndexOf(Environment.NewLine + Environment.NewLine, StringComparison.Ordinal) + 2 * Environment.NewLine.Length)..];
        if (mail.Contains("Content-Transfer-Encoding: base64", StringComparison.OrdinalIgnoreCase)) return Encoding.UTF8.GetString(Convert.FromBase64String(body.ReplaceLineEndings("")));

        body = body.Replace("=" + Environment.NewLine, "", StringComparison.Ordinal);
        var bytes = new List<byte>();
        for (var at = 0; at < body.Length; at++)
        {
            if (body[at] == '=' && at + 2 < body.Length)
            {
                bytes.Add(Convert.ToByte(body.Substring(at + 1, 2), 16));
                at += 2;
            }
            else bytes.AddRange(Encoding.UTF8.GetBytes(body[at].ToString()));
        }

        return Encoding.UTF8.GetString([.. bytes]);
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
