using System.IO.Compression;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

public sealed class HostileAnswerTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly OverSockets hub = new();

    [Fact]
    public async Task An_answer_without_end_is_left_at_the_limit()
    {
        var sent = 0L;
        await using var vendor = new LoopbackVendor(async (call, stop) =>
        {
            await call.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n");
            var chunk = new byte[64 * 1024];
            while (true)
            {
                await call.Connection.WriteAsync(chunk, stop);
                sent += chunk.Length;
            }
        });
        using var client = hub.Client(vendor.Address);

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => client.SendAsync(OverSockets.Read(vendor.Address), Token));

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
        Assert.Contains("(limits.maxAnswer)", fault.Message, StringComparison.Ordinal);
        Assert.True(sent < 64 * 1024 * 1024, $"{sent} bytes were taken");
    }

    [Fact]
    public async Task An_answer_that_says_it_is_too_large_is_not_read_at_all()
    {
        await using var vendor = new LoopbackVendor((call, _) => call.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 3000000000\r\n\r\n"));
        using var client = hub.Client(vendor.Address);

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => client.SendAsync(OverSockets.Read(vendor.Address), Token));

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_small_answer_that_unpacks_to_a_large_one_is_left_at_the_limit(string encoding)
    {
        var bomb = Packed(new byte[64 * 1024 * 1024], encoding);
        await using var vendor = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK", $"Content-Encoding: {encoding}\r\n", bomb));
        using var client = hub.Client(vendor.Address);

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => client.SendAsync(OverSockets.Read(vendor.Address), Token));

        Assert.True(bomb.Length < 1024 * 1024);
        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
    }

    [Fact]
    public async Task A_packed_answer_within_the_limit_is_unpacked()
    {
        await using var vendor = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK", "Content-Encoding: gzip\r\n", Packed("<ok/>"u8.ToArray(), "gzip")));
        using var client = hub.Client(vendor.Address, maxAnswerBytes: 5);

        using var answer = await client.SendAsync(OverSockets.Read(vendor.Address), Token);

        Assert.Equal("<ok/>", await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task An_answer_that_drips_ends_with_the_time_for_an_answer()
    {
        var dripping = new TaskCompletionSource();
        await using var vendor = new LoopbackVendor(async (call, stop) =>
        {
            await call.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n<");
            dripping.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });
        using var client = hub.Client(vendor.Address);

        var sending = client.SendAsync(OverSockets.Read(vendor.Address), HttpCompletionOption.ResponseHeadersRead, Token);
        await dripping.Task;
        hub.Clock.Advance(TimeSpan.FromSeconds(59));
        var endedEarly = sending.IsCompleted;
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => sending);

        Assert.False(endedEarly);
        Assert.Equal(FaultCodes.Timeout, fault.Code);
        Assert.Contains("within 60 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vendor_that_takes_the_call_and_says_nothing_ends_with_the_time_for_an_answer()
    {
        var called = new TaskCompletionSource();
        await using var vendor = new LoopbackVendor(async (_, stop) =>
        {
            called.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });
        using var client = hub.Client(vendor.Address);

        var sending = client.SendAsync(OverSockets.Read(vendor.Address), Token);
        await called.Task;
        hub.Clock.Advance(TimeSpan.FromSeconds(60));
        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => sending);

        Assert.Equal(FaultCodes.Timeout, fault.Code);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_fetched_again()
    {
        var calls = 0;
        await using var vendor = new LoopbackVendor(async (call, _) =>
        {
            if (++calls > 1)
            {
                await call.AnswerAsync("200 OK", body: "<ok/>"u8.ToArray());
                return;
            }

            await call.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<half");
            call.HangUp = true;
        });
        using var client = hub.Client(vendor.Address, attempts: 2);

        using var answer = await client.SendAsync(OverSockets.Read(vendor.Address, "<ask/>"), HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal("<ok/>", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal(["<ask/>", "<ask/>"], vendor.Calls.Select(c => c.Body));
    }

    [Theory]
    [InlineData("not http at all\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon in here\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello")]
    public async Task An_answer_that_is_no_HTTP_or_badly_packed_is_unreadable(string answer)
    {
        await using var vendor = new LoopbackVendor(async (call, _) =>
        {
            await call.WriteAsync(answer);
            call.HangUp = true;
        });
        using var client = hub.Client(vendor.Address, attempts: 2);

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => client.SendAsync(OverSockets.Read(vendor.Address), Token));

        Assert.Equal(FaultCodes.MalformedAnswer, fault.Code);
        Assert.Single(vendor.Calls);
    }

    [Fact]
    public async Task Headers_without_end_are_left_at_the_limit()
    {
        await using var vendor = new LoopbackVendor(async (call, _) =>
        {
            await call.WriteAsync("HTTP/1.1 200 OK\r\n");
            while (true) await call.WriteAsync($"X-More: {new string('x', 1000)}\r\n");
        });
        using var client = hub.Client(vendor.Address);

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => client.SendAsync(OverSockets.Read(vendor.Address), Token));

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
    }

    [Fact]
    public async Task A_write_whose_connection_dies_unanswered_is_not_sent_again_by_anybody()
    {
        await using var vendor = new LoopbackVendor(async (call, _) =>
        {
            if (call.Head.StartsWith("GET", StringComparison.Ordinal)) await call.AnswerAsync("200 OK");
            else call.HangUp = true;
        });
        using var client = hub.Client(vendor.Address, attempts: 5);
        (await client.SendAsync(OverSockets.Read(vendor.Address), Token)).Dispose();

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(new HttpRequestMessage(HttpMethod.Delete, vendor.Address), Token));

        Assert.Equal(FaultCodes.Connection, fault.Code);
        Assert.Equal(2, vendor.Calls.Count);
    }

    static byte[] Packed(byte[] plain, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest) : new GZipStream(packed, CompressionLevel.Fastest))
            packing.Write(plain);

        return packed.ToArray();
    }
}
