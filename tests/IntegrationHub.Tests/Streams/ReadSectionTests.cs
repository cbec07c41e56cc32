using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Tests.Streams;

/// <summary>What stands under <c>read:</c> for a windowed stream.</summary>
public sealed class ReadSectionTests
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    static readonly AdapterManifest Requests = new()
    {
        Name = "requests",
        Summary = "Reads nothing.",
        Contract = "None.",
        Strategies = [ReadStrategy.Windowed],
        ReadsByKey = true,
        PersonalData = [],
        Settings = [],
    };

    static readonly AdapterManifest Updates = Requests with { Name = "updates", ReadsByKey = false, Strategies = [ReadStrategy.Windowed, ReadStrategy.Cursor, ReadStrategy.Snapshot] };

    [Fact]
    public void A_windowed_stream_with_the_least_gets_the_defaults()
    {
        var reading = Accepted("strategy: windowed, from: 2020-01-01T00:00:00Z");

        Assert.Equal(
            new StreamReading
            {
                Strategy = ReadStrategy.Windowed,
                From = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
                Lookback = TimeSpan.FromMinutes(10),
                Window = new StreamWindow { First = Day, Min = TimeSpan.FromSeconds(1), Max = 90 * Day, Rows = 500 },
                Reread = new StreamReread { Every = TimeSpan.Zero, Batch = 50, ClosedFor = TimeSpan.Zero },
            },
            reading);
    }

    [Fact]
    public void A_windowed_stream_with_everything_is_read_as_it_says()
    {
        var reading = Accepted("strategy: windowed, from: 2020-01-01T00:00:00Z, lookback: 2d, window: { first: 2d, min: 1d, max: 30d, dates: true, rows: 150 }, reread: { every: 15m, batch: 20, closedFor: 30d }");

        Assert.Equal(new StreamWindow { First = 2 * Day, Min = Day, Max = 30 * Day, Dates = true, Rows = 150 }, reading.Window);
        Assert.Equal(new StreamReread { Every = TimeSpan.FromMinutes(15), Batch = 20, ClosedFor = 30 * Day }, reading.Reread);
        Assert.Equal(2 * Day, reading.Lookback);
    }

    [Fact]
    public void A_vendor_that_filters_by_whole_days_is_asked_for_whole_days_with_a_day_of_overlap()
    {
        var reading = Accepted("strategy: windowed, from: 2020-01-01T00:00:00Z, window: { dates: true }");

        Assert.Equal((Day, Day), (reading.Lookback, reading.Window.Min));
    }

    [Fact]
    public void A_window_aims_at_a_page_unless_the_file_says_otherwise()
    {
        Assert.Equal(200, Accepted("strategy: windowed, from: 2020-01-01T00:00:00Z, page: { size: 200 }").Window.Rows);
    }

    [Theory]
    [InlineData("max: 6h", 6, 6)]
    [InlineData("min: 2d", 48, 90 * 24)]
    [InlineData("min: 100d", 2400, 2400)]
    public void What_the_file_does_not_say_gives_way_to_what_it_says(string window, int firstHours, int maxHours)
    {
        var read = Accepted($"strategy: windowed, from: 2020-01-01T00:00:00Z, window: {{ {window} }}").Window;

        Assert.Equal((firstHours, maxHours), ((int)read.First.TotalHours, (int)read.Max.TotalHours));
    }

    [Fact]
    public void Reading_open_cases_again_can_be_left_out()
    {
        Assert.Null(Accepted("strategy: windowed, from: 2020-01-01T00:00:00Z, reread: { every: never }").Reread.Every);
    }

    [Theory]
    [InlineData("strategy: windowed", "5:7: error IH5002: read.from is missing: with strategy windowed it says where the first window begins; write the time of the oldest record that is wanted, for instance 2020-01-01T00:00:00+01:00")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, window: { min: 2d, max: 1d }", "IH5007: read.window.min (2d) is longer than read.window.max (1d)")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, window: { first: 1h, min: 2h }", "IH5007: read.window.min (2h) is longer than read.window.first (1h)")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, window: { first: 9d, max: 7d }", "IH5007: read.window.first (9d) is longer than read.window.max (7d)")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, window: { dates: true, min: 12h }", "IH5007: read.window.min (12h) is shorter than the whole days that read.window.dates speaks of; write at least 1d")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, lookback: 10m, window: { dates: true }", "IH5007: read.lookback (10m) is shorter than the whole days that read.window.dates speaks of: what changed later on a day that was read already would be missed; write at least 1d, or take it away")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, window: { dates: yes }", "IH5003: read.window.dates: 'yes' must be true or false")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, window: { max: 400d }", "IH5004: read.window.max must be from 1ms to 366d")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, window: { row: 5 }", "IH5001: there is no key 'row' under 'read.window' (did you mean 'rows'?)")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, reread: { batch: 0 }", "IH5004: read.reread.batch must be from 1 to 10,000")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, reread: { every: often }", "IH5003: read.reread.every: 'often' is no time span")]
    public void What_is_wrong_with_a_windowed_stream_is_told(string read, string expected) =>
        Assert.Contains(expected, Assert.Single(Refused(read, "requests")), StringComparison.Ordinal);

    [Theory]
    [InlineData("strategy: cursor, window: { first: 1d }", "IH5007: read.window has no effect with strategy cursor; it belongs to strategy windowed; take it away")]
    [InlineData("strategy: snapshot, window: { first: 1d }", "IH5007: read.window has no effect with strategy snapshot; it belongs to strategy windowed; take it away")]
    [InlineData("strategy: cursor, reread: { batch: 5 }", "IH5007: read.reread has no effect with strategy cursor; it belongs to strategy windowed; take it away")]
    [InlineData("strategy: windowed, from: 2020-01-01T00:00:00Z, reread: { batch: 5 }", "IH5007: read.reread has no effect: the adapter 'updates' cannot be asked for single records; take it away")]
    public void Keys_that_would_have_no_effect_are_refused(string read, string expected) =>
        Assert.Contains(expected, Assert.Single(Refused(read, "updates")), StringComparison.Ordinal);

    static StreamReading Accepted(string read)
    {
        var diagnostics = new DiagnosticBag();
        var stream = StreamFileReader.Read("r.stream.yaml", Text(read, "requests"), [Requests, Updates], diagnostics);
        Assert.Empty(diagnostics.All);
        return stream!.Definition.Reading;
    }

    static IEnumerable<string> Refused(string read, string adapter)
    {
        var diagnostics = new DiagnosticBag();
        Assert.Null(StreamFileReader.Read("r.stream.yaml", Text(read, adapter), [Requests, Updates], diagnostics));
        return diagnostics.All.Select(d => d.ToString()["r.stream.yaml:".Length..]);
    }

    static string Text(string read, string adapter) => $$"""
        stream: requests
        source: requests
        adapter: {{adapter}}
        mapping: requests
        read: { {{read}} }
        """;
}
