using IntegrationHub.Cases;
using IntegrationHub.Diagnostics;
using IntegrationHub.Drift;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Configuration;

namespace IntegrationHub.Tests.Streams;

public sealed class StreamFileReaderTests
{
    const string Least = """
        stream: sundby-permits
        source: permits
        adapter: permits
        mapping: permits
        connection:
          url: https://permits.example/api
        read:
          strategy: cursor
        """;

    [Fact]
    public void A_file_with_the_least_gets_the_defaults()
    {
        var stream = Accepted(Least);

        Assert.Equal(new StreamName("sundby-permits"), stream.Name);
        Assert.Equal("permits", stream.Title);
        Assert.Equal(TimeSpan.FromMinutes(5), stream.Schedule.Every);
        Assert.Equal(TimeSpan.FromMinutes(15), stream.FreshnessGoal);
        Assert.Equal(new StreamReading { Strategy = ReadStrategy.Cursor }, stream.Reading);
        Assert.Equal(new StreamLimits(), stream.Limits);
        Assert.Equal(new StreamRetry(), stream.Retry);
        Assert.Equal(0.2, stream.QuarantineStopAbove);
        Assert.Equal(Confidentiality.Open, stream.ConfidentialityFloor);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("records: none", false)]
    [InlineData("confidentiality: { floor: restricted }", false)]
    [InlineData("confidentiality: { floor: protected }\nrecords: keep", true)]
    public void Records_are_kept_where_the_file_says_so_or_the_floor_is_open(string lines, bool kept) => Assert.Equal(kept, Accepted($"{Least}\n{lines}").KeepsRecords);

    [Fact]
    public void What_is_done_about_drift_is_reported_unless_the_file_says_otherwise()
    {
        Assert.Equal(new DriftPolicy(), Accepted(Least).Drift);
        Assert.Equal(
            new DriftPolicy { NewField = DriftAction.Ignore, TypeChange = DriftAction.Quarantine, NewCode = DriftAction.Quarantine },
            Accepted($$"""{{Least}}{{"\n"}}drift: { newField: ignore, typeChange: quarantine, newCode: quarantine }""").Drift);
    }

    [Fact]
    public void A_file_with_everything_is_read_as_it_says()
    {
        var stream = Accepted("""
            stream: sundby-permits
            source: byggr-sundby
            title: Building permits
            adapter: permits
            mapping: permits-sundby
            connection:
              url: "${PERMITS_URL}/api"
              apiKey: "${secret:PERMITS_KEY}"
              version: v8
              department: Byggnadsnämnden
              years: 10
              archived: true
              window: 12h
              folder: ../in
              timeZone: Europe/Stockholm
            schedule:
              every: 10m
            read:
              strategy: cursor
              lookback: 2h
              settle: 500ms
              from: 2020-01-01T00:00:00+01:00
              page: { size: 200 }
              batch: { size: 1000, time: 5s }
              full:
                every: 7d
                guard: { maxShare: 2.5%, maxCases: 40, alwaysAllowed: 0 }
            limits:
              timeout: 30s
              requestsPerMinute: 60
              maxAnswer: 128MB
              maxRecord: 512KB
              maxDepth: 64
              maxPages: 5000
              maxRunTime: 2h
            retry:
              attempts: 6
              firstDelay: 2s
              maxDelay: 5m
              breaker: { failures: 3, openFor: 10m }
            freshness:
              goal: 1h
            quarantine:
              stopAbove: 5%
            confidentiality:
              floor: restricted
            """);

        Assert.Equal(
            new StreamReading
            {
                Strategy = ReadStrategy.Cursor,
                Lookback = TimeSpan.FromHours(2),
                Settle = TimeSpan.FromMilliseconds(500),
                From = new DateTimeOffset(2019, 12, 31, 23, 0, 0, TimeSpan.Zero),
                PageSize = 200,
                BatchSize = 1000,
                BatchTime = TimeSpan.FromSeconds(5),
                FullEvery = TimeSpan.FromDays(7),
                Guard = new DeleteGuard { MaxShare = 0.025, MaxCases = 40, AlwaysAllowed = 0 },
            },
            stream.Reading);
        Assert.Equal(
            new StreamLimits
            {
                Timeout = TimeSpan.FromSeconds(30),
                RequestsPerMinute = 60,
                MaxAnswerBytes = 128 * 1024 * 1024,
                MaxRecordBytes = 512 * 1024,
                MaxDepth = 64,
                MaxPages = 5000,
                MaxRunTime = TimeSpan.FromHours(2),
            },
            stream.Limits);
        Assert.Equal(
            new StreamRetry
            {
                Attempts = 6,
                FirstDelay = TimeSpan.FromSeconds(2),
                MaxDelay = TimeSpan.FromMinutes(5),
                BreakerFailures = 3,
                BreakerOpenFor = TimeSpan.FromMinutes(10),
            },
            stream.Retry);
        Assert.Equal("Building permits", stream.Title);
        Assert.Equal(new SourceId("byggr-sundby"), stream.Source);
        Assert.Equal(TimeSpan.FromMinutes(10), stream.Schedule.Every);
        Assert.Equal(TimeSpan.FromHours(1), stream.FreshnessGoal);
        Assert.Equal(0.05, stream.QuarantineStopAbove);
        Assert.Equal(Confidentiality.Restricted, stream.ConfidentialityFloor);
        Assert.Equal("${PERMITS_URL}/api", stream.Connection["url"]);
        Assert.Equal("${secret:PERMITS_KEY}", stream.Connection["apiKey"]);
        Assert.Equal("Byggnadsnämnden", stream.Connection["department"]);
    }

