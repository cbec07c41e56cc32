using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.HandOvers;
using IntegrationHub.Sqlite;
using IntegrationHub.Stores.Tests.Conformance;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Stores.Tests.Sqlite;

/// <summary>Every look-up searches: a plan that scans cases, keys or events is quick in a test and stands still in a town.</summary>
public sealed class QueryPlanTests : IAsyncLifetime
{
    static readonly TenantId Tenant = new("sundby");
    static readonly StreamKey Stream = new(Tenant, Records.Source, Records.Stream);
    static readonly AccessFilter Filter = new(
        [
            new AccessRule { Sources = [Records.Source], Departments = ["byggnadsnamnden"], Disclosure = Disclosure.Disclosure.Full },
            new AccessRule { Types = ["complaint"], UpTo = Confidentiality.Restricted, Disclosure = Disclosure.Disclosure.Existence },
        ],
        [new AccessRule { From = Confidentiality.Secret, Disclosure = Disclosure.Disclosure.Hidden }]);

    readonly SqlitePlace place = new();
    SqliteHubStore store = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = (SqliteHubStore)await place.OpenAsync(new ManualClock());
        var lease = await store.Streams.TryLeaseAsync(Stream, "node", TimeSpan.FromMinutes(1), Cancel);
        var run = new Session(store, lease!, await store.Streams.BeginRunAsync(lease!, Sync.RunTrigger.Manual, Sync.RunKind.Full, Records.Read(0), Cancel));
        await run.CommitAsync("sweep", [.. Enumerable.Range(0, 500).Select(n => Records.Store($"{n}", timeline: Records.Event($"{n}", "a")))]);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await place.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_look_up_by_keys_searches_the_keys_and_then_each_case_by_its_row(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, connection => CaseQueries.Find(
            connection, store.Index.Names, Tenant, [Records.Person("tolvan"), Records.Person("siv"), Records.Phone("1")], Filter, 20)!.Text);

