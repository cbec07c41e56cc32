using System.Globalization;
using IntegrationHub.Adapters.Sql;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Testing;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>What becomes of PostgreSQL's values, and what it is kept from.</summary>
[Collection<PostgresCollection>]
public sealed class PostgresReadingTests(PostgresServer server)
{
    static string Asking(string query, string more = "") => $"sql:\n  driver: postgresql\n  timeout: 20s\n  list:\n    query: >-\n      {query}\n    key: id\n{more}";

    ISource Source(string section, ReadStrategy strategy = ReadStrategy.Snapshot, TimeProvider? time = null) => QueriedDatabase.SourceOver(server.Administrator, section, strategy, time: time);

    [Theory]
    [InlineData("1234567890123456789012345678901234567890.5500::numeric", "1234567890123456789012345678901234567890.5500")]
    [InlineData("0.1::float8", "0.1")]
    [InlineData("9007199254740993::bigint", "9007199254740993")]
    [InlineData("'NaN'::numeric", "\"NaN\"")]
    [InlineData("'-Infinity'::float8", "\"-Infinity\"")]
    [InlineData("true", "true")]
    [InlineData("null::text", "null")]
    [InlineData("'Å \"ä\"'", "\"Å \\\"ä\\\"\"")]
    [InlineData("timestamptz '2026-03-10 09:00:00.123456+01'", "\"2026-03-10T08:00:00.123456Z\"")]
    [InlineData("timestamp '2026-03-10 09:00:00'", "\"2026-03-10T09:00:00\"")]
    [InlineData("timestamptz 'infinity'", "\"infinity\"")]
    [InlineData("date '2026-03-10'", "\"2026-03-10\"")]
    [InlineData("time '09:30'", "\"09:30:00\"")]
    [InlineData("'{\"a\": [1.50, null]}'::jsonb", "{\"a\": [1.50, null]}")]
    [InlineData("'5b0b43f8-6c3c-4f3d-9f3c-0f4bd5d3a001'::uuid", "\"5b0b43f8-6c3c-4f3d-9f3c-0f4bd5d3a001\"")]
    [InlineData("array['a','b']", "\"{a,b}\"")]
    [InlineData("'x'::char(3)", "\"x  \"")]
    [InlineData("'10.0.0.1'::inet", "\"10.0.0.1\"")]
    public async Task A_value_is_kept_as_the_database_writes_it(string value, string json)
    {
        var record = Assert.Single(await QueriedDatabase.AllAsync(Source(Asking($"select 1 as id, {value} as v"))));

        Assert.Equal($$"""{"id":1,"v":{{json}}}""", QueriedDatabase.Text(record));
        Assert.Null(record.Broken);
    }

