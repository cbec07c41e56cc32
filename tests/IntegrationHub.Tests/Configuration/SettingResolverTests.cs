using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Streams;

namespace IntegrationHub.Tests.Configuration;

public sealed class SettingResolverTests : IDisposable
{
    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void References_get_their_values_and_defaults_are_filled_in()
    {
        var values = new GivenSettings(
            new Dictionary<string, string> { ["HOST"] = "permits.example", ["DEPT"] = "Bygg" },
            new Dictionary<string, string> { ["PERMITS_KEY"] = "hunter2" });

        var resolved = Resolve("""
            url: "https://${HOST}/api"
            apiKey: "${secret:PERMITS_KEY}"
            department: "Avd ${DEPT} / ${DEPT}"
            folder: ../in
            """, values, out _)!;

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["url"] = "https://permits.example/api",
                ["apiKey"] = "hunter2",
                ["version"] = "v4",
                ["department"] = "Avd Bygg / Bygg",
                ["window"] = "1d",
                ["folder"] = "/hub/in",
            },
            resolved.Reveal());
        Assert.Equal([new Uri("https://permits.example/api")], resolved.Addresses);
    }

    [Fact]
    public void A_secret_shows_itself_to_the_adapter_only()
    {
        var values = new GivenSettings(secrets: new Dictionary<string, string> { ["PERMITS_KEY"] = "hunter2" });

        var resolved = Resolve("url: https://permits.example/\napiKey: \"${secret:PERMITS_KEY}\"", values, out _)!;

        Assert.Equal("***", resolved.Values["apiKey"].ToString());
        Assert.Equal("***", $"{resolved.Values["apiKey"]}");
        Assert.DoesNotContain("hunter2", System.Text.Json.JsonSerializer.Serialize(resolved), StringComparison.Ordinal);
        Assert.Equal("hunter2", resolved.Values["apiKey"].Reveal());
    }

    [Fact]
    public void Everything_that_has_no_value_is_told_with_its_place()
    {
        var resolved = Resolve("url: \"https://${HOST}/${API}\"\napiKey: \"${secret:PERMITS_KEY}\"", new EnvironmentSettings(), out var told);

        Assert.Null(resolved);
        Assert.Equal(
            [
                "/hub/streams/s.stream.yaml:2:8: error IH5020: connection.url needs the setting 'API', which has no value; give it as an environment variable of that name",
                "/hub/streams/s.stream.yaml:2:8: error IH5020: connection.url needs the setting 'HOST', which has no value; give it as an environment variable of that name",
                "/hub/streams/s.stream.yaml:3:11: error IH5021: connection.apiKey needs the secret 'PERMITS_KEY', which has no value; give it as an environment variable of that name",
            ],
            told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("url: \"${V}\"", "http://permits.example/hunter2", "IH5015")]
    [InlineData("url: \"${V}\"", "https://a:hunter2@permits.example/", "IH5015")]
    [InlineData("url: https://permits.example/\nyears: \"${V}\"", "hunter2", "IH5013")]
    [InlineData("url: https://permits.example/\nversion: \"${V}\"", "hunter2", "IH5013")]
    [InlineData("url: https://permits.example/\ndepartment: \"${V}\"", " ", "IH5013")]
    public void A_value_that_a_reference_leads_to_is_checked_too_and_never_repeated(string connection, string value, string code)
    {
        var resolved = Resolve(connection, new GivenSettings(new Dictionary<string, string> { ["V"] = value }), out var told);

        Assert.Null(resolved);
        Assert.Contains($"error {code}: connection.", Assert.Single(told), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_read_from_its_file_without_the_line_end_and_a_rotated_one_at_once()
    {
        var values = new SettingSources(new SecretFolder(folder.Path), new GivenSettings(secrets: new Dictionary<string, string> { ["KEY"] = "from code", ["OTHER"] = "other" }));
        folder.Write("KEY", "first\r\n");

        var first = values.FindSecret("KEY");
        folder.Write("KEY", "second");
        var second = values.FindSecret("KEY");

        Assert.Equal(("first", "second", "other"), (first, second, values.FindSecret("OTHER")));
        Assert.Null(values.FindSecret("../KEY"));
        Assert.Null(values.FindSetting("KEY"));
        Assert.Equal($"a file of that name in {folder.Path}", values.WhereSecretsAre);
    }

    static ResolvedConnection? Resolve(string connection, ISettingSource values, out List<string> told)
    {
        var diagnostics = new DiagnosticBag();
        var text = $"connection:\n  {connection.ReplaceLineEndings("\n  ")}\nstream: s\nsource: s\nadapter: permits\nmapping: m\nread: {{ strategy: cursor }}\n";
        var file = StreamFileReader.Read("/hub/streams/s.stream.yaml", text, TestAdapter.All, diagnostics);
        Assert.Empty(diagnostics.All);
        var resolved = new SettingResolver(values).Resolve(file!, diagnostics);
        told = [.. diagnostics.All.Select(d => d.ToString())];
        return resolved;
    }
}