    [Fact]
    public void A_stream_that_is_read_once_a_night_is_not_stale_at_noon()
    {
        var stream = Accepted(Least + "\nschedule: { every: 1d }");

        Assert.Equal(TimeSpan.FromDays(3), stream.FreshnessGoal);
    }

    [Fact]
    public void A_freshness_goal_shorter_than_the_schedule_is_a_warning_only()
    {
        var diagnostics = new DiagnosticBag();

        var stream = StreamFileReader.Read("permits.stream.yaml", Least + "\nschedule: { every: 1h }\nfreshness: { goal: 30m }", TestAdapter.All, diagnostics);

        Assert.NotNull(stream);
        Assert.Equal(
            "permits.stream.yaml:10:14: warning IH5008: freshness.goal (30m) is shorter than schedule.every (1h): the stream counts as stale between its reads",
            Assert.Single(diagnostics.All).ToString());
    }

    [Fact]
    public void A_snapshot_stream_is_read_whole_every_time()
    {
        var stream = Accepted("""
            stream: drop
            source: drop
            adapter: files
            mapping: drop
            connection: { folder: in }
            read: { strategy: snapshot, full: { guard: { maxShare: 10% } } }
            """);

        Assert.Equal(ReadStrategy.Snapshot, stream.Reading.Strategy);
        Assert.Equal(0.1, stream.Reading.Guard.MaxShare);
    }