        Assert.Contains("SEARCH lookup_keys USING PRIMARY KEY (tenant=? AND kind=? AND value=?)", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH c USING INTEGER PRIMARY KEY (rowid=?)", plan, StringComparison.Ordinal);
        NoScanOf(["c", "cases", "lookup_keys", "v", "m"], plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_text_search_asks_the_words_first(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, connection => CaseQueries.Search(connection, store.Index.Names, Tenant, "\"case\"*", Filter, 20)!.Text);

        Assert.Contains("SCAN search VIRTUAL TABLE INDEX 0:M", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH c USING INTEGER PRIMARY KEY (rowid=?)", plan, StringComparison.Ordinal);
        NoScanOf(["c", "cases"], plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_case_is_read_by_its_public_id(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, connection => CaseQueries.Get(connection, store.Index.Names, Tenant, Records.IdOf("1"), Filter)!.Text);

        Assert.Contains("SEARCH c USING INDEX cases_by_public_id (tenant=? AND public_id=?)", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH v USING PRIMARY KEY (tenant=? AND stream=? AND key=?)", plan, StringComparison.Ordinal);
        NoScanOf(["c", "cases", "v", "m", "record_state", "mappings"], plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_timeline_is_searched_by_its_case(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, connection => CaseQueries.Timelines(connection, store.Index.Names, Tenant, [Records.IdOf("1"), Records.IdOf("2")], Filter, 20)!.Text);

        Assert.Contains("SEARCH e USING INDEX events_by_key (tenant=? AND source=? AND case_key=?)", plan, StringComparison.Ordinal);
        NoScanOf(["c", "cases", "e", "o", "events"], plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_of_hand_overs_is_walked_in_its_order_and_what_is_asked_for_by_name_is_searched(bool analyzed)
    {
        for (var number = 0; number < 200; number++)
        {
            var id = new HandOverId((UInt128)number);
            await store.HandOvers.CreateAsync(Tenant, new StoredHandOver
            {
                Id = id,
                Kind = HandOverKind.CallBack,
                Cases = [Records.IdOf($"{number}")],
                Confidentiality = Confidentiality.Open,
                CreatedAt = Records.Opened.AddMinutes(number),
                Standing = new HandOverStanding(HandOverState.Waiting, $"unit-{number % 7}", Records.Opened),
                Private = [1],
                Keys = [Records.Person($"{number}")],
            }, new StoredStep(1, HandOverStepKind.Created, Records.Opened, [1]), null, Cancel);
            if (number % 10 != 0) await store.HandOvers.AppendAsync(Tenant, id, new HandOverStanding(HandOverState.Done, "unit-1", Records.Opened) { EndedAt = Records.Opened }, new StoredStep(2, HandOverStepKind.Done, Records.Opened, [1]), null, Cancel);
        }

        HandOverState[] open = [HandOverState.Waiting, HandOverState.Accepted];
        var filter = new HandOverFilter(Filter with { Rules = [new AccessRule { UpTo = Confidentiality.Open, Disclosure = Disclosure.Disclosure.Full }] }, Filter with { Rules = [new AccessRule { Disclosure = Disclosure.Disclosure.Full }] }, Filter, ["it", "barn"]);
        foreach (var (query, search) in new[]
        {
            (new HandOverQuery { Unit = "unit-1", States = open, Limit = 50 }, "SEARCH h USING INDEX handovers_by_unit (tenant=? AND unit=?)"),
            (new HandOverQuery { Unit = "unit-1", States = open, After = new HandOverPlace(Records.Opened, new HandOverId(1)), Limit = 50 }, "SEARCH h USING INDEX handovers_by_unit (tenant=? AND unit=? AND (created_at,public_id)>(?,?))"),
            (new HandOverQuery { States = open, Limit = 50 }, "SEARCH h USING INDEX handovers_open (tenant=?)"),
            (new HandOverQuery { Limit = 50 }, "SEARCH h USING INDEX handovers_by_age (tenant=?)"),
            (new HandOverQuery { Id = new HandOverId(1), Limit = 1 }, "SEARCH h USING INDEX handovers_by_public_id (tenant=? AND public_id=?)"),
            (new HandOverQuery { Keys = [Records.Person("1"), Records.Phone("1")], NewestFirst = true, Limit = 50 }, "SEARCH handover_keys USING PRIMARY KEY (tenant=? AND kind=? AND value=?)"),
            (new HandOverQuery { Case = Records.IdOf("1"), NewestFirst = true, Limit = 50 }, "SEARCH handover_cases USING COVERING INDEX handover_cases_by_case (tenant=? AND case_id=?)"),
            (new HandOverQuery { Contact = new Contacts.ContactId(1), NewestFirst = true, Limit = 50 }, "SEARCH h USING INDEX handovers_by_contact (tenant=? AND contact=?)"),
            (new HandOverQuery { Holders = [1, 2], States = open, Limit = 50 }, "SEARCH h USING INDEX handovers_by_holder (tenant=? AND holder=?)"),
            (new HandOverQuery { RemindBy = Records.Opened, Limit = 50 }, "SEARCH h USING INDEX handovers_by_reminder (tenant=? AND remind_next<?)"),
            (new HandOverQuery { Reply = 1, Limit = 50 }, "SEARCH h USING INDEX handovers_by_reply (tenant=? AND reply=?)"),
            (new HandOverQuery { MailBy = Records.Opened, Limit = 50 }, "SEARCH h USING INDEX handovers_by_mail (tenant=? AND mail_due<?)"),
            (new HandOverQuery { CommandNews = true, Limit = 50 }, "SEARCH h USING INDEX handovers_by_command (tenant=?"),
        })
        {
            var plan = await PlanAsync(analyzed, connection => new HandOverQueries(connection, store.Index.Names, 1, filter).List(query).Text);
            Assert.True(plan.Contains(search, StringComparison.Ordinal), $"{search} is not in:\n{plan}");
            NoScanOf(["h", "handovers", "l", "handover_cases", "u", "handover_units", "handover_keys", "c", "cases"], plan);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Change_detection_searches_the_side_table_key_by_key(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, _ => StreamReads.KnownSql);

        Assert.Contains("SEARCH s USING PRIMARY KEY (tenant=? AND stream=? AND key=?)", plan, StringComparison.Ordinal);
        NoScanOf(["s", "record_state"], plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sweeps_end_searches_the_live_cases_of_its_stream_and_the_marks(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, _ => $"SELECT count(*) {Sweeps.UnseenCases}");

        Assert.Contains("SEARCH c USING INDEX cases_live (tenant=? AND stream=?)", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH s USING PRIMARY KEY (sweep=? AND key=?)", plan, StringComparison.Ordinal);
        NoScanOf(["c", "cases", "s", "sweep_seen"], plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_mapped_again_is_searched_key_by_key(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, _ => RemapReads.OldSql);

        Assert.Contains("SEARCH l USING INDEX last_records_by_key (tenant=? AND stream=? AND key>?)", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH s USING PRIMARY KEY (tenant=? AND stream=? AND key=?)", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH c USING INDEX cases_by_key (tenant=? AND source=? AND key=?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        NoScanOf(["l", "last_records", "s", "record_state", "c", "cases"], plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_earlier_mapping_made_is_counted_over_the_live_cases_of_its_stream(bool analyzed)
    {
        var cases = await PlanAsync(analyzed, _ => RemapReads.CountCasesSql);
        var events = await PlanAsync(analyzed, _ => RemapReads.CountEventsSql);

        Assert.Contains("SEARCH c USING INDEX cases_live (tenant=? AND stream=?)", cases, StringComparison.Ordinal);
        NoScanOf(["l", "last_records", "s", "record_state", "c", "cases"], cases);
        Assert.Contains("SEARCH s USING PRIMARY KEY (tenant=? AND stream=?)", events, StringComparison.Ordinal);
        NoScanOf(["l", "last_records", "s", "record_state"], events);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_read_again_is_searched_by_what_is_open_closed_lately_or_told_lately(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, _ => CasesToReread.Sql);

        Assert.Contains("SEARCH c USING COVERING INDEX cases_open (tenant=? AND stream=? AND key>?)", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH c USING INDEX cases_closed (tenant=? AND stream=? AND <expr>>?)", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH e USING COVERING INDEX events_by_commit (tenant=? AND source=? AND committed_at>?)", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH c USING INDEX cases_by_key (tenant=? AND source=? AND key=?)", plan, StringComparison.Ordinal);
        NoScanOf(["c", "cases", "e", "events", "r", "record_state", "s", "sweep_seen"], plan);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public async Task A_page_of_quarantine_is_found_in_its_index_and_only_the_rows_that_are_shown_are_read(bool analyzed, bool ofStream, bool goesOn)
    {
        var plan = await PlanAsync(analyzed, _ => SqliteQuarantineStore.ListSql(ofStream, goesOn));

        Assert.Contains($"SEARCH quarantine USING COVERING INDEX {(ofStream ? "quarantine_of_stream" : "quarantine_by_coming")} (tenant=?", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH q USING INTEGER PRIMARY KEY (rowid=?)", plan, StringComparison.Ordinal);
        NoScanOf(["quarantine", "q"], plan);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Quarantine_is_grouped_from_its_index_and_reads_one_row_a_group(bool analyzed, bool ofStream)
    {
        var plan = await PlanAsync(analyzed, _ => SqliteQuarantineStore.GroupSql(ofStream));

        Assert.Contains($"SEARCH quarantine USING COVERING INDEX quarantine_by_group (tenant=?{(ofStream ? " AND stream=?" : "")})", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH q USING INTEGER PRIMARY KEY (rowid=?)", plan, StringComparison.Ordinal);
        NoScanOf(["quarantine", "q"], plan);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_page_of_runs_is_found_in_its_index_in_its_order_and_only_the_rows_that_are_shown_are_read(bool analyzed, bool ofStream)
    {
        await RunOftenAsync();

        var plan = await PlanAsync(analyzed, _ => SqliteRunHistoryStore.ListSql(ofStream));

        Assert.Contains($"SEARCH runs USING COVERING INDEX {(ofStream ? "runs_by_stream (tenant=? AND stream=? AND id<?)" : "runs_by_tenant (tenant=? AND id<?)")}", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH r USING INTEGER PRIMARY KEY (rowid=?)", plan, StringComparison.Ordinal);
        NoScanOf(["runs", "r"], plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_days_came_to_is_a_seek_for_each_stream(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, _ => SqliteRunHistoryStore.DaysSql);

        Assert.Contains("SEARCH d USING PRIMARY KEY (tenant=? AND stream=? AND day>?)", plan, StringComparison.Ordinal);
        NoScanOf(["d"], plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Searches_of_operators_go_through_their_own_indexes(bool analyzed)
    {
        await RunOftenAsync();

        Assert.Contains("USING COVERING INDEX runs_with_fault (tenant=?)", await PlanAsync(analyzed, _ => SqliteRunHistoryStore.SearchSql), StringComparison.Ordinal);
        Assert.Contains("SEARCH quarantine USING COVERING INDEX quarantine_by_group (tenant=?)", await PlanAsync(analyzed, _ => SqliteQuarantineStore.SearchSql), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_last_day_brought_is_read_without_the_years_before(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, _ => StreamReads.RecentSql);

        Assert.Contains("SEARCH runs USING INDEX runs_by_start (tenant=? AND started_at>?)", plan, StringComparison.Ordinal);
        NoScanOf(["runs"], plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Notifications_that_are_due_come_from_their_index_in_its_order(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, _ => SqliteNotificationStore.DueSql);

        Assert.Contains("SEARCH notifications USING INDEX notifications_waiting (tenant=? AND stream=? AND due_at<?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Notifications_that_were_put_too_far_off_come_from_their_index_in_its_order(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, _ => SqliteNotificationStore.PutTooFarOffSql);

        Assert.Contains("SEARCH notifications USING INDEX notifications_waiting (tenant=? AND stream=? AND due_at>?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Notifications_are_counted_from_their_indexes_alone(bool analyzed)
    {
        var plan = await PlanAsync(analyzed, _ => SqliteNotificationStore.CountSql);

        Assert.Contains("SEARCH notifications USING COVERING INDEX notifications_waiting (tenant=?)", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH notifications USING COVERING INDEX notifications_dead (tenant=?)", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_statement_of_a_batch_scans_a_table_of_records()
    {
        var statements = await store.Index.OnWriterAsync(connection => connection.StatementTexts, Cancel);

        foreach (var text in statements.Where(text => text.Contains("cases", StringComparison.Ordinal) || text.Contains("events", StringComparison.Ordinal)
            || text.Contains("record_state", StringComparison.Ordinal) || text.Contains("lookup_keys", StringComparison.Ordinal) || text.Contains("quarantine", StringComparison.Ordinal)))
            NoScanOf(["cases", "events", "record_state", "lookup_keys", "quarantine", "sweep_seen"], await PlanAsync(false, _ => text));
        Assert.True(statements.Count > 10);
    }

    // Of a table with one row, a scan is as good as anything.
    async Task RunOftenAsync() => await store.Index.OnWriterAsync(connection =>
    {
        connection.Execute("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
            INSERT INTO runs (tenant, stream, epoch, cause, kind, started_at, outcome, fault_kind, fault_code, fault_message) SELECT 1, 1, 1, 0, 0, i, 3, 0, 'IH6003', 'down' FROM n
            """);
        return 0;
    }, Cancel);

    async Task<string> PlanAsync(bool analyzed, Func<Connection, string> text)
    {
        if (analyzed)
            await store.Index.OnWriterAsync(connection =>
            {
                connection.Execute("ANALYZE");
                return 0;
            }, Cancel);
        // Another connection than the one that analyzed has read the statistics only when it opened.
        using var reader = Connection.OpenReader(store.Index.Path, TimeSpan.FromSeconds(5));
        var lines = reader.Prepare("EXPLAIN QUERY PLAN " + text(reader)).All(row => row.Text(3));
        return string.Join('\n', lines);
    }

    static void NoScanOf(string[] tables, string plan)
    {
        foreach (var table in tables)
            Assert.DoesNotContain(plan.Split('\n'), line => line == $"SCAN {table}" || line.StartsWith($"SCAN {table} ", StringComparison.Ordinal));
    }
}
