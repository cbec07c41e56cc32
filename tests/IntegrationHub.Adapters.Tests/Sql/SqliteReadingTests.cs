using System.Globalization;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>What becomes of rows, and what the adapter refuses to do.</summary>
public sealed class SqliteReadingTests
{
    const string Whole = "sql:\n  driver: sqlite\n  list: { query: QUERY, key: id }\n";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Asking(string query) => Whole.Replace("QUERY", $"\"{query}\"", StringComparison.Ordinal);

    [Fact]
    public async Task A_row_becomes_an_object_of_its_columns_as_they_are()
    {
        using var database = new QueriedDatabase("create table a (id integer, Namn text, \"två ord\" real, inget text); insert into a values (9007199254740993, 'Åsa \"Å\" <b>', 0.1, null)");

        var record = Assert.Single(await QueriedDatabase.AllAsync(database.Source(Asking("select * from a"))));

        Assert.Equal("""{"id":9007199254740993,"Namn":"Åsa \"Å\" <b>","två ord":0.1,"inget":null}""", QueriedDatabase.Text(record));
        Assert.Equal("sql.list.query, row 1", record.Where);
    }

    [Theory]
    [InlineData("x'00ff'", "holds bytes, which are no value of a record")]
    [InlineData("cast(x'e5e4f6' as text)", "holds bytes that are no UTF-8")]
    public async Task A_value_that_cannot_be_kept_breaks_its_record_and_no_other(string value, string why)
    {
        using var database = new QueriedDatabase($"create table a (id, v); insert into a values (1, 'a'), (2, {value}), (3, 'c' || char(65533))");

        var records = await QueriedDatabase.AllAsync(database.Source(Asking("select * from a")));

        Assert.Equal([false, true, false], records.Select(r => r.Broken is not null));
        Assert.Equal(("2", true), (records[1].BrokenKey, records[1].Broken!.Contains(why, StringComparison.Ordinal)));
        Assert.Contains(database.Log.Lines, line => line.Id == 3430);
    }

    [Fact]
    public async Task Rows_of_child_queries_become_lists_in_the_record_they_belong_to()
    {
        using var database = new QueriedDatabase("""
            create table a (id integer); insert into a values (1), (2), (3);
            create table p (a integer, no integer, name text); insert into p values (1, 2, 'Bo'), (1, 1, 'Åsa'), (3, 1, 'Ek'), (4, 1, 'nobody');
            """);
        var source = database.Source("""
            sql:
              driver: sqlite
              list: { query: select id from a where @afterKey is null or id > @afterKey order by id limit @size, key: id }
              children:
                parties: { query: "select a, name from p where a in (select value from json_each(@keys)) order by a, no", key: a }
                none: { query: "select a, name from p where false and a in (select value from json_each(@keys))", key: a }
            """);

        var records = await QueriedDatabase.AllAsync(source, new PageRequest { PageSize = 2 });

        Assert.Equal(
            ["""{"id":1,"parties":[{"a":1,"name":"Åsa"},{"a":1,"name":"Bo"}],"none":[]}""", """{"id":2,"parties":[],"none":[]}""", """{"id":3,"parties":[{"a":3,"name":"Ek"}],"none":[]}"""],
            records.Select(QueriedDatabase.Text));
    }

