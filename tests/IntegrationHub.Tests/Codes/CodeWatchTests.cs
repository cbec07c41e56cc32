using IntegrationHub.Codes;
using IntegrationHub.Faults;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Mapping;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Codes;

public sealed class CodeWatchTests
{
    const string Table = "service_code;target\nBEL;light\n";

    static readonly StreamKey Key = new(new TenantId("sundby"), new SourceId("open311"), new StreamName("fault-reports"));

    readonly ManualClock clock = new();
    readonly ListLogger log = new();
    readonly ListingVendor vendor = new();
    readonly CodeWatch watch;

    public CodeWatchTests() => watch = new CodeWatch(clock, log);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_without_a_row_is_remembered_and_told()
    {
        await watch.LookAsync(Stream(), Stop);

        var coverage = Assert.Single(watch.Of(Key));
        Assert.Equal(("services", "type", "mappings/test/codes/types.csv", 2), (coverage.List, coverage.Table, coverage.File, coverage.Listed));
        Assert.Equal("ELS;other;Elsparkcyklar", Assert.Single(coverage.Missing).Line);
        Assert.Contains(log.Lines, l => l.Id == 4110 && l.Text.Contains("ELS;other;Elsparkcyklar", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_vendor_is_asked_once_a_day()
    {
        await watch.LookAsync(Stream(), Stop);
        clock.Advance(TimeSpan.FromHours(23));
        await watch.LookAsync(Stream(), Stop);
        Assert.Equal(1, vendor.Asked);

        clock.Advance(TimeSpan.FromHours(1));
        await watch.LookAsync(Stream(), Stop);
        Assert.Equal(2, vendor.Asked);
    }

    [Fact]
    public async Task A_line_that_was_added_counts_at_once()
    {
        await watch.LookAsync(Stream(), Stop);
        await watch.LookAsync(Stream(Table + "ELS;scooter\n"), Stop);

        Assert.Empty(Assert.Single(watch.Of(Key)).Missing);
        Assert.Contains(log.Lines, l => l.Id == 4111);
    }

    [Fact]
    public async Task A_vendor_that_fails_hurts_nobody_keeps_what_was_known_and_is_asked_again_in_an_hour()
    {
        await watch.LookAsync(Stream(), Stop);
        clock.Advance(TimeSpan.FromDays(1));
        vendor.Fails = new SourceUnavailableException(FaultCodes.ServerError, "The vendor is down.");

        await watch.LookAsync(Stream(), Stop);
        Assert.Single(watch.Of(Key));
        Assert.Contains(log.Lines, l => l.Id == 4112 && l.Text.Contains(FaultCodes.ServerError, StringComparison.Ordinal));

        vendor.Fails = null;
        clock.Advance(TimeSpan.FromHours(1));
        await watch.LookAsync(Stream(), Stop);
        Assert.Equal(3, vendor.Asked);
    }

    [Fact]
    public async Task A_fault_that_no_code_expects_is_told_without_its_message()
    {
        vendor.Fails = new InvalidOperationException("19121212-1212");

        await watch.LookAsync(Stream(), Stop);

        Assert.Contains(log.Lines, l => l.Id == 4113);
        Assert.DoesNotContain(log.Lines, l => l.Text.Contains("19121212", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_compares_no_codes_asks_nobody()
    {
        await watch.LookAsync(Stream() with { Definition = Stream().Definition with { Codes = new Dictionary<string, string>() } }, Stop);

        Assert.Equal(0, vendor.Asked);
        Assert.Empty(watch.Of(Key));
    }

    RunnableStream Stream(string table = Table) => new(
        Key,
        new StreamDefinition
        {
            Name = Key.Stream,
            Source = Key.Source,
            Title = "Fault reports",
            File = "fault-reports.stream.yaml",
            Adapter = "open311",
            Mapping = "mapping",
            Connection = new Dictionary<string, string>(),
            Reading = new StreamReading { Strategy = ReadStrategy.Windowed },
            Codes = new Dictionary<string, string> { ["services"] = "type" },
        },
        Mapped(table),
        _ => new OpenSource(vendor));

    static IMapping Mapped(string table) => Mappings.Of(
        """
        mapping: faults
        version: 1.0.0
        target: case@1
        source: { system: open311, stream: fault-reports, format: json }
        identity: { key: id }
        codes:
          type: { file: codes/types.csv, unknown: other }
        fields:
          title: service_code | lookup(type)
        """,
        ("codes/types.csv", table));

    sealed class ListingVendor : ISource, IListsCodes
    {
        public int Asked { get; private set; }

        public Exception? Fails { get; set; }

        public ValueTask<IReadOnlyList<SourceCode>> ListCodesAsync(string list, CancellationToken cancellationToken)
        {
            Asked++;
            return Fails is null ? ValueTask.FromResult<IReadOnlyList<SourceCode>>([new("BEL", "Belysning"), new("ELS", "Elsparkcyklar", "Gata")]) : throw Fails;
        }

        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is to be read here.");
    }
}
