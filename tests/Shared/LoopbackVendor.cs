using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IntegrationHub.Tests.Shared;

/// <summary>A vendor on a real socket of this machine that answers exactly the bytes a test gives it, however bad they are.</summary>
public sealed class LoopbackVendor : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stopping = new();
    readonly ConcurrentQueue<LoopbackCall> calls = new();
    readonly Func<LoopbackCall, CancellationToken, Task> answer;
    readonly Func<Stream, Task<Stream>> secure;
    readonly Task accepting;

    /// <param name="answer">Writes the answer to a call. Throwing, or setting <see cref="LoopbackCall.HangUp"/>, ends the connection.</param>
    /// <param name="secure">Wraps each connection, for instance in TLS.</param>
    public LoopbackVendor(Func<LoopbackCall, CancellationToken, Task> answer, Func<Stream, Task<Stream>>? secure = null)
    {
        this.answer = answer;
        this.secure = secure ?? Task.FromResult;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The address.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>The calls so far, in order of arrival.</summary>
    public IReadOnlyList<LoopbackCall> Calls => [.. calls];

    /// <summary>How many connections were opened.</summary>
    public int Connections { get; private set; }

    async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                Connections++;
                serving.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
        }

        await Task.WhenAll(serving);
    }

    async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = await secure(connection.GetStream());
            while (await LoopbackCall.ReadAsync(stream, stopping.Token) is { } call)
            {
                calls.Enqueue(call);
                await answer(call, stopping.Token);
                if (call.HangUp) return;
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The caller hung up, or the test is over: that is what these tests are about.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await accepting;
        listener.Stop();
        stopping.Dispose();
    }
}

/// <summary>One call as it arrived.</summary>
public sealed class LoopbackCall
{
    LoopbackCall(Stream connection, string head, string body) => (Connection, Head, Body) = (connection, head, body);

    /// <summary>Where the answer is written.</summary>
    public Stream Connection { get; }

    /// <summary>The request line and the headers.</summary>
    public string Head { get; }

    /// <summary>The body, read as UTF-8.</summary>
    public string Body { get; }

    /// <summary>Set it to end the connection after this answer.</summary>
    public bool HangUp { get; set; }

    /// <summary>Writes a whole answer.</summary>
    public async Task AnswerAsync(string statusLine, string headers = "", byte[]? body = null)
    {
        body ??= [];
        await WriteAsync($"HTTP/1.1 {statusLine}\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
        await Connection.WriteAsync(body);
    }

    /// <summary>Writes text as it is.</summary>
    public async Task WriteAsync(string text) => await Connection.WriteAsync(Encoding.UTF8.GetBytes(text));

    internal static async Task<LoopbackCall?> ReadAsync(Stream connection, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await connection.ReadAsync(one, cancellationToken) == 0) return null;
            head.Add(one[0]);
        }

        var text = Encoding.UTF8.GetString([.. head]);
        var body = new byte[LengthIn(text)];
        await connection.ReadExactlyAsync(body, cancellationToken);
        return new LoopbackCall(connection, text, Encoding.UTF8.GetString(body));
    }

    static bool EndsHead(List<byte> head) => head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];

    static int LengthIn(string head)
    {
        const string Name = "Content-Length:";
        var line = head.Split("\r\n").FirstOrDefault(l => l.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line[Name.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
