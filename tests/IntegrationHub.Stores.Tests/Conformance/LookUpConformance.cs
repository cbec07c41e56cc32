using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class LookUpConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly string?[] Departments = [null, "byggnadsnamnden", "miljonamnden", "socialnamnden"];
    static readonly string?[] Types = [null, "building-permit.new", "complaint"];

    [Fact]
    public async Task A_case_is_found_once_and_tells_by_which_kinds_of_keys()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(Records.Case("1") with { Keys = [Records.Person("tolvan"), Records.Person("siv"), Records.Phone("1"), new LookupKey(LookupKind.Email, 7)] }));

        var found = await Store.Cases.FindAsync(Tenant,
            [Records.Person("tolvan"), Records.Person("siv"), Records.Phone("1"), Records.Phone("2"), new LookupKey(LookupKind.Address, 7)], Everything, 10, Cancel);

        Assert.Equal([LookupKind.Person, LookupKind.Phone], Assert.Single(found).MatchedBy);
    }

    [Fact]
    public async Task The_same_value_of_another_kind_finds_nothing()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(Records.Case("1") with { Keys = [new LookupKey(LookupKind.Email, UInt128.MaxValue)] }));

        Assert.Empty(await Store.Cases.FindAsync(Tenant, [new LookupKey(LookupKind.Phone, UInt128.MaxValue)], Everything, 10, Cancel));
        Assert.Single(await Store.Cases.FindAsync(Tenant, [new LookupKey(LookupKind.Email, UInt128.MaxValue)], Everything, 10, Cancel));
    }

    [Fact]
    public async Task Cases_come_newest_first_then_by_id_and_those_without_a_date_last()
    {
        var run = await BeginAsync();
        await run.CommitAsync(
            Records.Store(Records.Case("undated") with { OpenedAt = null }),
            Records.Store(Records.Case("old") with { OpenedAt = Records.Opened.AddDays(-1) }),
            Records.Store(Records.Case("same-a")), Records.Store(Records.Case("same-b")),
            Records.Store(Records.Case("new") with { OpenedAt = Records.Opened.AddDays(1) }));

        var found = await FindAsync("tolvan");

        var sameDay = new[] { "same-a", "same-b" }.OrderBy(key => Records.IdOf(key).Value);
        Assert.Equal(["new", .. sameDay, "old", "undated"], found.Select(f => f.Case.Key));
        Assert.Equal(["new"], (await Store.Cases.FindAsync(Tenant, [Records.Person("tolvan")], Everything, 1, Cancel)).Select(f => f.Case.Key));
    }

    [Fact]
    public async Task Of_a_case_that_may_only_be_known_to_exist_nothing_else_leaves_the_store()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(Records.Case("1") with { DueAt = Records.Opened, ClosedAt = Records.Opened }));
        var filter = new AccessFilter([new AccessRule { Disclosure = Disclosure.Disclosure.Existence }], []);

        foreach (var found in new[] { Assert.Single(await FindAsync("tolvan", filter)), await GetAsync("1", filter) })
        {
            Assert.Equal(Disclosure.Disclosure.Existence, found!.Disclosure);
            Assert.Equal(("permits", "byggnadsnamnden", "A building permit"), (found.Case.Source.Value, found.Case.Department, found.Case.PublicTitle));
            Assert.Equal(("", "", "", "", null, null, null), (found.Case.Number, found.Case.Title, found.Case.Key, found.Case.Stream.Value, found.Case.Type, found.Case.SourceStatus, found.Case.SearchText));
            Assert.Equal((null, null, null, null), (found.Case.OpenedAt, found.Case.UpdatedAt, found.Case.DueAt, found.Case.ClosedAt));
            Assert.Equal((default, CaseStatus.Unknown), (found.Case.Id, found.Case.Status));
            Assert.Empty(found.Case.Private);
            Assert.Empty(found.Case.Keys);
            Assert.Empty(found.Case.ContentHash);
        }
    }

    [Fact]
    public async Task A_hidden_case_takes_no_place_among_those_that_are_found()
    {
        var run = await BeginAsync();
        await run.CommitAsync(
            Records.Store(Records.Case("hidden") with { Department = "socialnamnden", OpenedAt = Records.Opened.AddDays(1) }),
            Records.Store(Records.Case("told")));
        var filter = new AccessFilter([new AccessRule { Departments = ["byggnadsnamnden"], Disclosure = Disclosure.Disclosure.Full }], []);

        var found = await Store.Cases.FindAsync(Tenant, [Records.Person("tolvan")], filter, 1, Cancel);

        Assert.Equal(["told"], found.Select(f => f.Case.Key));
        Assert.Null(await GetAsync("hidden", filter));
    }

    [Fact]
    public async Task A_filter_without_rules_lets_nothing_through()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", timeline: Records.Event("1", "a")));

        Assert.Empty(await FindAsync("tolvan", AccessFilter.Nothing));
        Assert.Null(await GetAsync("1", AccessFilter.Nothing));
        Assert.Empty(await TimelineAsync("1", AccessFilter.Nothing));
    }

    [Fact]
    public async Task A_rule_with_empty_lists_or_unknown_names_matches_nothing()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        AccessRule[] rules =
        [
            new() { Sources = [], Disclosure = Disclosure.Disclosure.Full }, new() { Departments = [], Disclosure = Disclosure.Disclosure.Full },
            new() { Types = [], Disclosure = Disclosure.Disclosure.Full }, new() { Sources = [new SourceId("unknown")], Disclosure = Disclosure.Disclosure.Full },
            new() { Departments = ["Byggnadsnamnden", "' OR 1=1 --"], Disclosure = Disclosure.Disclosure.Full },
        ];

        Assert.Empty(await FindAsync("tolvan", new AccessFilter(rules, [])));
    }

    [Fact]
    public async Task Many_rules_are_no_hindrance()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        var rules = Enumerable.Range(0, 300).Select(n => new AccessRule { Departments = [$"department-{n}"], Disclosure = Disclosure.Disclosure.Full })
            .Append(new AccessRule { Departments = ["byggnadsnamnden"], Types = ["building-permit.new"], Disclosure = Disclosure.Disclosure.Existence });

        Assert.Equal(Disclosure.Disclosure.Existence, Assert.Single(await FindAsync("tolvan", new AccessFilter([.. rules], []))).Disclosure);
    }

    [Fact]
    public async Task Every_filter_discloses_exactly_what_it_says_of_each_case()
    {
        var cases = await StoreEveryKindOfCaseAsync();

        Holds(Prop.ForAll(Filters.ToArbitrary(), filter =>
        {
            var told = Find(filter);
            var expected = cases.Where(c => Of(filter, c) != Disclosure.Disclosure.Hidden).ToDictionary(c => c.Id, c => Of(filter, c));
            return told.Count == expected.Count
                && told.All(t => t.Disclosure == Disclosure.Disclosure.Existence || expected[t.Case.Id] == t.Disclosure)
                && told.Count(t => t.Disclosure == Disclosure.Disclosure.Full) == expected.Values.Count(d => d == Disclosure.Disclosure.Full)
                && Some(cases).All(c => Get(filter, c.Id) == expected.GetValueOrDefault(c.Id));
        }));
    }

    [Fact]
    public async Task A_further_limit_never_adds_a_row_nor_tells_more()
    {
        var cases = await StoreEveryKindOfCaseAsync();

        Holds(Prop.ForAll(Filters.ToArbitrary(), Rules.ToArbitrary(), (filter, limit) =>
        {
            var narrower = filter with { Limits = [.. filter.Limits, limit] };
            return Find(narrower).Count <= Find(filter).Count && Some(cases).All(c => Get(narrower, c.Id) <= Get(filter, c.Id));
        }));
    }

    static Gen<AccessRule> Rules { get; } =
        from sources in Gen.Elements<IReadOnlyList<SourceId>?>(null, [new("permits")], [new("other")], [new("permits"), new("social")])
        from departments in Gen.Elements<IReadOnlyList<string>?>(null, null, ["byggnadsnamnden"], ["miljonamnden", "socialnamnden"])
        from types in Gen.Elements<IReadOnlyList<string>?>(null, null, ["complaint"])
        from least in Gen.Choose(0, 3)
        from most in Gen.Choose(0, 3)
        from disclosure in Gen.Elements(Disclosure.Disclosure.Hidden, Disclosure.Disclosure.Existence, Disclosure.Disclosure.Full)
        select new AccessRule
        {
            Sources = sources, Departments = departments, Types = types, From = (Confidentiality)least, UpTo = (Confidentiality)most, Disclosure = disclosure,
        };

    static Gen<AccessFilter> Filters { get; } =
        from rules in Rules.ListOf()
        from limits in Rules.ListOf()
        select new AccessFilter([.. rules], [.. limits.Take(2)]);

    async Task<StoredCase[]> StoreEveryKindOfCaseAsync()
    {
        var all =
            from source in new[] { "permits", "social" }
            from department in Departments
            from type in Types
            from confidentiality in Enum.GetValues<Confidentiality>()
            from held in new[] { false, true }
            let key = $"{source}/{department}/{type}/{confidentiality}/{held}"
            select (Held: held, Case: Records.Case(key) with
            {
                Source = new SourceId(source), Stream = new StreamName(source + "-cases"), Department = department, Type = type, Confidentiality = confidentiality,
            });
        var cases = all.ToArray();
        foreach (var source in cases.GroupBy(c => c.Case.Source))
        {
            var stream = new StreamKey(Tenant, source.Key, new StreamName(source.Key + "-cases"));
            var run = await BeginAsync(stream);
            await run.CommitAsync([.. source.Select(c => Records.Store(c.Case))]);
            await run.CommitAsync([.. source.Where(c => c.Held).Select(c =>
                new Sync.BatchItem.Hold(Records.Hold(c.Case.Key, read: 1).Entry with { Source = source.Key, Stream = stream.Stream }))]);
        }

        return [.. cases.Select(c => c.Held ? c.Case with { Confidentiality = Confidentiality.Protected } : c.Case)];
    }

    // Reading one by one is slow, so each filter is asked for a tenth of them.
    static IEnumerable<StoredCase> Some(StoredCase[] cases) => cases.Where((_, index) => index % 11 == 0);

    static Disclosure.Disclosure Of(AccessFilter filter, StoredCase c) => filter.Of(c.Source, c.Department, c.Type, c.Confidentiality);

    IReadOnlyList<FoundCase> Find(AccessFilter filter) =>
        Task.Run(async () => await Store.Cases.FindAsync(Tenant, [Records.Person("tolvan")], filter, 1000, Cancel)).GetAwaiter().GetResult();

    Disclosure.Disclosure Get(AccessFilter filter, CaseId id) =>
        Task.Run(async () => await Store.Cases.GetAsync(Tenant, id, filter, Cancel)).GetAwaiter().GetResult()?.Disclosure ?? Disclosure.Disclosure.Hidden;
}
