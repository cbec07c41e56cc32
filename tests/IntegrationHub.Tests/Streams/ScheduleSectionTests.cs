using IntegrationHub.Diagnostics;
using IntegrationHub.Scheduling;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Tests.Streams;

public sealed class ScheduleSectionTests
{
    static readonly AdapterManifest Adapter = new() { Name = "permits", Summary = "Permits.", Contract = "none", PersonalData = [], Strategies = [ReadStrategy.Cursor], Settings = [] };

    [Fact]
    public void Everything_that_a_schedule_can_say_is_read()
    {
        var (stream, wrong) = Read("""
            schedule:
              every: 10m
              jitter: 30s
              windows: ["06:00-20:00", "sat 09:00-12:00"]
              misfire: skip
            """);

        Assert.Empty(wrong);
        Assert.Equal((TimeSpan.FromMinutes(10), null, TimeSpan.FromSeconds(30), MisfirePolicy.Skip),
            (stream!.Schedule.Every, stream.Schedule.Cron, stream.Schedule.Jitter, stream.Schedule.Misfire));
        Assert.Equal("06:00-20:00, sat 09:00-12:00", stream.Schedule.Windows.ToString());
    }

    [Fact]
    public void Two_files_that_say_the_same_have_the_same_schedule()
    {
        const string Text = """
            schedule: { cron: "0 15 * * * ?", jitter: 5s, windows: "06:00-20:00" }
            """;

        Assert.Equal(Read(Text).Stream!.Schedule, Read(Text).Stream!.Schedule);
        Assert.NotEqual(Read(Text).Stream!.Schedule, Read("schedule: { every: 5m }").Stream!.Schedule);
    }

    [Theory]
    [InlineData("schedule: { every: 1h }", 3)]
    [InlineData("schedule: { cron: \"0 0 2 * * ?\" }", 25 + 48)]
    [InlineData("schedule: { cron: \"0 15 * * * ?\" }", 3)]
    [InlineData("schedule: { every: 1h, windows: [\"06:00-20:00\"] }", 10 + 1 + 1 + 2)]
    public void The_freshness_goal_lets_the_longest_gap_pass_and_two_runs_be_missed(string schedule, int hours) =>
        Assert.InRange(Read(schedule).Stream!.FreshnessGoal, TimeSpan.FromHours(hours - 1), TimeSpan.FromHours(hours));

    [Theory]
    [InlineData("schedule: { every: 5m, cron: \"0 15 * * * ?\" }", "7:24: error IH5007: schedule.every and schedule.cron both say when the stream is read; take one away")]
    [InlineData("schedule: { cron: \"15 * * * *\" }", "7:19: error IH5003: schedule.cron: '15 * * * *' has five fields")]
    [InlineData("schedule: { every: 5m, jitter: 5m }", "7:24: error IH5007: schedule.jitter (5m) must be shorter than schedule.every (5m)")]
    [InlineData("schedule: { windows: [\"06:00-20:00\", \"late\"] }", "7:38: error IH5003: schedule.windows: 'late' has no times from 00:00 to 24:00")]
    [InlineData("schedule: { windows: {} }", "7:22: error IH5003: schedule.windows must be a list of windows")]
    [InlineData("schedule: { misfire: once }", "7:22: error IH5003: schedule.misfire: there is no 'once'")]
    [InlineData("schedule: { evry: 5m }", "7:13: error IH5001: there is no key 'evry' under 'schedule' (did you mean 'every'?)")]
    [InlineData("schedule: { cron: \"0 0 2 * * ?\", windows: [\"06:00-20:00\"] }", "7:34: error IH5007: none of the times of schedule.cron falls into schedule.windows")]
    [InlineData("schedule: { cron: \"0 0 2 30 2 ?\" }", "7:13: error IH5007: schedule.cron names a day that never comes")]
    public void What_is_wrong_is_told_with_its_place_and_what_to_do(string schedule, string told)
    {
        var (stream, wrong) = Read(schedule);

        Assert.Null(stream);
        Assert.StartsWith("permits.stream.yaml:" + told, Assert.Single(wrong).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_goal_that_the_schedule_cannot_keep_is_warned_of()
    {
        var (stream, wrong) = Read("""
            schedule: { every: 5m, windows: ["06:00-20:00"] }
            freshness: { goal: 15m }
            """);

        Assert.NotNull(stream);
        Assert.Contains("shorter than the longest time between two reads of the schedule", Assert.Single(wrong).Message, StringComparison.Ordinal);
    }

    static (StreamDefinition? Stream, IReadOnlyList<Diagnostic> Wrong) Read(string rest)
    {
        var diagnostics = new DiagnosticBag();
        var text = $"""
            stream: permits
            source: permits
            adapter: permits
            mapping: permits
            connection: {"{}"}
            read: {"{ strategy: cursor }"}
            {rest}
            """;
        return (StreamFileReader.Read("permits.stream.yaml", text, [Adapter], diagnostics)?.Definition, diagnostics.All);
    }
}
