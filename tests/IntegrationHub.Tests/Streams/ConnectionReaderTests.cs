using IntegrationHub.Diagnostics;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Configuration;

namespace IntegrationHub.Tests.Streams;

public sealed class ConnectionReaderTests
{
    [Theory]
    [InlineData("https://permits.example/api")]
    [InlineData("http://localhost:8080/")]
    [InlineData("http://127.0.0.9/")]
    [InlineData("http://[::1]:5000/")]
    [InlineData("\"${PERMITS_URL}\"")]
    [InlineData("\"https://${HOST}/api\"")]
    public void An_address_that_does_not_send_data_in_the_clear_is_accepted(string url) => Assert.Empty(Read($"url: {url}"));

    [Theory]
    [InlineData("permits.example/api", "must be an absolute address that begins with https:// or http://")]
    [InlineData("/api", "must be an absolute address that begins with https:// or http://")]
    [InlineData("file:///etc/passwd", "must be an absolute address that begins with https:// or http://")]
    [InlineData("https://anna:hunter2@permits.example/", "holds a user name or password; an address is logged, so give them in settings of their own")]
    [InlineData("http://permits.example/", "would send personal data unencrypted; use https, or write 'insecure: true' beside it when the way to that host is protected otherwise")]
    [InlineData("http://localhost.example/", "would send personal data unencrypted; use https, or write 'insecure: true' beside it when the way to that host is protected otherwise")]
    public void An_address_that_would_give_data_away_is_refused(string url, string expected) =>
        Assert.Equal([$"2:8: error IH5015: connection.url {expected}"], Read($"url: {url}"));

    [Fact]
    public void Http_to_another_machine_must_be_asked_for()
    {
        Assert.Empty(Read("url: http://permits.example/\n  insecure: true"));
        Assert.Equal(["3:13: error IH5013: connection.insecure must be true or false"], Read("url: https://permits.example/\n  insecure: yes"));
    }

    [Theory]
    [InlineData("apiKey: hunter2")]
    [InlineData("apiKey: \"Bearer ${secret:KEY} hunter2\"")]
    [InlineData("apiKey: \"${secret:KEY}hunter2\"")]
    [InlineData("apikey: hunter2")]
    [InlineData("password: hunter2")]
    [InlineData("department: \"hunter2${\"")]
    [InlineData("version: hunter2")]
    [InlineData("years: hunter2")]
    [InlineData("archived: hunter2")]
    [InlineData("window: hunter2")]
    [InlineData("timeZone: hunter2")]
    [InlineData("apiKey: [hunter2]")]
    [InlineData("apiKey: { value: hunter2 }")]
    [InlineData("apiKey: ${secret:hunter2")]
    public void What_somebody_wrote_under_connection_is_never_repeated(string line)
    {
        var refused = Read("url: https://permits.example/\n  " + line);

        Assert.NotEmpty(refused);
        Assert.DoesNotContain(refused, d => d.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("apiKey: hunter2", "3:11: error IH5014: connection.apiKey is secret and must not stand in a file; write \"${secret:NAME}\" and treat what stood here as known to others")]
    [InlineData("apiKey: \"${KEY}\"", "3:11: error IH5014: connection.apiKey is secret but refers to a setting; write \"${secret:NAME}\"")]
    [InlineData("department: \"${secret:KEY}\"", "3:15: error IH5017: connection.department is no secret setting, so its value may be logged; a secret must not go into it")]
    [InlineData("department: \"${DEPT\"", "3:15: error IH5016: connection.department holds a reference that cannot be read; write \"${NAME}\", the name in letters, digits, '_', '-' and '.', starting with a letter")]
    [InlineData("department: \"${../DEPT}\"", "3:15: error IH5016: connection.department holds a reference that cannot be read; write \"${NAME}\", the name in letters, digits, '_', '-' and '.', starting with a letter")]
    [InlineData("department:", "3:14: error IH5013: connection.department is empty")]
    [InlineData("version: v9", "3:12: error IH5013: connection.version must be one of v4, v8 (did you mean 'v4'?)")]
    [InlineData("archived: ja", "3:13: error IH5013: connection.archived must be true or false")]
    [InlineData("window: 1", "3:11: error IH5013: connection.window is no time span; write a whole number and a unit, for instance 500ms, 30s, 5m, 2h or 7d")]
    [InlineData("timeZone: Stockholm", "3:13: error IH5013: connection.timeZone must be an IANA time zone, for instance Europe/Stockholm")]
    [InlineData("department: [a, b]", "3:15: error IH5013: connection.department must be a single value")]
    [InlineData("wholly: other", "3:3: error IH5011: the adapter 'permits' has no setting 'wholly'; it has url, apiKey, version, department, years, archived, window, folder, timeZone")]
    public void A_setting_is_checked_against_what_the_adapter_takes(string line, string expected) =>
        Assert.Equal([expected], Read("url: https://permits.example/\n  " + line));

    [Fact]
    public void A_setting_that_must_be_there_is_told_with_an_example()
    {
        Assert.Equal(["1:1: error IH5012: connection.url is missing: The service's address. For instance https://permits.example/api."], Read("department: Bygg"));
    }

    static IEnumerable<string> Read(string connection)
    {
        var diagnostics = new DiagnosticBag();
        StreamFileReader.Read("f", $$"""
            connection:
              {{connection}}
            stream: s
            source: s
            adapter: permits
            mapping: m
            read: { strategy: cursor }
            """, TestAdapter.All, diagnostics);
        return diagnostics.All.Select(d => d.ToString()[2..]);
    }
}
