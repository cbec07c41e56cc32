using IntegrationHub.Disclosure;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class SearchConformance(IStorePlace place) : StoreConformance(place)
{
    [Theory]
    [InlineData("bygglov storgatan")]
    [InlineData("STORGATAN Bygglov")]
    [InlineData("storg")]
    [InlineData("bygglov storg")]
    [InlineData("åker")]
    [InlineData("aker")]
    [InlineData("  bygglov,  (storgatan)! ")]
    [InlineData("2026")]
    public async Task A_case_is_found_by_words_that_it_holds(string words)
    {
        await StoreAsync("1", "Bygglov för Storgatan 5 i Åker, BYGG 2026-000200");

        Assert.Equal(["1"], await SearchAsync(words));
    }

    [Theory]
    [InlineData("bygg storgatan")]
    [InlineData("bygglov kyrkogatan")]
    [InlineData("gatan")]
    [InlineData("")]
    [InlineData("  \" * ( ) - ")]
    public async Task A_case_is_not_found_by_words_that_it_does_not_hold_nor_by_none(string words)
    {
        await StoreAsync("1", "Bygglov för Storgatan 5");

        Assert.Empty(await SearchAsync(words));
    }

    [Theory]
    [InlineData("bygglov OR kyrkogatan")]
    [InlineData("bygglov NOT storgatan")]
    [InlineData("bygglov NEAR(storgatan)")]
    [InlineData("words:bygglov AND x")]
    public async Task Nothing_that_is_typed_is_an_operator(string words)
    {
        await StoreAsync("1", "Bygglov för Storgatan 5");

        Assert.Empty(await SearchAsync(words));
    }

    [Theory]
    [InlineData("bygglov\"")]
    [InlineData("\"bygglov")]
    [InlineData("bygg*lov'; DROP TABLE cases; --")]
    [InlineData("a\0b")]
    [InlineData("^bygglov {x} + y")]
    public async Task Nothing_that_is_typed_is_an_error(string words)
    {
        await StoreAsync("1", "Bygglov");

        Assert.InRange((await SearchAsync(words)).Length, 0, 1);
    }

    [Fact]
    public async Task A_case_without_search_text_or_that_is_not_told_in_full_is_in_no_search()
    {
        await StoreAsync("1", "Bygglov");
        await StoreAsync("2", null);
        var existence = new AccessFilter([new AccessRule { Disclosure = Disclosure.Disclosure.Existence }], []);

        Assert.Equal(["1"], await SearchAsync("bygglov"));
        Assert.Empty(await Store.Cases.SearchAsync(Tenant, "bygglov", existence, 10, Cancel));
    }

    [Fact]
    public async Task A_changed_text_is_found_by_its_new_words_only()
    {
        await StoreAsync("1", "Bygglov", 1);
        await StoreAsync("1", "Rivningslov", 2);

        Assert.Empty(await SearchAsync("bygglov"));
        Assert.Equal(["1"], await SearchAsync("rivningslov"));
    }

    [Fact]
    public async Task A_text_that_is_taken_away_is_found_no_more()
    {
        await StoreAsync("1", "Bygglov", 1);
        await StoreAsync("1", null, 2);

        Assert.Empty(await SearchAsync("bygglov"));
    }

    [Fact]
    public async Task An_unchanged_text_is_not_indexed_again()
    {
        await StoreAsync("1", "Bygglov", 1);
        var before = Written("search");

        await StoreAsync("1", "Bygglov", 2);

        Assert.Equal(before, Written("search"));
    }

    [Fact]
    public async Task Cases_come_newest_first_up_to_the_limit()
    {
        var run = await BeginAsync();
        await run.CommitAsync([.. new[] { 2, 5, 1, 4, 3 }.Select(n => Records.Store(
            Records.Case($"{n}") with { SearchText = "Bygglov", OpenedAt = Records.Opened.AddDays(n) }))]);

        var found = await Store.Cases.SearchAsync(Tenant, "bygglov", Everything, 3, Cancel);

        Assert.Equal(["5", "4", "3"], found.Select(f => f.Case.Key));
        Assert.Empty(found[0].MatchedBy);
    }

    async Task StoreAsync(string key, string? text, int order = 1)
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(Records.Case(key, $"{order}") with { SearchText = text }, order));
        await run.ReleaseAsync();
    }

    async Task<string[]> SearchAsync(string words) =>
        [.. (await Store.Cases.SearchAsync(Tenant, words, Everything, 10, Cancel)).Select(found => found.Case.Key)];
}