    [Fact]
    public async Task More_children_of_one_record_than_were_allowed_stop_the_read()
    {
        using var database = new QueriedDatabase("create table a (id integer); insert into a values (1); create table p (a integer); insert into p values (1), (1), (1)");
        var source = database.Source("sql:\n  driver: sqlite\n  list: { query: select id from a, key: id }\n  children: { ps: { query: 'select a from p where a in (select value from json_each(@keys))', key: a, most: 2 } }\n");

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => QueriedDatabase.AllAsync(source));

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
        Assert.Contains("sql.children.ps.most", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("insert into a values (2) returning id", "sql.list.query: it writes")]
    [InlineData("with x as (select 1) delete from a returning id", "sql.list.query: it writes")]
    [InlineData("drop table a", "sql.list.query: it writes")]
    [InlineData("attach 'elsewhere.db' as b", "")]
    [InlineData("select id from nowhere", "no such table: nowhere")]
    [InlineData("select id, from a", "syntax error")]
    [InlineData("select id as x from a", "sql.list.key: sql.list.query brings no column 'id'")]
    [InlineData("select id, id from a", "brings two columns called 'id'")]
    public async Task A_query_that_writes_or_makes_no_sense_is_told_and_changes_nothing(string query, string told)
    {
        using var database = new QueriedDatabase("create table a (id integer); insert into a values (1)");

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => QueriedDatabase.AllAsync(database.Source(Asking(query))));

        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
        Assert.Equal("""{"id":1}""", QueriedDatabase.Text(Assert.Single(await QueriedDatabase.AllAsync(database.Source(Asking("select id from a"))))));
    }

    [Fact]
    public async Task A_connection_string_that_asks_for_writing_is_opened_for_reading_all_the_same()
    {
        using var database = new QueriedDatabase("create table a (id integer)");
        var source = QueriedDatabase.SourceOver($"{database.ConnectionString};Mode=ReadWriteCreate", Asking("insert into a values (1) returning id"));

        await Assert.ThrowsAsync<MisconfiguredException>(() => QueriedDatabase.AllAsync(source));

        Assert.Empty(await QueriedDatabase.AllAsync(database.Source(Asking("select id from a"))));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_wrong_setting_and_is_not_made()
    {
        var missing = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.db");

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => QueriedDatabase.AllAsync(QueriedDatabase.SourceOver($"Data Source={missing}", Asking("select 1 as id"))));

        Assert.Equal(("connection.connectionString", false), (fault.Setting, File.Exists(missing)));
        Assert.DoesNotContain(missing, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_do_not_come_sorted_stop_the_read_before_anything_is_left_out()
    {
        using var database = new QueriedDatabase("create table a (id integer, changed text); insert into a values (1, '2026-03-02'), (2, '2026-03-01')");
        var source = database.Source("sql:\n  driver: sqlite\n  list: { query: 'select id, changed from a where (changed, id) > (@after, @afterKey) order by id, changed limit @size', key: id, changed: changed }\n", ReadStrategy.Cursor);

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => QueriedDatabase.AllAsync(source));

        Assert.Contains("do not come sorted by 'changed'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_behind_which_nothing_can_be_asked_for_stops_the_read()
    {
        using var database = new QueriedDatabase("create table a (id integer); insert into a values (null), (1)");
        var source = database.Source("sql:\n  driver: sqlite\n  list: { query: 'select id from a where @afterKey is null or id > @afterKey order by id', key: id }\n");

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => QueriedDatabase.AllAsync(source));

        Assert.Equal("sql.list.key", fault.Setting);
    }

    [Fact]
    public async Task A_query_without_a_limit_of_its_own_is_read_in_pages_all_the_same()
    {
        using var database = new QueriedDatabase("create table a (id integer primary key); with recursive n(i) as (select 1 union all select i + 1 from n where i < 1001) insert into a select i from n");
        var source = database.Source("sql:\n  driver: sqlite\n  list: { query: 'select id from a where @afterKey is null or id > @afterKey order by id', key: id }\n");

        var first = await source.ReadPageAsync(new PageRequest { PageSize = 100 }, Stop);
        var all = await QueriedDatabase.AllAsync(source, new PageRequest { PageSize = 100 });

        Assert.Equal((100, 1001), (first.Records.Count, all.Select(QueriedDatabase.Text).Distinct().Count()));
    }

    [Fact]
    public async Task Keys_are_gone_on_from_to_their_last_digit()
    {
        using var database = new QueriedDatabase("create table a (id integer primary key); insert into a values (9007199254740992), (9007199254740993), (9007199254740994)");
        var source = database.Source("sql:\n  driver: sqlite\n  list: { query: 'select id from a where @afterKey is null or id > @afterKey order by id limit @size', key: id }\n");

        var all = await QueriedDatabase.AllAsync(source, new PageRequest { PageSize = 1 });

        Assert.Equal(["""{"id":9007199254740992}""", """{"id":9007199254740993}""", """{"id":9007199254740994}"""], all.Select(QueriedDatabase.Text));
    }

    [Fact]
    public async Task Rows_as_large_as_books_come_in_smaller_pages_and_by_their_keys_all_the_same()
    {
        using var database = new QueriedDatabase("create table a (id integer primary key, t text); with recursive n(i) as (select 1 union all select i + 1 from n where i < 6) insert into a select i, printf('%.*c', 6000000, 'x') from n");
        var source = database.Source("sql:\n  driver: sqlite\n  list: { query: 'select id, t from a where @afterKey is null or id > @afterKey order by id limit @size', key: id }\n  byKey: { query: 'select id, t from a where id in (select value from json_each(@keys))' }\n");

        var first = await source.ReadPageAsync(new PageRequest(), Stop);
        var all = await QueriedDatabase.AllAsync(source);
        var some = await ((IReadsByKey)source).ReadByKeysAsync(["1", "2", "3", "4", "5", "7"], Stop);

        Assert.Equal((3, 6, 5), (first.Records.Count, all.Count, some.Count));
    }

    [Fact]
    public async Task More_rows_at_once_than_memory_should_hold_are_refused()
    {
        using var database = new QueriedDatabase("create table a (id integer primary key); with recursive n(i) as (select 1 union all select i + 1 from n where i < 10001) insert into a select i from n");

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => QueriedDatabase.AllAsync(database.Source(Asking("select id from a"))));

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
    }

    [Fact]
    public async Task Deletions_are_read_after_the_records_and_only_by_who_has_read_before()
    {
        using var database = new QueriedDatabase("create table a (id text); insert into a values ('x'); create table gone (id text, at text); insert into gone values ('y', '2026-03-10 08:00:00'), ('z', '2026-03-10 09:30:00')");
        var source = database.Source("sql:\n  driver: sqlite\n  list: { query: 'select id from a where @since > 1', key: id }\n  deletions: { query: 'select id, at from gone where at > @since and at <= @until', key: id, at: at }\n", ReadStrategy.Cursor);

        var everything = await source.ReadPageAsync(new PageRequest(), Stop);
        var changes = await source.ReadPageAsync(new PageRequest { ChangedAfter = At("2026-03-10T09:00:00Z"), ChangedUntil = At("2026-03-10T10:00:00Z") }, Stop);
        var deletions = await source.ReadPageAsync(new PageRequest { ChangedAfter = At("2026-03-10T09:00:00Z"), ChangedUntil = At("2026-03-10T10:00:00Z"), Position = changes.Next }, Stop);

        Assert.Null(everything.Next);
        Assert.Equal((new SourceDeletion("z", At("2026-03-10T09:30:00Z")), null), (Assert.Single(deletions.Deletions), deletions.Next));
    }

    [Theory]
    [InlineData("{}", null, "0000-01-01 00:00:00", "9999-12-30 00:00:00")]
    [InlineData("{}", "2026-03-10T08:00:00.7Z", "2026-03-10 08:00:00", "2026-03-10 08:00:01")]
    [InlineData("{ zone: Europe/Stockholm, format: \"yyyy-MM-dd HH:mm\" }", "2026-03-10T08:00:30Z", "2026-03-10 09:00", "2026-03-10 09:01")]
    [InlineData("{ format: unix }", "2026-03-10T08:00:00Z", "1773129600", "1773129600")]
    [InlineData("{ beginning: 2020-01-01T00:00:00Z }", null, "2020-01-01 00:00:00", "9999-12-30 00:00:00")]
    public async Task Bounds_are_written_as_the_database_holds_times_and_are_never_null(string times, string? at, string since, string until)
    {
        using var database = new QueriedDatabase("create table a (id)");
        var source = database.Source($"sql:\n  driver: sqlite\n  times: {times}\n  list: {{ query: 'select 1 as id, cast(@since as text) as s, cast(@until as text) as u', key: id }}\n", ReadStrategy.Cursor);
        DateTimeOffset? bound = at is null ? null : At(at);

        var page = await source.ReadPageAsync(new PageRequest { ChangedAfter = bound, ChangedUntil = bound }, Stop);

        Assert.Equal($$"""{"id":1,"s":"{{since}}","u":"{{until}}"}""", QueriedDatabase.Text(Assert.Single(page.Records)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_query_that_does_not_end_is_interrupted(bool byTimeout)
    {
        using var database = new QueriedDatabase("create table a (id)");
        var clock = new ManualClock(At("2026-03-10T08:00:00Z"));
        var source = QueriedDatabase.SourceOver(database.ConnectionString, "sql:\n  driver: sqlite\n  timeout: 1m\n  list: { query: 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as id from n', key: id }\n", time: clock);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => source.ReadPageAsync(new PageRequest(), stop.Token).AsTask(), Stop);
        if (!byTimeout) await stop.CancelAsync();

        // The clock goes on in small steps, so that it is the query that takes too long, and not the way to it.
        for (var steps = 0; !reading.IsCompleted && steps < 20_000; steps++)
        {
            if (byTimeout) clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop));
        }

        Assert.True(reading.IsCompleted, "The query goes on.");
        var ended = await Record.ExceptionAsync(() => reading);
        if (byTimeout) Assert.Contains("sql.list.query", Assert.IsType<SourceUnavailableException>(ended).Message, StringComparison.Ordinal);
        else Assert.IsAssignableFrom<OperationCanceledException>(ended);
    }

    [Theory]
    [InlineData("this is no connection string; Password=hemligt")]
    [InlineData("Filename=;Password=hemligt")]
    [InlineData("Unknown Keyword=hemligt")]
    public void A_connection_string_that_cannot_be_read_is_told_without_what_it_holds(string connectionString)
    {
        var fault = Assert.Throws<MisconfiguredException>(() => QueriedDatabase.SourceOver(connectionString, Asking("select 1 as id")));

        Assert.Equal("connection.connectionString", fault.Setting);
        Assert.DoesNotContain("hemligt", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_that_is_not_there_is_told_with_where_it_was_looked_for()
    {
        var fault = Assert.Throws<MisconfiguredException>(() => QueriedDatabase.SourceOver("a=b", Asking("select 1 as id").Replace("sqlite", "Vendor.Data.Client", StringComparison.Ordinal)));

        Assert.Equal("sql.driver", fault.Setting);
        Assert.Contains("Vendor.Data.Client.dll", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_that_holds_no_provider_is_told()
    {
        var fault = Assert.Throws<MisconfiguredException>(() => QueriedDatabase.SourceOver("a=b", Asking("select 1 as id").Replace("sqlite", "IntegrationHub.AdapterKit", StringComparison.Ordinal)));

        Assert.Contains("holds no ADO.NET provider", fault.Message, StringComparison.Ordinal);
    }

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
