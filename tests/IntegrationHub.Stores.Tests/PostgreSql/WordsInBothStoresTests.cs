using System.Globalization;
using IntegrationHub.Disclosure;
using IntegrationHub.Storage;
using IntegrationHub.Stores.Tests.Conformance;
using IntegrationHub.Stores.Tests.Sqlite;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Stores.Tests.PostgreSql;

/// <summary>The same words find the same cases in both stores.</summary>
public sealed class WordsInBothStoresTests : IAsyncLifetime
{
    static readonly TenantId Tenant = new("sundby");
    static readonly AccessFilter FullAccess = new([new AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);

    // Letters of Latin script, some of others, and what else people type between them.
    static readonly string[] Words = [.. Enumerable.Range(0xC0, 0xC0).Concat(Enumerable.Range(0, 50).Select(n => 0x1e00 + (n * 5))).Concat([0xB5, 0x3A3, 0x3C2, 0x3AC, 0x439, 0x451, 0x5D0])
        .Where(c => char.IsLetter((char)c)).Select(c => string.Create(CultureInfo.InvariantCulture, $"x{(char)c}y{c}")), "2026-000200", "o'brien", "e\u0301n", "a.b@c.se", "070-123 45 67", "½kilo"];

    readonly SqlitePlace folder = new();
    readonly PostgresPlace database = new();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await folder.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task What_a_word_finds_written_as_it_is_in_capitals_and_without_its_marks_is_the_same()
    {
        await using var sqlite = await FillAsync(folder);
        await using var postgres = await FillAsync(database);

        foreach (var word in Words.SelectMany((word, n) => n % 10 == 0 ? new[] { word, word.ToUpperInvariant(), Plain(word), word[..^1] } : [word.ToUpperInvariant()]).Distinct())
            Assert.Equal((word, await FoundAsync(sqlite, word)), (word, await FoundAsync(postgres, word)));
    }

    static string Plain(string word) => new([.. word.Select(c => c < 0x80 ? c : 'a')]);

    static async Task<string> FoundAsync(IHubStore store, string word) =>
        string.Join(',', (await store.Cases.SearchAsync(Tenant, word, FullAccess, 1000, Cancel)).Select(found => found.Case.Key).Order(StringComparer.Ordinal));

    static async Task<IHubStore> FillAsync(IStorePlace place)
    {
        var store = await place.OpenAsync(new ManualClock());
        var lease = await store.Streams.TryLeaseAsync(new StreamKey(Tenant, Records.Source, Records.Stream), "node", TimeSpan.FromMinutes(1), Cancel);
        var run = new Session(store, lease!, await store.Streams.BeginRunAsync(lease!, RunTrigger.Manual, RunKind.Full, Records.Read(0), Cancel));
        await run.CommitAsync([.. Words.Select((word, n) => Records.Store(Records.Case($"{n}") with { SearchText = word }))]);
        return store;
    }
}
