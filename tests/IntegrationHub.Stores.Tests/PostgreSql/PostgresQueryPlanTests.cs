using IntegrationHub.Storage.Writing;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.PostgreSql;
using IntegrationHub.Stores.Tests.Conformance;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Stores.Tests.PostgreSql;

/// <summary>Every look-up has an index to go by: a plan that must scan cases, keys or events is quick in a test and stands still in a town.</summary>
/// <remarks>The tables here are so small that PostgreSQL would rather scan them; it is told not to, so what scans all the same has no other way.</remarks>
public sealed class PostgresQueryPlanTests : IAsyncLifetime
{
    static readonly TenantId Tenant = new("sundby");
    static readonly StreamKey Stream = new(Tenant, Records.Source, Records.Stream);
    static readonly AccessFilter Filter = new(
        [
            new AccessRule { Sources = [Records.Source], Departments = ["byggnadsnamnden"], Disclosure = Disclosure.Disclosure.Full },
            new AccessRule { Types = ["complaint"], UpTo = Confidentiality.Restricted, Disclosure = Disclosure.Disclosure.Existence },
        ],
        [new AccessRule { From = Confidentiality.Secret, Disclosure = Disclosure.Disclosure.Hidden }]);

    readonly PostgresPlace place = new();
    PostgresHubStore store = null!;
    StreamNumbers numbers;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = (PostgresHubStore)await place.OpenAsync(new ManualClock());
        var lease = await store.Streams.TryLeaseAsync(Stream, "node", TimeSpan.FromMinutes(1), Cancel);
        var run = new Session(store, lease!, await store.Streams.BeginRunAsync(lease!, RunTrigger.Manual, RunKind.Full, Records.Read(0), Cancel));
        await run.CommitAsync("sweep", [.. Enumerable.Range(0, 200).Select(n => Records.Store($"{n}", timeline: Records.Event($"{n}", "a")))]);
        // As autovacuum does within a minute; without it PostgreSQL guesses.
        await place.RunAsync("ANALYZE cases, events, lookup_keys, search, record_state");
        numbers = await store.Database.OnConnectionAsync(connection => store.Database.Names.Stream(connection, Stream)!.Value, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await place.DisposeAsync();
    }

    CaseQueries Queries => new(numbers.Tenant, Filter, new Dictionary<SourceId, long> { [Records.Source] = numbers.Source });

    [Fact]
    public async Task A_look_up_by_keys_searches_the_keys_and_then_each_case()
    {
        var plan = await PlanAsync(Queries.Find([Records.Person("tolvan"), Records.Person("siv"), Records.Phone("1")], 20));

        Assert.Contains("lookup_keys_pkey", plan, StringComparison.Ordinal);
        NoScanOf(["cases", "lookup_keys"], plan);
    }

    [Fact]
    public async Task A_text_search_asks_the_words_first()
    {
        // A tenant of two hundred rows is read whole more cheaply than its words are looked up.
        await place.RunAsync($"INSERT INTO search SELECT {numbers.Tenant}, n, array_to_tsvector(ARRAY['{numbers.Tenant} w' || n]) FROM generate_series(10000, 18000) AS n; ANALYZE search");

        var plan = await PlanAsync(Queries.Search(IndexedWords.ToQuery(numbers.Tenant, "case 1")!, 20));

        Assert.Contains("search_by_word", plan, StringComparison.Ordinal);
        NoScanOf(["cases", "search"], plan);
    }

    [Fact]
    public async Task A_case_is_read_by_its_public_id_and_its_timeline_by_its_case()
    {
        var plan = await PlanAsync(Queries.Get(Records.IdOf("1"))) + await PlanAsync(Queries.Timelines([Records.IdOf("1"), Records.IdOf("2")], 20));

        Assert.Contains("cases_by_public_id", plan, StringComparison.Ordinal);
        Assert.Contains("events_pkey", plan, StringComparison.Ordinal);
        NoScanOf(["cases", "events", "edited"], plan);
    }

    [Fact]
    public async Task Change_detection_the_cases_to_read_again_and_what_is_mapped_again_are_searched_by_their_keys()
    {
        var plan = await PlanAsync(StreamReads.KnownSql, statement => statement.Bind(numbers.Tenant).Bind(numbers.Stream).BindAll(["1", "2"]))
            + await PlanAsync(CasesToReread.Sql, statement => statement.Bind(numbers.Tenant).Bind(numbers.Stream).Bind("").Bind(10).Bind(0L).Bind(long.MaxValue).Bind(numbers.Source).Bind(0L).Bind(0L).Bind(0L))
            + await PlanAsync(RemapReads.OldSql, statement => statement.Bind(numbers.Tenant).Bind(numbers.Stream).Bind("f").Bind("").Bind(10).Bind(numbers.Source));

        foreach (var index in new[] { "record_state_pkey", "cases_open", "cases_closed", "last_records_pkey" }) Assert.Contains(index, plan, StringComparison.Ordinal);
        NoScanOf(["cases", "events", "record_state", "last_records", "quarantine"], plan);
    }

    [Fact]
    public async Task The_quarantine_and_the_notifications_are_listed_by_their_indexes()
    {
        var plan = await PlanAsync(PostgresQuarantineStore.ListSql(ofStream: false, goesOn: true), statement => statement.Bind(numbers.Tenant).Bind((string?)null).Bind((string?)null).Bind((string?)null).Bind(1L).Bind("a").Bind(10))
            + await PlanAsync(PostgresNotificationStore.DueSql, statement => statement.Bind(numbers.Tenant).Bind(numbers.Stream).Bind(1L).Bind(1L).Bind(10))
            + await PlanAsync(RemovalReads.RemovedSql, statement => statement.Bind(numbers.Tenant).Bind(1L).Bind((string?)null).Bind(10));

        foreach (var index in new[] { "quarantine_by_coming", "notifications_waiting", "cases_restorable" }) Assert.Contains(index, plan, StringComparison.Ordinal);
        NoScanOf(["cases", "quarantine", "notifications"], plan);
    }

    ValueTask<string> PlanAsync(CaseQuery query) => PlanAsync(query.Text, statement => statement.Bind(query.Values.InOrder));

    ValueTask<string> PlanAsync(string sql, Func<Statement, Statement> bind) => store.Database.OnConnectionAsync(connection =>
    {
        connection.Execute("SET enable_seqscan = off");
        return string.Join('\n', bind(connection.Prepare("EXPLAIN " + sql)).All(row => row.Text(0)));
    }, Cancel);

    static void NoScanOf(string[] tables, string plan)
    {
        foreach (var table in tables) Assert.DoesNotContain($"Seq Scan on {table} ", plan, StringComparison.Ordinal);
    }
}
