using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using IntegrationHub.Notifications;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>What vendors meet at <c>/hooks</c>; whether a notification is genuine is the hub's to decide.</summary>
public sealed class HookApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    const string Path = "/hooks/byggr-permits";
    const string Json = """{"type":"case.updated","data":{"id":"B-1"}}""";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    FakeNotifications Notifications => host.Hub.Notifications;

    async Task<(HttpResponseMessage Response, string? Code)> SendAsync(string path = Path, HttpContent? content = null, Action<HttpRequestHeaders>? headers = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = content ?? new StringContent(Json, Encoding.UTF8, "application/json") };
        headers?.Invoke(request.Headers);
        var response = await host.Http.SendAsync(request, Stop);
        var code = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("code").GetString()
            : null;
        return (response, code);
    }

    void Answering(NotificationOutcome outcome, NotificationRefusal? refusal = null) => Notifications.OnReceive = _ => new NotificationReceipt(outcome, refusal);

    [Fact]
    public async Task What_came_reaches_the_hub_byte_for_byte_with_the_headers_that_prove_it()
    {
        Answering(NotificationOutcome.Stored);
        byte[] body = [.. Encoding.UTF8.GetBytes("{\"data\": {\"id\":\"Ä-1\"} }\r\n")];
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        var (response, _) = await SendAsync(content: content, headers: h =>
        {
            h.Add("webhook-id", "msg_1");
            h.Add("Webhook-Timestamp", "1614265330");
            h.Add("webhook-signature", "v1,AAAA v1,BBBB");
            h.TryAddWithoutValidation("Authorization", "Bearer abc");
        });

        Assert.Equal((HttpStatusCode.NoContent, "no-store"), (response.StatusCode, response.Headers.CacheControl!.ToString()));
        var came = Notifications.Came[^1];
        Assert.Equal(body, came.Body.ToArray());
        Assert.Equal(("msg_1", "1614265330", "v1,AAAA v1,BBBB", "Bearer abc"), (came.Id, came.Timestamp, came.Signature, came.Authorization));
    }

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public async Task A_header_that_stands_twice_counts_as_none(string name)
    {
        Answering(NotificationOutcome.Stored);

        // By hand: a client would make one header of the two.
        using var connection = new TcpClient();
        await connection.ConnectAsync(host.Http.BaseAddress!.Host, host.Http.BaseAddress.Port, Stop);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Path} HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: {Json.Length}\r\nConnection: close\r\n{name}: 1\r\n{name}: 2\r\n\r\n{Json}"), Stop);
        using var reader = new StreamReader(connection.GetStream());
        Assert.StartsWith("HTTP/1.1 204", await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);

        var came = Notifications.Came[^1];
        Assert.Null(name switch { "webhook-id" => came.Id, "webhook-timestamp" => came.Timestamp, _ => came.Signature });
    }

    [Theory]
    [InlineData(NotificationOutcome.Stored)]
    [InlineData(NotificationOutcome.Repeated)]
    [InlineData(NotificationOutcome.Left)]
    public async Task What_is_taken_or_needs_nothing_is_a_success_without_a_body(NotificationOutcome outcome)
    {
        Answering(outcome);

        var (response, _) = await SendAsync();

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData(NotificationRefusal.NotProved, 401, "IH7080")]
    [InlineData(NotificationRefusal.Stale, 401, "IH7081")]
    [InlineData(NotificationRefusal.Replayed, 409, "IH7082")]
    [InlineData(NotificationRefusal.IdReused, 409, "IH7083")]
    [InlineData(NotificationRefusal.Malformed, 400, "IH7084")]
    [InlineData(NotificationRefusal.NoCase, 422, "IH7085")]
    [InlineData(NotificationRefusal.OtherAddress, 422, "IH7086")]
    [InlineData(NotificationRefusal.Full, 429, "IH7088")]
    [InlineData(NotificationRefusal.NotConfigured, 503, "IH7089")]
    public async Task Each_refusal_has_a_status_and_a_code_of_its_own(NotificationRefusal refusal, int status, string code)
    {
        Answering(NotificationOutcome.Refused, refusal);

        var (response, told) = await SendAsync();

        Assert.Equal((status, code), ((int)response.StatusCode, told));
        Assert.Equal(status is 429 or 503, response.Headers.RetryAfter is not null);
    }

    [Theory]
    [InlineData("/hooks/social-support")]
    [InlineData("/hooks/no-such-stream")]
    [InlineData("/hooks/No_Name")]
    [InlineData("/hooks/19350101-9800")]
    public async Task A_stream_that_takes_none_is_not_told_from_one_that_does_not_exist(string path)
    {
        var before = Notifications.Came.Count;

        var (response, code) = await SendAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "IH7020"), (response.StatusCode, code));
        Assert.Equal(before, Notifications.Came.Count);
        Assert.DoesNotContain("19350101", host.Log.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task Only_JSON_in_UTF8_is_read(string contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Json));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        var (response, code) = await SendAsync(content: content);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "IH7032"), (response.StatusCode, code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_more_is_read_than_the_stream_file_allows_whether_the_length_is_told_or_not(bool chunked)
    {
        Answering(NotificationOutcome.Stored);
        Notifications.Limit = stream => stream == FakeHub.Permits ? 2048 : null;
        try
        {
            var (fits, _) = await SendAsync(content: Body(2048));
            var (large, code) = await SendAsync(content: Body(2049));

            Assert.Equal(HttpStatusCode.NoContent, fits.StatusCode);
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, true), (large.StatusCode, code is "IH7087" or "IH7031"));
        }
        finally
        {
            Notifications.Limit = new FakeNotifications().Limit;
        }

        HttpContent Body(int bytes)
        {
            var content = chunked ? (HttpContent)new StreamContent(new ChunksOf(bytes)) : new ByteArrayContent(new byte[bytes]);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return content;
        }
    }

    [Fact]
    public async Task A_stream_file_can_allow_more_than_the_API_does()
    {
        Answering(NotificationOutcome.Stored);
        Notifications.Limit = stream => stream == FakeHub.Permits ? 1024 * 1024 : null;
        try
        {
            var content = new ByteArrayContent(new byte[1024 * 1024]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

            var (response, _) = await SendAsync(content: content);

            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }
        finally
        {
            Notifications.Limit = new FakeNotifications().Limit;
        }
    }

    [Fact]
    public async Task Nothing_is_taken_in_before_the_hub_is_ready()
    {
        host.Hub.IsReady = false;
        try
        {
            var (response, code) = await SendAsync();

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "IH7051"), (response.StatusCode, code));
        }
        finally
        {
            host.Hub.IsReady = true;
        }
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_no_success()
    {
        Notifications.OnReceive = _ => throw new Sync.CommitFailedException("The disk is full.", new IOException());

        var (response, code) = await SendAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "IH7090"), (response.StatusCode, code));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Any_other_method_asks_for_a_key_first_as_everything_does(string method)
    {
        var (response, code) = await SendAsync(method: new HttpMethod(method));

        Assert.Equal((HttpStatusCode.Unauthorized, "IH7001"), (response.StatusCode, code));
    }

    [Fact]
    public async Task A_key_of_the_API_proves_nothing_here()
    {
        Answering(NotificationOutcome.Refused, NotificationRefusal.NotProved);

        var (response, _) = await SendAsync(headers: h => h.Add("X-Api-Key", host.KeyOf("administrator")));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    sealed class ChunksOf(int bytes) : Stream
    {
        int left = bytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(Math.Min(left, count), 100);
            left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
