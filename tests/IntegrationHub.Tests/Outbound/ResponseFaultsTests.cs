using System.Net;
using System.Net.Http.Headers;
using IntegrationHub.Outbound;

namespace IntegrationHub.Tests.Outbound;

public sealed class ResponseFaultsTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(200, "Answer")]
    [InlineData(204, "Answer")]
    [InlineData(304, "Answer")]
    [InlineData(400, "Answer")]
    [InlineData(404, "Answer")]
    [InlineData(409, "Answer")]
    [InlineData(410, "Answer")]
    [InlineData(422, "Answer")]
    [InlineData(301, "Redirect")]
    [InlineData(302, "Redirect")]
    [InlineData(303, "Redirect")]
    [InlineData(307, "Redirect")]
    [InlineData(308, "Redirect")]
    [InlineData(401, "NotAuthorised")]
    [InlineData(403, "NotAuthorised")]
    [InlineData(407, "ProxyWantsPassword")]
    [InlineData(408, "TimedOut")]
    [InlineData(425, "Busy")]
    [InlineData(429, "Busy")]
    [InlineData(502, "ServerError")]
    [InlineData(503, "ServerError")]
    [InlineData(504, "ServerError")]
    public void The_status_decides_whatever_the_content(int status, string kind)
    {
        Assert.Equal(kind, ResponseFaults.Classify((HttpStatusCode)status, "application/json", 10, asksToWait: false).ToString());
        Assert.Equal(kind, ResponseFaults.Classify((HttpStatusCode)status, "text/html", 0, asksToWait: false).ToString());
    }

    [Theory]
    [InlineData("text/xml", 10L, "Answer")]
    [InlineData("application/soap+xml", 10L, "Answer")]
    [InlineData("APPLICATION/JSON", 10L, "Answer")]
    [InlineData("application/problem+json", 10L, "Answer")]
    [InlineData("multipart/related", 10L, "Answer")]
    [InlineData("application/json", null, "Answer")]
    [InlineData("application/json", 0L, "ServerError")]
    [InlineData("text/html", 10L, "ServerError")]
    [InlineData("text/plain", 10L, "ServerError")]
    [InlineData(null, 10L, "ServerError")]
    public void A_500_is_an_answer_when_it_holds_XML_or_JSON_and_an_outage_otherwise(string? mediaType, long? length, string kind)
    {
        Assert.Equal(kind, ResponseFaults.Classify(HttpStatusCode.InternalServerError, mediaType, length, asksToWait: false).ToString());
    }

    [Fact]
    public void A_503_that_says_how_long_is_busy_and_not_broken()
    {
        Assert.Equal(AnswerKind.Busy, ResponseFaults.Classify(HttpStatusCode.ServiceUnavailable, null, 0, asksToWait: true));
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", 0)]
    [InlineData("Tue, 10 Mar 2026 08:01:30 GMT", 90)]
    [InlineData("Tue, 10 Mar 2026 07:00:00 GMT", 0)]
    [InlineData("9999999", 86400)]
    [InlineData("Wed, 10 Mar 2027 08:00:00 GMT", 86400)]
    public void Retry_After_is_read_as_seconds_and_as_a_date_and_never_is_more_than_a_day(string value, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), ResponseFaults.RetryAfter(Headers(value), Now));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1e3")]
    public void A_Retry_After_that_cannot_be_read_says_nothing(string value)
    {
        Assert.Null(ResponseFaults.RetryAfter(Headers(value), Now));
    }

    [Fact]
    public void A_date_is_compared_with_the_vendors_own_clock_where_it_tells_its_time()
    {
        var headers = Headers("Tue, 10 Mar 2026 09:00:20 GMT");
        headers.Date = new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(20), ResponseFaults.RetryAfter(headers, Now));
    }

    static HttpResponseHeaders Headers(string retryAfter)
    {
        var headers = new HttpResponseMessage().Headers;
        headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return headers;
    }
}
