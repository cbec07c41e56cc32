using System.IO.Compression;
using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.EndToEnd.Tests.BadInput;

/// <summary>Answers without measure. They run alone, because they measure what the whole process allocates.</summary>
[CollectionDefinition(nameof(Flood), DisableParallelization = true)]
public sealed class Flood;

[Collection(nameof(Flood))]
public sealed class FloodTests
{
    const long TwoGigabytes = 2L << 30;
    const long Megabyte = 1L << 20;

    // What lies in the buffers of both sockets when the hub hangs up.
    const long OnTheWay = 24 * Megabyte;

    static readonly byte[] Block = [.. Enumerable.Repeat((byte)' ', 64 * 1024)];

    [Fact]
    public async Task An_answer_that_claims_two_gigabytes_is_not_even_begun()
    {
        await using var town = await SmallTown.StartAsync();
        await using var flood = new Flooding("Content-Length: 2147483648");

        town.PermitsAreAt(flood.Address);
        var allocated = await AllocatedByAsync(() => town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.LimitExceeded, flood.Origin, "1048576 bytes (limits.maxAnswer)"));

        Assert.InRange(flood.Sent, 0, OnTheWay);
        Assert.InRange(allocated, 0, 200 * Megabyte);
    }

    [Fact]
    public async Task An_answer_without_end_is_read_to_the_limit_and_no_further()
    {
        await using var town = await SmallTown.StartAsync();
        await using var flood = new Flooding("Transfer-Encoding: chunked");

        town.PermitsAreAt(flood.Address);
        var allocated = await AllocatedByAsync(() => town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.LimitExceeded, flood.Origin, "1048576 bytes (limits.maxAnswer)"));

        Assert.InRange(flood.Sent, Megabyte, Megabyte + OnTheWay);
        Assert.InRange(allocated, 0, 200 * Megabyte);
    }

    [Fact]
    public async Task The_limit_that_is_shipped_keeps_an_answer_without_end_out_of_memory()
    {
        await using var town = await SmallTown.StartAsync("maxDepth: 128");
        await using var flood = new Flooding("Transfer-Encoding: chunked");

        town.PermitsAreAt(flood.Address);
        var allocated = await AllocatedByAsync(() => town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.LimitExceeded, flood.Origin, "67108864 bytes (limits.maxAnswer)"));

        Assert.InRange(flood.Sent, 64 * Megabyte, 64 * Megabyte + OnTheWay);
        Assert.InRange(allocated, 0, 512 * Megabyte);
    }

    [Fact]
    public async Task Two_gigabytes_packed_into_two_megabytes_are_unpacked_to_the_limit_and_no_further()
    {
        await using var town = await SmallTown.StartAsync();
        var bomb = Bomb();

        town.Vendor.Answer(async (http, _) =>
        {
            http.Response.ContentType = "text/xml";
            http.Response.Headers.ContentEncoding = "gzip";
            for (var unpacked = 0L; unpacked < TwoGigabytes; unpacked += Megabyte) await http.Response.Body.WriteAsync(bomb, http.RequestAborted);
        });
        var allocated = await AllocatedByAsync(() => town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.LimitExceeded, Origin(town), "1048576 bytes (limits.maxAnswer)"));

        Assert.InRange(allocated, 0, 200 * Megabyte);
    }

    [Fact]
    public async Task Packed_bytes_that_are_no_gzip_are_an_unreadable_answer()
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Answer(async (http, _) =>
        {
            http.Response.ContentType = "text/xml";
            http.Response.Headers.ContentEncoding = "gzip";
            await http.Response.Body.WriteAsync(Block.AsMemory(0, 1000), http.RequestAborted);
        });

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.MalformedAnswer, Origin(town), "its compression is broken");
    }

    static string Origin(SmallTown town) => town.Vendor.Address.GetLeftPart(UriPartial.Authority);

    // A gzip file may be several behind each other, so one megabyte that was packed once serves for all.
    static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var written = 0L; written < Megabyte; written += Block.Length) gzip.Write(Block);
        return packed.ToArray();
    }

    static async Task<long> AllocatedByAsync(Func<Task> act)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await act();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    /// <summary>A vendor that pours until two gigabytes are out or the hub hangs up. On a plain socket: Kestrel swallows what is written after that, and it would be counted.</summary>
    sealed class Flooding : IAsyncDisposable
    {
        readonly LoopbackVendor vendor;
        long sent;

        /// <param name="length">The header that says how much comes.</param>
        public Flooding(string length)
        {
            var chunked = length.EndsWith("chunked", StringComparison.Ordinal);
            byte[] block = chunked ? [.. Encoding.ASCII.GetBytes($"{Block.Length:x}\r\n"), .. Block, (byte)'\r', (byte)'\n'] : Block;
            vendor = new LoopbackVendor(async (call, stop) =>
            {
                call.HangUp = true;
                await call.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\n{length}\r\n\r\n");
                while (Sent < TwoGigabytes)
                {
                    await call.Connection.WriteAsync(block, stop);
                    Interlocked.Add(ref sent, block.Length);
                }
            });
        }

        public string Address => vendor.Address.ToString();

        public string Origin => vendor.Address.GetLeftPart(UriPartial.Authority);

        /// <summary>How many bytes went out.</summary>
        public long Sent => Interlocked.Read(ref sent);

        public ValueTask DisposeAsync() => vendor.DisposeAsync();
    }
}
