using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.EndToEnd.Tests.Collecting;

/// <summary>A collector that takes what it is sent over OTLP/HTTP and knows as much of protobuf as counting takes.</summary>
sealed class OtlpCollector : IAsyncDisposable
{
    readonly ConcurrentQueue<(string Path, byte[] Body)> taken = new();
    readonly WebApplication app;

    OtlpCollector()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            if (Refuses) http.Response.StatusCode = 503;
            else taken.Enqueue((http.Request.Path, body.ToArray()));
            http.Response.ContentType = "application/x-protobuf";
        });
    }

    /// <summary>Whether it refuses what it is sent.</summary>
    public bool Refuses { get; set; }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Everything that was taken, as text without what is no text.</summary>
    public string All => Encoding.Latin1.GetString([.. taken.SelectMany(sent => sent.Body).Select(b => b is >= 0x20 and < 0x7f ? b : (byte)' ')]);

    /// <summary>The paths that were sent to.</summary>
    public IEnumerable<string> Paths => taken.Select(sent => sent.Path).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The spans, metrics or lines that hold a text: all three stand two levels below resource and scope.</summary>
    public IReadOnlyList<CollectedItem> Items(string signal, string holding) =>
    [
        .. taken.Where(sent => sent.Path == "/v1/" + signal)
            .SelectMany(sent => Fields(sent.Body, 1)).SelectMany(resource => Fields(resource, 2)).SelectMany(scope => Fields(scope, 2))
            .Where(item => Encoding.Latin1.GetString(item.Span).Contains(holding, StringComparison.Ordinal))
            .Select(item => new CollectedItem(item)),
    ];

    public static async Task<OtlpCollector> StartAsync(CancellationToken cancellationToken)
    {
        var collector = new OtlpCollector();
        await collector.app.StartAsync(cancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>The length-delimited fields of a message that have this number.</summary>
    internal static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            switch (tag & 7)
            {
                case 0: Varint(message.Span, ref at); break;
                case 1: at += 8; break;
                case 5: at += 4; break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    if ((int)(tag >> 3) == number) found.Add(message.Slice(at, length));
                    at += length;
                    break;
                default: throw new InvalidDataException($"Wire type {tag & 7} is none of OTLP.");
            }
        }

        return found;
    }

    static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
    }
}

/// <summary>A span, a metric or a log line as it was sent.</summary>
sealed class CollectedItem(ReadOnlyMemory<byte> message)
{
    /// <summary>Whether the text stands anywhere in it.</summary>
    public bool Holds(string text) => Encoding.Latin1.GetString(message.Span).Contains(text, StringComparison.Ordinal);

    /// <summary>The text of its field with this number: 5 is the name of a span, 1 of a metric.</summary>
    public string Text(int number) => OtlpCollector.Fields(message, number) is [var text, ..] ? Encoding.UTF8.GetString(text.Span) : "";
}