    [Theory]
    [InlineData("insert into pg_description values (1, 1, 1, 'x') returning 1 as id", "sql.list.query: it writes")]
    [InlineData("with x as (delete from pg_description returning 1) select 1 as id", "sql.list.query: it writes")]
    [InlineData("select set_config('transaction_read_only', 'off', false) as id", "")]
    [InlineData("select id from nowhere", "relation \"nowhere\" does not exist")]
    [InlineData("select '\\x00'::bytea as v, 1 as id", "the column 'v' holds bytes")]
    [InlineData("select 1 as id where @afterKey is null order by id", "cast(@afterKey as bigint)")]
    public async Task A_query_that_writes_or_makes_no_sense_is_told(string query, string told)
    {
        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => QueriedDatabase.AllAsync(Source(Asking(query))));

        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_the_database_refuses_is_quoted_neither_in_the_fault_nor_in_a_trace()
    {
        using var traces = new KeptTraces();
        var fault = await Assert.ThrowsAsync<SourceRefusedException>(() => QueriedDatabase.AllAsync(Source(Asking("select ('kanarie' || i)::int as id from generate_series(1, 2) i"))));

        Assert.DoesNotContain("kanarie", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("kanarie", traces.All, StringComparison.Ordinal);
        Assert.Contains("22P02", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_databases_clock_is_told_without_being_asked_for()
    {
        var page = await Source(Asking("select 1 as id")).ReadPageAsync(new PageRequest(), TestContext.Current.CancellationToken);

        Assert.InRange(page.SourceTime!.Value, DateTimeOffset.Parse("2020-01-01T00:00:00Z", CultureInfo.InvariantCulture), DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task Microseconds_and_equal_times_are_gone_on_from_exactly()
    {
        const string Rows = "(values (1, timestamptz '2026-03-10 08:00:00.000001+00'), (2, timestamptz '2026-03-10 08:00:00.000001+00'), (3, timestamptz '2026-03-10 08:00:00.000002+00'), (4, timestamptz '-infinity' + interval '0'), (5, timestamptz '2999-01-01+00')) t(id, changed)";
        var source = Source(Asking($"select id, changed from {Rows} where (changed, id) > (@after, @afterKey) and changed <= @until order by changed, id limit @size", "    changed: changed\n"), ReadStrategy.Cursor);

        var records = await QueriedDatabase.AllAsync(source, new PageRequest { PageSize = 1 });

        Assert.Equal(["1", "2", "3", "5"], records.Select(r => QueriedDatabase.Text(r)[6..7]));
    }

    [Fact]
    public async Task A_key_of_another_kind_is_left_out_and_takes_no_other_with_it()
    {
        var source = (IReadsByKey)Source(Asking("select 1 as id", "  byKey:\n    query: select * from (values (1), (2), (3)) t(id) where id = any(@keys)\n"));

        var records = await source.ReadByKeysAsync(["1", "x\"y,{}\\", "3", "99999999999999999999"], TestContext.Current.CancellationToken);

        Assert.Equal(["""{"id":1}""", """{"id":3}"""], records.Select(QueriedDatabase.Text));
    }

    [Fact]
    public async Task Children_are_asked_for_by_the_keys_of_the_page()
    {
        var source = Source(Asking("select * from (values ('a'), ('b,\"c')) t(id)", "  children:\n    notes: { query: \"select * from (values ('b,\\\"c', 1.50), ('z', 2)) n(case_id, v) where case_id = any(@keys)\", key: case_id }\n"));

        var records = await QueriedDatabase.AllAsync(source);

        Assert.Equal(["""{"id":"a","notes":[]}""", """{"id":"b,\"c","notes":[{"case_id":"b,\"c","v":1.50}]}"""], records.Select(QueriedDatabase.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_query_that_takes_too_long_or_is_cancelled_ends(bool cancel)
    {
        using var stop = new CancellationTokenSource();
        var source = Source(Asking("select 1 as id from pg_sleep(600)").Replace("20s", cancel ? "10m" : "1s", StringComparison.Ordinal));
        var reading = source.ReadPageAsync(new PageRequest(), stop.Token).AsTask();
        if (cancel) await stop.CancelAsync();

        var ended = await Record.ExceptionAsync(() => reading.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.True(cancel ? ended is OperationCanceledException : ended is SourceUnavailableException { Code: FaultCodes.Timeout }, ended?.ToString());
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=a;Password=hemligt", FaultKind.Unavailable, FaultCodes.Connection)]
    [InlineData("ADMIN;Database=nowhere", FaultKind.Misconfigured, FaultCodes.NoSuchEndpoint)]
    [InlineData("ADMIN;Username=nobody", FaultKind.Misconfigured, FaultCodes.NotAuthorised)]
    public async Task A_connection_that_cannot_be_made_is_named_by_what_can_be_done(string connectionString, FaultKind kind, string code)
    {
        var source = QueriedDatabase.SourceOver(connectionString.Replace("ADMIN", server.Administrator, StringComparison.Ordinal), Asking("select 1 as id"));

        var fault = await Assert.ThrowsAnyAsync<SourceException>(() => QueriedDatabase.AllAsync(source));

        Assert.Equal((kind, code), (fault.Kind, fault.Code));
        Assert.DoesNotContain("hemligt", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_without_a_host_is_refused() =>
        Assert.Equal("connection.connectionString", Assert.Throws<MisconfiguredException>(() => QueriedDatabase.SourceOver("Database=a;Password=hemligt", Asking("select 1 as id"))).Setting);

    [Theory]
    [InlineData("timestamp without time zone", "0044-03-15 12:00:00 BC", CellKind.Text)]
    [InlineData("timestamp with time zone", "infinity", CellKind.Text)]
    [InlineData("interval", "1 mon 2 days", CellKind.Text)]
    public void What_is_no_time_of_our_calendar_stays_a_text(string type, string text, object kind) => Assert.Equal(new Cell((CellKind)kind, text), PostgresDriver.Of(type, text));
}
