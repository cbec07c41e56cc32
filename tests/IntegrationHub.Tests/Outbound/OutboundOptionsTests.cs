using System.Net;
using IntegrationHub.Faults;
using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

public sealed class OutboundOptionsTests
{
    static readonly AdapterManifest Manifest = new()
    {
        Name = "byggr",
        Summary = "Building permits.",
        Contract = "1",
        Settings =
        [
            new AdapterSetting("url", SettingKind.Url, "The service."),
            new AdapterSetting("tokenUrl", SettingKind.Url, "The token service."),
            new AdapterSetting("password", SettingKind.Secret, "The password."),
            new AdapterSetting("note", SettingKind.Text, "Any text."),
        ],
        Strategies = [ReadStrategy.Cursor],
        PersonalData = [],
        AnswerTimeout = TimeSpan.FromSeconds(20),
    };

    [Fact]
    public void Only_settings_that_are_addresses_declare_hosts()
    {
        var options = For(new() { ["url"] = "https://vendor.example/api", ["tokenUrl"] = "", ["password"] = "https://not-an-address.example", ["note"] = "https://neither.example" });

        Assert.Equal(new Dictionary<string, Uri> { ["url"] = new("https://vendor.example/api") }, options.Addresses);
        Assert.Equal(["password"], options.Credentials);
    }

    [Theory]
    [InlineData("vendor.example")]
    [InlineData("/api")]
    [InlineData("ftp://vendor.example/")]
    [InlineData("https://user:hunter2@vendor.example/")]
    public void An_address_that_cannot_be_one_is_told_with_its_setting_and_without_its_value(string address)
    {
        var fault = Assert.Throws<MisconfiguredException>(() => For(new() { ["tokenUrl"] = address }));

        Assert.Equal((FaultCodes.InvalidSetting, "connection.tokenUrl"), (fault.Code, fault.Setting));
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_network_of_the_municipality_is_open_unless_somebody_names_it()
    {
        Assert.Empty(For([]).Networks);
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8")], For([], networks: [IPNetwork.Parse("10.0.0.0/8")]).Networks);
    }

    [Fact]
    public void The_stream_files_timeout_goes_before_the_adapters()
    {
        Assert.Equal(TimeSpan.FromSeconds(20), For([]).TryTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), For([], new StreamLimits { Timeout = TimeSpan.FromSeconds(5) }).TryTimeout);
    }

    [Fact]
    public void A_call_has_time_for_every_try_the_longest_waits_and_a_minute_in_the_queue()
    {
        Assert.Equal(TimeSpan.FromSeconds(5 * (20 + 120) + 60), For([]).CallTimeout);
    }

    static OutboundOptions For(Dictionary<string, string> settings, StreamLimits? limits = null, IReadOnlyList<IPNetwork>? networks = null) => OutboundOptions.For(
        new TenantId("sundby"),
        new StreamDefinition
        {
            Name = new StreamName("permits"),
            Source = new SourceId("byggr"),
            Title = "Building permits",
            File = "permits.stream.yaml",
            Adapter = "byggr",
            Mapping = "case",
            Connection = new Dictionary<string, string>(),
            Reading = new StreamReading { Strategy = ReadStrategy.Cursor },
            Limits = limits ?? new StreamLimits(),
        },
        Manifest, settings, new ListLogger(), networks);
}