    [Theory]
    [InlineData("limits: { timeuot: 30s }", "9:11: error IH5001: there is no key 'timeuot' under 'limits' (did you mean 'timeout'?)")]
    [InlineData("schedule: { pause: 20s }", "9:13: error IH5001: there is no key 'pause' under 'schedule'; it takes every, cron, jitter, windows, misfire")]
    [InlineData("schedul: { every: 5m }", "9:1: error IH5001: there is no key 'schedul' here (did you mean 'schedule'?)")]
    [InlineData("limits: { timeout: 30 }", "9:20: error IH5003: limits.timeout: '30' is no time span; write a whole number and a unit, for instance 500ms, 30s, 5m, 2h or 7d")]
    [InlineData("limits: { timeout: 2h }", "9:20: error IH5004: limits.timeout must be from 100ms to 1h")]
    [InlineData("limits: { timeout: 99999999999999999d }", "9:20: error IH5003: limits.timeout: '99999999999999999d' is no time span; write a whole number and a unit, for instance 500ms, 30s, 5m, 2h or 7d")]
    [InlineData("limits: { maxAnswer: 64 }", "9:22: error IH5003: limits.maxAnswer: '64' is no size; write a whole number and a unit, for instance 512KB, 64MB or 1GB")]
    [InlineData("limits: { maxRecord: 2GB }", "9:22: error IH5004: limits.maxRecord must be from 1KB to 1GB")]
    [InlineData("limits: { maxPages: -1 }", "9:21: error IH5003: limits.maxPages: '-1' is no whole number; write digits only, for instance 500")]
    [InlineData("limits: { maxDepth: 3 }", "9:21: error IH5004: limits.maxDepth must be from 4 to 1,000")]
    [InlineData("limits: 5", "9:9: error IH5003: limits must be a section with keys of its own")]
    [InlineData("limits: { timeout: [30s] }", "9:20: error IH5003: limits.timeout must be a single value")]
    [InlineData("limits: { timeout: }", "9:20: error IH5003: limits.timeout has no value")]
    [InlineData("quarantine: { stopAbove: 0.2 }", "9:26: error IH5003: quarantine.stopAbove: '0.2' is no share; write a percentage from 0% to 100%, for instance 20% or 2.5%")]
    [InlineData("quarantine: { stopAbove: 120% }", "9:26: error IH5003: quarantine.stopAbove: '120%' is no share; write a percentage from 0% to 100%, for instance 20% or 2.5%")]
    [InlineData("confidentiality: { floor: secrect }", "9:27: error IH5003: confidentiality.floor: there is no 'secrect' (did you mean 'secret'?); it is one of open, restricted, secret, protected")]
    [InlineData("records: kept", "9:10: error IH5003: records: there is no 'kept' (did you mean 'keep'?); it is one of keep, none")]
    [InlineData("drift: { newField: quarantine }", "9:20: error IH5003: drift.newField: there is no 'quarantine'; it is one of report, ignore")]
    [InlineData("drift: { newFields: report }", "9:10: error IH5001: there is no key 'newFields' under 'drift' (did you mean 'newField'?)")]
    [InlineData("confidentiality: { floor: 2 }", "9:27: error IH5003: confidentiality.floor: there is no '2'; it is one of open, restricted, secret, protected")]
    [InlineData("retry: { firstDelay: 5m, maxDelay: 1m }", "9:10: error IH5007: retry.firstDelay (5m) is longer than retry.maxDelay (1m)")]
    [InlineData("retry: { attempts: 0 }", "9:20: error IH5004: retry.attempts must be from 1 to 20")]
    public void A_wrong_key_or_value_is_told_with_its_place_and_what_to_write(string line, string expected) =>
        Assert.Equal([expected], Refused(Least + "\n" + line));

    [Theory]
    [InlineData("strategy: notification", "2:21: error IH5006: notifications are no strategy of their own: choose the one that finds what a notification missed (cursor, snapshot, windowed), and say under 'notify:' how the vendor tells of changes")]
    [InlineData("strategy: curser", "2:21: error IH5006: there is no strategy 'curser' (did you mean 'cursor'?); it is one of cursor, snapshot, windowed")]
    [InlineData("strategy: 0", "2:21: error IH5006: there is no strategy '0'; it is one of cursor, snapshot, windowed")]
    [InlineData("strategy: snapshot", "2:21: error IH5006: the adapter 'permits' cannot be read with strategy snapshot; it offers cursor")]
    [InlineData("lookback: 2h", "2:9: error IH5002: read.strategy is missing")]
    [InlineData("strategy: cursor, from: 2020-01-01", "2:35: error IH5003: read.from: '2020-01-01' is no time with an offset; write for instance 2020-01-01T00:00:00Z or 2020-01-01T00:00:00+01:00")]
    [InlineData("strategy: cursor, page: { size: 0 }", "2:43: error IH5004: read.page.size must be from 1 to 100,000")]
    [InlineData("strategy: cursor, full: { guard: { maxShare: 5 } }", "2:56: error IH5003: read.full.guard.maxShare: '5' is no share; write a percentage from 0% to 100%, for instance 20% or 2.5%")]
    public void A_wrong_way_of_reading_is_told(string read, string expected) => Assert.Equal([expected], Refused($$"""
        connection: { url: https://permits.example/api }
        read:   { {{read}} }
        stream: sundby-permits
        source: permits
        adapter: permits
        mapping: permits
        """));

    [Fact]
    public void What_has_no_effect_with_a_snapshot_is_refused()
    {
        var refused = Refused("""
            stream: drop
            source: drop
            adapter: files
            mapping: drop
            connection: { folder: in }
            read:
              strategy: snapshot
              lookback: 1h
              full: { every: 7d }
            """);

        Assert.Equal(
            [
                "8:3: error IH5007: read.lookback has no effect with strategy snapshot, which reads everything every time; take it away",
                "9:11: error IH5007: read.full.every has no effect with strategy snapshot, which reads everything every time; take it away",
            ],
            refused);
    }

