using System.Net;

namespace IntegrationHub.Adapters.Tests.Testing;

public sealed class ScriptedVendorTests : IAsyncLifetime
{
    readonly ManualClock clock = new();
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.GZip });
    ScriptedVendor vendor = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        vendor = await ScriptedVendor.StartAsync(clock, call => VendorAnswer.Json($$"""{"path":"{{call.Path}}","said":"{{call.Body}}"}"""));
        http.BaseAddress = vendor.Address;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await vendor.DisposeAsync();
    }

    [Fact]
    public async Task A_call_is_answered_by_the_script_and_written_down_with_the_tests_time()
    {
        vendor.ClockAhead = TimeSpan.FromHours(3);
        using var answer = await http.PostAsync(new Uri("cases?a=1", UriKind.Relative), new StringContent("åäö"), Stop);

        Assert.Equal("""{"path":"/cases","said":"åäö"}""", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal(clock.GetUtcNow().AddHours(3), answer.Headers.Date);
        var call = Assert.Single(vendor.Calls);
        Assert.Equal(("POST", "/cases", "/cases?a=1", "1", "åäö", clock.GetUtcNow()), (call.Method, call.Path, call.Target, call.Query["a"], call.Body, call.At));
    }

    [Fact]
    public async Task A_fault_concerns_the_calls_that_it_is_aimed_at_and_no_others()
    {
        vendor.Break(VendorFault.Status(502), after: 1, times: 2, when: call => call.Path == "/b");

        var statuses = new List<int>();
        foreach (var path in (string[])["a", "b", "b", "a", "b", "b"])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Stop);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([200, 200, 502, 200, 502, 200], statuses);
    }

    [Fact]
    public async Task Answers_are_cut_garbled_emptied_and_blown_up()
    {
        async Task<byte[]> With(VendorFault fault)
        {
            vendor.Break(fault);
            return await http.GetByteArrayAsync(new Uri("a", UriKind.Relative), Stop);
        }

        var whole = await http.GetByteArrayAsync(new Uri("a", UriKind.Relative), Stop);
        Assert.Equal(whole[..^3], await With(VendorFault.CutAt(-3)));
        Assert.Equal(whole[..(whole.Length / 2)], await With(VendorFault.CutInTheMiddle));
        Assert.Empty(await With(VendorFault.Empty));
        Assert.Equal(await With(VendorFault.Garbage(7)), await With(VendorFault.Garbage(7)));
        Assert.Equal(1_000_000, (await With(VendorFault.GzipBomb(1_000_000))).Length);
        Assert.StartsWith("<!DOCTYPE html>", System.Text.Encoding.UTF8.GetString(await With(VendorFault.Html)), StringComparison.Ordinal);
        foreach (var at in (int[])[0, 5, -1])
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => With(VendorFault.ResetAt(at)));
    }

    [Fact]
    public async Task A_vendor_that_is_busy_says_for_how_long_in_seconds_or_as_its_own_date()
    {
        vendor.ClockAhead = TimeSpan.FromHours(1);
        vendor.Break(VendorFault.Busy(429, TimeSpan.FromSeconds(30)));
        using var seconds = await http.GetAsync(new Uri("a", UriKind.Relative), Stop);
        vendor.Break(VendorFault.Busy(503, TimeSpan.FromSeconds(30), asDate: true));
        using var date = await http.GetAsync(new Uri("a", UriKind.Relative), Stop);

        Assert.Equal((429, TimeSpan.FromSeconds(30)), ((int)seconds.StatusCode, seconds.Headers.RetryAfter!.Delta));
        Assert.Equal((503, clock.GetUtcNow().AddHours(1).AddSeconds(30)), ((int)date.StatusCode, date.Headers.RetryAfter!.Date));
    }

    [Fact]
    public async Task A_late_answer_and_one_that_drips_come_when_the_clock_is_moved()
    {
        vendor.Break(VendorFault.Delay(TimeSpan.FromMinutes(2)));
        var late = http.GetStringAsync(new Uri("a", UriKind.Relative), Stop);
        await WaitForAsync(() => vendor.Waiting > 0);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(late.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(1));
        var whole = await late;

        vendor.Break(VendorFault.Drip(whole.Length / 2 + 1, TimeSpan.FromSeconds(10)));
        var dripped = http.GetStringAsync(new Uri("a", UriKind.Relative), Stop);
        for (var drop = 0; drop < 2; drop++)
        {
            await WaitForAsync(() => vendor.Waiting > 0);
            clock.Advance(TimeSpan.FromSeconds(10));
            await WaitForAsync(() => vendor.Waiting == 0 || clock.Waiting > 0);
        }

        Assert.Equal(whole, await dripped);
    }

    [Fact]
    public async Task A_call_that_is_given_up_is_seen()
    {
        vendor.Break(VendorFault.Silence);
        using var stop = new CancellationTokenSource();
        var asking = http.GetAsync(new Uri("a", UriKind.Relative), stop.Token);
        await WaitForAsync(() => vendor.Waiting == 1);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await WaitForAsync(() => (vendor.UnderWay, vendor.Abandoned) == (0, 1));
    }

    [Fact]
    public async Task A_mistake_in_a_script_is_told_as_that()
    {
        vendor.Answer(_ => throw new InvalidOperationException("a mistake"));
        using var answer = await http.GetAsync(new Uri("a", UriKind.Relative), Stop);

        Assert.Equal((500, "a mistake"), ((int)answer.StatusCode, vendor.ScriptFault?.Message));
    }

    static async Task WaitForAsync(Func<bool> condition)
    {
        // Nothing here takes so long; a test that waited for ever would tell nobody what for.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!condition()) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, patience.Token);
    }
}
