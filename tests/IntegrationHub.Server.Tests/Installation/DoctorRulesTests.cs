using IntegrationHub.Installation;
using IntegrationHub.PostgreSql;

namespace IntegrationHub.Server.Tests.Installation;

public sealed class DoctorRulesTests
{
    const long Gigabyte = 1024L * 1024 * 1024;

    static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0600", "Good")]
    [InlineData("0400", "Good")]
    [InlineData("0640", "Bad")]
    [InlineData("0604", "Bad")]
    public void A_secret_file_is_its_owner_s_alone(string mode, string outcome) => Is(outcome, DoctorRules.SecretFile("hub", "the keys", "/etc/keys", (UnixFileMode)Convert.ToInt32(mode, 8)));

    [Theory]
    [InlineData("0700", "Good")]
    [InlineData("0750", "Good")]
    [InlineData("0755", "Doubt")]
    public void A_data_folder_is_closed_to_others(string mode, string outcome) => Is(outcome, DoctorRules.DataFolder("hub", "/var/lib/ihub", (UnixFileMode)Convert.ToInt32(mode, 8)));

    [Theory]
    [InlineData(50, 10, "Good")]
    [InlineData(9, 10, "Doubt")]
    [InlineData(1, 0, "Doubt")]
    [InlineData(0, 0, "Bad")]
    [InlineData(1, 20, "Bad")]
    public void A_disk_has_room_for_the_index_once_more(int free, int used, string outcome) => Is(outcome, DoctorRules.Disk("hub", "/var/lib/ihub", free * Gigabyte, used * Gigabyte));

    [Theory]
    [InlineData("ext4", null)]
    [InlineData("nfs4", "Bad")]
    [InlineData("cifs", "Bad")]
    public void An_embedded_index_lies_on_a_local_disk(string format, string? outcome) => Assert.Equal(outcome, DoctorRules.FileSystem("hub", "/var/lib/ihub", format)?.Outcome.ToString());

    [Theory]
    [InlineData(null, true, "Good")]
    [InlineData(null, false, "Bad")]
    [InlineData(10L, false, "Good")]
    [InlineData(8L, true, "Good")]
    [InlineData(8L, false, "Bad")]
    [InlineData(11L, true, "Bad")]
    public void Tables_are_known_and_can_be_brought_up_to_date(long? version, bool mayCreate, string outcome) => Is(outcome, DoctorRules.Tables("hub", version, 10, mayCreate));

    [Theory]
    [InlineData(null, "Good")]
    [InlineData("aa", "Good")]
    [InlineData("bb", "Bad")]
    public void An_index_and_its_keys_belong_together(string? ofIndex, string outcome) => Is(outcome, DoctorRules.Keys("hub", ofIndex, "aa"));

    [Theory]
    [InlineData(0.5, "Good")]
    [InlineData(-1.9, "Good")]
    [InlineData(3, "Doubt")]
    [InlineData(-31, "Bad")]
    public void Clocks_agree(double seconds, string outcome) => Is(outcome, DoctorRules.Clock("hub", TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(2, 0, "Good")]
    [InlineData(2, 1, "Doubt")]
    [InlineData(3, 3, "Doubt")]
    public void Nodes_share_their_schedules(int running, int apart, string outcome) => Is(outcome, DoctorRules.Schedules("hub", running, apart)!);

    [Fact]
    public void A_node_that_is_alone_need_not_share_its_schedules() => Assert.Null(DoctorRules.Schedules("hub", running: 1, apart: 1));

    [Fact]
    public void What_passes_while_the_clock_is_asked_is_not_held_against_it()
    {
        Assert.Equal(TimeSpan.Zero, HubDoctor.Nearest(Now.AddSeconds(3), Now, Now.AddSeconds(5)));
        Assert.Equal(TimeSpan.FromSeconds(-10), HubDoctor.Nearest(Now.AddSeconds(15), Now, Now.AddSeconds(5)));
        Assert.Equal(TimeSpan.FromSeconds(7), HubDoctor.Nearest(Now.AddSeconds(-7), Now, Now.AddSeconds(5)));
    }

    [Theory]
    [InlineData(60, "Good")]
    [InlineData(29, "Doubt")]
    [InlineData(0, "Bad")]
    public void A_certificate_is_renewed_a_month_before_its_end(int days, string outcome) => Is(outcome, DoctorRules.Certificate("/etc/tls.pem", Now.AddDays(days), Now));

    [Fact]
    public void A_sound_PostgreSQL_has_nothing_but_its_version() => Assert.Equal(["PostgreSQL"], DoctorRules.PostgreSql("hub", Sound).Select(f => f.Name));

    [Theory]
    [InlineData("fsync", "off", "Bad")]
    [InlineData("full_page_writes", "off", "Bad")]
    [InlineData("autovacuum", "off", "Bad")]
    [InlineData("synchronous_commit", "off", "Doubt")]
    [InlineData("max_connections", "20", "Doubt")]
    public void A_setting_that_endangers_the_index_is_told(string name, string value, string outcome)
    {
        var seen = Sound with { Settings = new Dictionary<string, string>(Sound.Settings) { [name] = value } };

        Is(outcome, Assert.Single(DoctorRules.PostgreSql("hub", seen), f => f.Name == name));
    }

    [Fact]
    public void A_connection_that_leaves_the_machine_is_encrypted() =>
        Is("Bad", Assert.Single(DoctorRules.PostgreSql("hub", Sound with { Encrypted = false, Local = false }), f => f.Name == "the connection"));

    static DatabaseInspection Sound { get; } = new()
    {
        ServerVersion = 150018, Local = true,
        Settings = new Dictionary<string, string> { ["fsync"] = "on", ["full_page_writes"] = "on", ["autovacuum"] = "on", ["synchronous_commit"] = "on", ["max_connections"] = "100", ["server_encoding"] = "UTF8" },
    };

    static void Is(string outcome, Finding finding)
    {
        Assert.Equal(outcome, finding.Outcome.ToString());
        if (finding.Outcome != FindingOutcome.Good) Assert.NotNull(finding.Remedy);
    }
}