    [Theory]
    [InlineData("Permits")]
    [InlineData("permits_sundby")]
    [InlineData("-permits")]
    [InlineData("permits--sundby")]
    [InlineData("byggnadsnämnden")]
    public void A_stream_has_a_name_that_stands_anywhere(string name)
    {
        var refused = Refused(Least.Replace("sundby-permits", name, StringComparison.Ordinal));

        Assert.Equal([$"1:9: error IH5005: stream: '{name}' is no name; write lower-case letters a-z, digits and single hyphens, starting with a letter, at most 64"], refused);
    }

    [Fact]
    public void An_unknown_adapter_is_told_with_those_that_there_are()
    {
        Assert.Equal(["3:10: error IH5010: there is no adapter 'permit' (did you mean 'permits'?)"], Refused(Least.Replace("adapter: permits", "adapter: permit", StringComparison.Ordinal)));
        Assert.Equal(["3:10: error IH5010: there is no adapter 'open311'; there are files, permits"], Refused(Least.Replace("adapter: permits", "adapter: open311", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_that_is_no_set_of_keys_is_refused()
    {
        Assert.Equal(["1:1: error IH1022: the file must consist of keys and values, 'key: value'"], Refused("- stream: permits"));
        Assert.Equal(["1:1: error IH1002: the file is empty"], Refused("# nothing\n"));
    }

    [Fact]
    public void Twelve_mistakes_are_told_at_once()
    {
        var refused = Refused("""
            stream: Sundby Permits
            adapter: permits
            maping: permits
            connection:
              url: ftp://permits.example
              apiKey: hunter2
              verison: v8
              years: many
            schedule: { every: often }
            read:
              strategy: notification
              lookback: 2
            limits: { maxAnswer: big }
            quarantine: { stopAbove: most }
            """);

        Assert.Equal(
            [
                "1:1: error IH5002: source is missing",
                "1:1: error IH5002: mapping is missing",
                "1:9: error IH5005: stream: 'Sundby Permits' is no name; write lower-case letters a-z, digits and single hyphens, starting with a letter, at most 64",
                "3:1: error IH5001: there is no key 'maping' here (did you mean 'mapping'?)",
                "5:8: error IH5015: connection.url must be an absolute address that begins with https:// or http://",
                "6:11: error IH5014: connection.apiKey is secret and must not stand in a file; write \"${secret:NAME}\" and treat what stood here as known to others",
                "7:3: error IH5011: the adapter 'permits' has no setting 'verison' (did you mean 'version'?)",
                "8:10: error IH5013: connection.years must be a whole number",
                "9:20: error IH5003: schedule.every: 'often' is no time span; write a whole number and a unit, for instance 500ms, 30s, 5m, 2h or 7d",
                "11:13: error IH5006: notifications are no strategy of their own: choose the one that finds what a notification missed (cursor, snapshot, windowed), and say under 'notify:' how the vendor tells of changes",
                "12:13: error IH5003: read.lookback: '2' is no time span; write a whole number and a unit, for instance 500ms, 30s, 5m, 2h or 7d",
                "13:22: error IH5003: limits.maxAnswer: 'big' is no size; write a whole number and a unit, for instance 512KB, 64MB or 1GB",
                "14:26: error IH5003: quarantine.stopAbove: 'most' is no share; write a percentage from 0% to 100%, for instance 20% or 2.5%",
            ],
            refused);
    }

    static StreamDefinition Accepted(string text)
    {
        var diagnostics = new DiagnosticBag();
        var stream = StreamFileReader.Read("permits.stream.yaml", text, TestAdapter.All, diagnostics);
        Assert.Empty(diagnostics.All);
        return stream!.Definition;
    }

    static IEnumerable<string> Refused(string text)
    {
        var diagnostics = new DiagnosticBag();
        Assert.Null(StreamFileReader.Read("permits.stream.yaml", text, TestAdapter.All, diagnostics));
        return diagnostics.All.Select(d => d.ToString()["permits.stream.yaml:".Length..]);
    }
}
