using System.Net;
using System.Net.Http.Headers;
using IntegrationHub.Faults;
using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;
using static IntegrationHub.Tests.Outbound.ScriptedVendor;

namespace IntegrationHub.Tests.Outbound;

public sealed class RetryTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly ManualClock clock = new();

    [Fact]
    public async Task A_read_that_meets_an_outage_is_sent_again_with_its_content()
    {
        var vendor = new ScriptedVendor(clock, Down, () => throw new HttpRequestException(HttpRequestError.ConnectionError), Ok);
        var meter = new RunMeter();
        using var client = vendor.Http().Create(vendor.Options(), meter);

        using var answer = await client.SendAsync(Read(body: "<ask/>"), Token).Through(clock);

        Assert.Equal("<ok/>", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal(["<ask/>", "<ask/>", "<ask/>"], vendor.Calls.Select(c => c.Body));
        Assert.Equal(new RunProgress(Pages: 0, Requests: 3, Retries: 2), meter.Take());
        Assert.Equal(default, meter.Take());
        Assert.Equal([6001, 6001], vendor.Log.Lines.Select(l => l.Id));
    }

    [Fact]
    public async Task A_write_is_sent_once()
    {
        var vendor = new ScriptedVendor(clock, Down, Ok);
        using var client = vendor.Http().Create(vendor.Options());

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(Write(), Token).Through(clock));

        Assert.Equal(FaultCodes.ServerError, fault.Code);
        Assert.Single(vendor.Calls);
    }

    [Fact]
    public async Task A_read_is_given_up_after_its_tries_and_the_last_fault_is_told()
    {
        var vendor = new ScriptedVendor(clock, Down);
        using var client = vendor.Http().Create(vendor.Options(retry: new StreamRetry { Attempts = 3 }));

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(Read(), Token).Through(clock));

        Assert.Equal(FaultCodes.ServerError, fault.Code);
        Assert.Equal(3, vendor.Calls.Count);
    }

    [Fact]
    public async Task A_single_try_is_a_single_try()
    {
        var vendor = new ScriptedVendor(clock, Down, Ok);
        using var client = vendor.Http().Create(vendor.Options(retry: new StreamRetry { Attempts = 1 }));

        await Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(Read(), Token).Through(clock));

        Assert.Single(vendor.Calls);
    }

    public static TheoryData<HttpStatusCode> Refusals => [HttpStatusCode.InternalServerError, HttpStatusCode.NotFound, HttpStatusCode.BadRequest];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_vendors_no_reaches_the_adapter_and_is_not_asked_again(HttpStatusCode status)
    {
        var vendor = new ScriptedVendor(clock, () => Xml(status, "<Fault>no such case</Fault>"));
        using var client = vendor.Http().Create(vendor.Options());

        using var answer = await client.SendAsync(Read(), Token).Through(clock);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("<Fault>no such case</Fault>", await answer.Content.ReadAsStringAsync(Token));
        Assert.Single(vendor.Calls);
    }

    [Fact]
    public async Task A_wrong_password_is_told_with_its_setting_and_not_tried_again()
    {
        var vendor = new ScriptedVendor(clock, () => new HttpResponseMessage(HttpStatusCode.Unauthorized));
        using var client = vendor.Http().Create(vendor.Options());

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => client.SendAsync(Read(), Token).Through(clock));

        Assert.Equal((FaultCodes.NotAuthorised, "connection.password"), (fault.Code, fault.Setting));
        Assert.Single(vendor.Calls);
    }

    [Fact]
    public async Task The_next_try_comes_no_earlier_than_the_vendor_asked_in_seconds()
    {
        var vendor = new ScriptedVendor(clock, () => Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(75))), Ok);
        using var client = vendor.Http().Create(vendor.Options());

        using var answer = await client.SendAsync(Read(), Token).Through(clock);

        Assert.Equal(TimeSpan.FromSeconds(75), vendor.Calls[1].At - vendor.Calls[0].At);
    }

    [Fact]
    public async Task The_next_try_comes_no_earlier_than_the_vendor_asked_with_a_date()
    {
        var vendorsTime = clock.GetUtcNow().AddHours(3);
        var vendor = new ScriptedVendor(clock, () => Busy(new RetryConditionHeaderValue(vendorsTime.AddSeconds(30)), vendorsTime), Ok);
        using var client = vendor.Http().Create(vendor.Options());

        using var answer = await client.SendAsync(Read(), Token).Through(clock);

        Assert.Equal(TimeSpan.FromSeconds(30), vendor.Calls[1].At - vendor.Calls[0].At);
    }

    [Fact]
    public async Task A_wait_shorter_than_the_usual_one_does_not_make_the_hub_hammer()
    {
        var vendor = new ScriptedVendor(clock, () => Busy(new RetryConditionHeaderValue(TimeSpan.Zero)));
        using var client = vendor.Http().Create(vendor.Options());
        var began = clock.GetUtcNow();

        await Assert.ThrowsAsync<SourceUnavailableException>(() => client.SendAsync(Read(), Token).Through(clock));

        Assert.Equal(5, vendor.Calls.Count);
        Assert.True(clock.GetUtcNow() - began > TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_wait_longer_than_the_longest_is_left_to_the_next_run_and_every_stream_of_the_source_keeps_to_it()
    {
        var vendor = new ScriptedVendor(clock, () => Busy(new RetryConditionHeaderValue(TimeSpan.FromMinutes(10))), Ok);
        var http = vendor.Http();
        using var permits = http.Create(vendor.Options());
        using var notices = http.Create(vendor.Options("notices"));

        var asked = await Assert.ThrowsAsync<SourceUnavailableException>(() => permits.SendAsync(Read(), Token).Through(clock));
        clock.Advance(TimeSpan.FromMinutes(4));
        var kept = await Assert.ThrowsAsync<SourceUnavailableException>(() => notices.SendAsync(Read(), Token).Through(clock));
        clock.Advance(TimeSpan.FromMinutes(6));
        using var answer = await notices.SendAsync(Read(), Token).Through(clock);

        Assert.Equal((FaultCodes.TooManyRequests, TimeSpan.FromMinutes(10)), (asked.Code, asked.RetryAfter));
        Assert.Equal((FaultCodes.TooManyRequests, TimeSpan.FromMinutes(6)), (kept.Code, kept.RetryAfter));
        Assert.Equal(2, vendor.Calls.Count);
    }

    [Fact]
    public async Task A_short_quiet_time_is_waited_out_by_the_sources_other_streams_too()
    {
        var vendor = new ScriptedVendor(clock, () => Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(20))), Ok);
        var http = vendor.Http();
        using var permits = http.Create(vendor.Options(retry: new StreamRetry { Attempts = 1 }));
        using var notices = http.Create(vendor.Options("notices"));

        await Assert.ThrowsAsync<SourceUnavailableException>(() => permits.SendAsync(Read(), Token).Through(clock));
        using var answer = await notices.SendAsync(Read(), Token).Through(clock);

        Assert.Equal(TimeSpan.FromSeconds(20), vendor.Calls[1].At - vendor.Calls[0].At);
    }

    [Fact]
    public async Task Calls_beyond_the_budget_wait_for_their_place()
    {
        var vendor = new ScriptedVendor(clock, Ok);
        using var client = vendor.Http().Create(vendor.Options(limits: new StreamLimits { RequestsPerMinute = 6 }));

        for (var i = 0; i < 4; i++) (await client.SendAsync(Read(), Token).Through(clock)).Dispose();

        Assert.Equal([0, 10, 20, 30], vendor.Calls.Select(c => (int)(c.At - vendor.Calls[0].At).TotalSeconds));
    }

    [Fact]
    public async Task A_place_in_the_queue_is_waited_for_longer_than_an_answer_but_not_for_ever()
    {
        var vendor = new ScriptedVendor(clock, Ok);
        var limits = new StreamLimits { RequestsPerMinute = 1, Timeout = TimeSpan.FromSeconds(5) };
        using var client = vendor.Http().Create(vendor.Options(retry: new StreamRetry { Attempts = 1 }, limits: limits));

        var calls = Enumerable.Range(0, 5).Select(_ => client.SendAsync(Read(), Token)).ToList();
        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => calls[4].Through(clock));

        Assert.All(calls.Take(4), call => Assert.True(call.IsCompletedSuccessfully));
        Assert.Equal(FaultCodes.Timeout, fault.Code);
        Assert.Contains("limits.requestsPerMinute", fault.Message, StringComparison.Ordinal);
        Assert.Equal(4, vendor.Calls.Count);
    }

    [Fact]
    public void Calling_without_encryption_is_logged_but_not_for_this_machine()
    {
        var vendor = new ScriptedVendor(clock, Ok);

        vendor.Http().Create(vendor.Options() with { Addresses = new Dictionary<string, Uri> { ["url"] = new("http://vendor.example/api?key=1"), ["other"] = new("http://localhost:81/") } }).Dispose();

        Assert.Equal([6005], vendor.Log.Lines.Select(l => l.Id));
        Assert.DoesNotContain("key=1", vendor.Log.Lines[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_a_run_ends_a_wait_at_once_and_is_no_fault_of_the_source()
    {
        var vendor = new ScriptedVendor(clock, Down);
        using var client = vendor.Http().Create(vendor.Options());
        using var stop = new CancellationTokenSource();

        var sending = client.SendAsync(Read(), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Single(vendor.Calls);
    }

    [Fact]
    public async Task An_address_that_is_not_declared_is_refused_before_anything_is_sent()
    {
        var vendor = new ScriptedVendor(clock, Ok);
        using var client = vendor.Http().Create(vendor.Options());
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, "https://evil.example/next?page=2").AsRead();

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => client.SendAsync(elsewhere, Token).Through(clock));

        Assert.Equal(FaultCodes.HostNotAllowed, fault.Code);
        Assert.Empty(vendor.Calls);
    }

    [Fact]
    public void A_blocking_call_does_not_pass_by_the_guards()
    {
        var vendor = new ScriptedVendor(clock, Ok);
        using var client = vendor.Http().Create(vendor.Options());

        Assert.Throws<NotSupportedException>(() => client.Send(Read(), Token));
    }
}
