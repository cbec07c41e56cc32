using IntegrationHub.Testing;
using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Tests.Workshop.Recording;

public sealed class RequestPatternTests
{
    readonly SecretForms secrets = new();

    [Theory]
    [InlineData("page=2&size=100&sort=id", "page equalTo 2, sort equalTo id")]
    [InlineData("updated_after=2026-03-10T08:49:00Z&page=1", "page equalTo 1")]
    [InlineData("start_date=2026-03-10&end_date=2026-03-12&extensions=true", "extensions equalTo true")]
    [InlineData("since=1773132540&page=1", "page equalTo 1")]
    [InlineData("filter=touched%3E%272026-03-10T08%3A49%3A00.000%2B01%3A00%27&page=0", @"filter matches touched>'.+?', page equalTo 0")]
    [InlineData("query=SELECT+id+FROM+incidents+WHERE+t+%3E+%272026-03-10T08%3A49%3A00Z%27+LIMIT+100+OFFSET+200", @"query matches SELECT\ id\ FROM\ incidents\ WHERE\ t\ >\ '.+?'\ LIMIT\ [0-9]+\ OFFSET\ 200")]
    [InlineData("apiKey=abc&page=1", "page equalTo 1")]
    [InlineData("page=1&key=kanariehemligheten", "page equalTo 1")]
    [InlineData("flag&page=1", "page equalTo 1")]
    public void A_call_is_recognised_by_what_tells_pages_apart_and_not_by_the_clock_the_size_or_a_secret(string query, string compared)
    {
        secrets.Add("kanariehemligheten", []);

        Assert.Equal(compared, string.Join(", ", Of(query).General.Query.Select(q => $"{q.Name} {q.Matcher.Kind} {q.Matcher.Value}")));
    }

    [Theory]
    [InlineData("since=2024-12-19T14:24:11", "<BatchEnd>2024-12-19T14:24:11</BatchEnd>", "since equalTo 2024-12-19T14:24:11")]
    [InlineData("token=opaque-4711", """{"next":"opaque-4711"}""", "token equalTo opaque-4711")]
    [InlineData("updated_after=2026-03-10T08%3A49%3A00Z&page=2", """{"next":"https://v.example/a?updated_after=2026-03-10T08%3A49%3A00Z&page=2"}""", "updated_after equalTo 2026-03-10T08:49:00Z, page equalTo 2")]
    public void What_an_earlier_answer_told_comes_again_as_it_is(string query, string earlier, string compared) =>
        Assert.Equal(compared, string.Join(", ", Of(query, earlier).General.Query.Select(q => $"{q.Name} {q.Matcher.Kind} {q.Matcher.Value}")));

    [Fact]
    public void A_body_is_recognised_without_its_times_and_sizes_and_one_that_signs_in_not_at_all()
    {
        secrets.Add("kanariehemligheten", []);

        Assert.Equal("equalTo", Of("", body: """{"page":2}""").General.Body!.Kind);
        var loose = Of("", body: """{"since":"2026-03-10T08:49:00Z","pageSize":100,"page":2}""").General.Body!;
        Assert.True(loose.Fits("""{"since":"2027-01-01T00:00:00Z","pageSize":20,"page":2}"""));
        Assert.False(loose.Fits("""{"since":"2027-01-01T00:00:00Z","pageSize":20,"page":3}"""));
        Assert.Null(Of("", body: "grant_type=client_credentials&scope=a").General.Body);
        Assert.Null(Of("", body: """{"password":"kanariehemligheten"}""").General.Body);
    }

    RequestPattern Of(string query, string earlier = "", string body = "") => RequestPattern.Of(
        new Exchange { Method = body.Length > 0 ? "POST" : "GET", Address = new Uri($"https://v.example/a?{query}"), Sent = body, Status = 200 }, earlier, new Scrubber(new Disguise(1), secrets, []));
}
