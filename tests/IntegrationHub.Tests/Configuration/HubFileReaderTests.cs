using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Tests.Configuration;

public sealed class HubFileReaderTests : IDisposable
{
    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("quarantine: { keepFor: 30d }", 30, null)]
    [InlineData("quarantine: {}", null, null)]
    [InlineData("quarantine: { keepFor: 1h }", null, "IH5004")]
    [InlineData("quarantine: { keepFor: always }", null, "IH5003")]
    [InlineData("quarantine: { keepfor: 30d }", null, "IH5001")]
    [InlineData("quarantine: 30d", null, "IH5003")]
    public void How_long_quarantine_is_kept_is_read_strictly(string line, int? days, string? code)
    {
        Directory.CreateDirectory(folder["mappings"]);
        folder.Write("hub.yaml", $"tenant: sundby\ntimezone: Europe/Stockholm\nstreams: [mappings]\n{line}\n");
        var diagnostics = new DiagnosticBag();

        var hub = HubFileReader.Read(folder["hub.yaml"], diagnostics);

        Assert.Equal(code, diagnostics.All.Select(d => d.Code).FirstOrDefault());
        Assert.Equal(days, (int?)hub?.QuarantineKeepFor?.TotalDays);
    }

    [Theory]
    [InlineData("index: { postgresql: '${secret:INDEX}' }", "${secret:INDEX}", null)]
    [InlineData("index: { postgresql: 'Host=${DB};Username=ihub;Password=${secret:DB_PASSWORD}' }", "Host=${DB};Username=ihub;Password=${secret:DB_PASSWORD}", null)]
    [InlineData("index: { postgresql: 'Host=db;Username=ihub;SSL Certificate=/etc/ihub.pem' }", "Host=db;Username=ihub;SSL Certificate=/etc/ihub.pem", null)]
    [InlineData("", null, null)]
    [InlineData("index: { postgresql: 'Host=db;Password=hemligt' }", null, "IH5014")]
    [InlineData("index: { postgresql: 'Host=db;pwd = hemligt' }", null, "IH5014")]
    [InlineData("index: { postgresql: '${secret:INDEX' }", null, "IH5016")]
    [InlineData("index: { postgressql: '${secret:INDEX}' }", null, "IH5001")]
    public void Where_the_index_is_is_read_strictly_and_a_password_in_the_file_is_refused_without_telling_it(string line, string? postgreSql, string? code)
    {
        Directory.CreateDirectory(folder["mappings"]);
        folder.Write("hub.yaml", $"tenant: sundby\ntimezone: Europe/Stockholm\nstreams: [mappings]\n{line}\n");
        var diagnostics = new DiagnosticBag();

        var hub = HubFileReader.Read(folder["hub.yaml"], diagnostics);

        Assert.Equal(code, diagnostics.All.Select(d => d.Code).FirstOrDefault());
        Assert.Equal(postgreSql, hub?.PostgreSql);
        Assert.DoesNotContain(diagnostics.All, d => d.Message.Contains("hemligt", StringComparison.Ordinal));
    }

    [Fact]
    public void Paths_are_relative_to_the_file()
    {
        Directory.CreateDirectory(folder["mappings"]);
        Directory.CreateDirectory(folder["own"]);
        folder.Write("hub.yaml", """
            tenant: sundby
            name: Sundbys kommun
            timezone: Europe/Stockholm
            data: var/index
            keys: ../secrets/hub.keys
            streams: [mappings, own]
            disclosure:
              existence: []
            """);
        var diagnostics = new DiagnosticBag();

        var hub = HubFileReader.Read(folder["hub.yaml"], diagnostics)!;

        Assert.Empty(diagnostics.All);
        Assert.Equal(new TenantId("sundby"), hub.Tenant);
        Assert.Equal("Sundbys kommun", hub.Name);
        Assert.Equal("Europe/Stockholm", hub.TimeZone.Id);
        Assert.Equal(folder["var/index"], hub.DataFolder);
        Assert.Equal(Path.GetFullPath(folder["../secrets/hub.keys"]), hub.KeysFile);
        Assert.Equal([folder["mappings"], folder["own"]], hub.StreamFolders);
        Assert.Equal(8, ((YamlMap)hub.Disclosure!).Entries[0].Key.Place.Line);
    }

    [Fact]
    public void What_is_wrong_is_told_at_once()
    {
        Assert.Equal(
            [
                "1:9: error IH5005: tenant: 'Sundby' is no name; write lower-case letters a-z, digits and single hyphens, starting with a letter, at most 64",
                "2:11: error IH5003: timezone: 'Europe/Stokholm' is no IANA time zone (did you mean 'Europe/Stockholm'?); write for instance Europe/Stockholm",
                "3:10: error IH1023: there is no folder 'mapings' in the folder of hub.yaml",
                "4:7: error IH5003: data must be a plain path; references are read under 'connection' in stream files only",
                "5:1: error IH5001: there is no key 'discloser' here (did you mean 'disclosure'?)",
            ],
            Refused("tenant: Sundby\ntimezone: Europe/Stokholm\nstreams: mapings\ndata: \"${DATA}\"\ndiscloser: {}\n"));
        Assert.Equal(
            ["1:1: error IH5002: streams is missing: the folders with stream files, mappings and code tables", "1:1: error IH5002: tenant is missing", "1:1: error IH5002: timezone is missing"],
            Refused("name: Sundby").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keys_beside_the_index_are_a_warning()
    {
        Directory.CreateDirectory(folder["mappings"]);
        var diagnostics = new DiagnosticBag();

        var hub = HubFileReader.Read(folder["hub.yaml"], "tenant: sundby\ntimezone: UTC\nstreams: mappings\nkeys: data/hub.keys\n", diagnostics);

        Assert.NotNull(hub);
        Assert.Equal("IH5040", Assert.Single(diagnostics.All).Code);
    }

    IEnumerable<string> Refused(string text)
    {
        var diagnostics = new DiagnosticBag();
        Assert.Null(HubFileReader.Read(folder["hub.yaml"], text, diagnostics));
        return diagnostics.All.Select(d => d.ToString()[(folder["hub.yaml"].Length + 1)..]);
    }
}
