using IntegrationHub.Drift;
using IntegrationHub.Mapping;

namespace IntegrationHub.Tests.Drift;

public sealed class DriftRuleTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
    static readonly MappedCodes Status = new("status", "codes/status.csv", new HashSet<string> { "OPEN" }) { Separator = ';' };

    [Fact]
    public void All_records_of_a_small_run_are_looked_at_and_of_a_large_one_the_first_and_every_thirty_second()
    {
        var looked = Enumerable.Range(1, 10_000).Count(record => DriftRule.Looks(record));

        Assert.True(Enumerable.Range(1, 200).All(record => DriftRule.Looks(record)));
        Assert.Equal(200 + (10_000 / 32) - (200 / 32), looked);
    }

    [Theory]
    [InlineData(100, 100, 19, false)]
    [InlineData(100, 100, 20, true)]
    [InlineData(50, 100, 27, false)]
    [InlineData(50, 100, 28, true)]
    [InlineData(20, 2000, 1000, false)]
    [InlineData(20, 2000, 1400, true)]
    [InlineData(19, 19, 500, false)]
    public void A_field_is_missed_when_it_is_no_chance_that_so_many_records_in_a_row_lack_it(long seen, long among, long without, bool missed) =>
        Assert.Equal(missed, DriftRule.IsMissing(new FieldFacts("a", seen, 1, among, Now, Now, []), among + without));

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void Another_kind_is_a_change_when_twenty_records_had_held_the_field_without_it(long after, bool changed) =>
        Assert.Equal(changed, DriftRule.NewKind(Field("a", new KindFacts(FieldKind.Number, 30, 0, Now), new KindFacts(FieldKind.Text, 1, after, Now))) is not null);

    [Fact]
    public void A_field_that_always_held_both_never_changes()
    {
        var tally = new DriftTally();
        for (var i = 0; i < 200; i++) tally.Add([("a", i % 2 == 0 ? FieldKind.Number : FieldKind.Text)]);

        Assert.Null(DriftRule.NewKind(Assert.Single(Added(DriftFacts.None, tally).Fields)));
    }

    [Fact]
    public void What_is_seen_in_many_runs_comes_to_the_same_as_in_one()
    {
        var records = Enumerable.Range(0, 90).Select(i => (IReadOnlyCollection<(string, FieldKind?)>)[("id", FieldKind.Text), i < 60 ? ("fee", FieldKind.Number) : ("fee", FieldKind.Text), .. i % 3 == 0 ? [("note", (FieldKind?)null)] : Array.Empty<(string, FieldKind?)>()]).ToList();
        var whole = new DriftTally();
        foreach (var record in records) whole.Add(record);

        var facts = DriftFacts.None;
        foreach (var some in records.Chunk(7))
        {
            var tally = new DriftTally();
            foreach (var record in some) tally.Add(record);
            facts = Added(facts, tally);
        }

        Assert.Equivalent(Added(DriftFacts.None, whole), facts, strict: true);
    }

    [Fact]
    public void A_field_in_the_elements_of_a_list_counts_once_for_its_record()
    {
        var tally = new DriftTally();
        tally.Add([("fees.code", FieldKind.Text), ("fees.code", FieldKind.Text)]);

        var field = Assert.Single(Added(DriftFacts.None, tally).Fields);

        Assert.Equal((1, 1), (field.Seen, Assert.Single(field.Kinds).Seen));
    }

    [Fact]
    public void More_fields_and_codes_than_are_kept_are_counted()
    {
        var tally = new DriftTally();
        tally.Add([.. Enumerable.Range(0, 2000).Select(n => ($"f{n:0000}", (FieldKind?)FieldKind.Text))]);
        for (var n = 0; n < 1000; n++) tally.Add("status", $"C{n}");

        var facts = Added(DriftFacts.None, tally);

        Assert.Equal((DriftFacts.MaxFields, DriftFacts.MaxCodes), (facts.Fields.Count, facts.Codes.Count));
        Assert.Equal((2000 - DriftFacts.MaxFields, 1000 - DriftFacts.MaxCodes), (facts.OtherFields, facts.OtherCodes));
    }

    [Fact]
    public void A_code_that_has_its_row_by_now_is_forgotten_and_makes_room()
    {
        var facts = DriftFacts.None with { Codes = [new CodeFacts("status", "OPEN", 5, Now, Now), new CodeFacts("status", "NEW", 2, Now, Now), new CodeFacts("gone", "X", 1, Now, Now)] };

        Assert.Equal(["NEW"], Added(facts, new DriftTally()).Codes.Select(c => c.Code));
    }

    [Theory]
    [InlineData("19350101-9800")]
    [InlineData("siv@example.com")]
    [InlineData("070-174 06 05")]
    public void A_name_of_a_field_that_looks_personal_is_never_kept(string name)
    {
        var tally = new DriftTally();
        tally.Add([($"people.{name}.role", FieldKind.Text)]);

        Assert.DoesNotContain(name, Assert.Single(tally.Fields).Key, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sign_before_the_name_of_an_attribute_is_none_of_an_address()
    {
        var tally = new DriftTally();
        tally.Add([("owner.@checksum", FieldKind.Text)]);

        Assert.Equal("owner.@checksum", Assert.Single(tally.Fields).Key);
    }

    [Theory]
    [InlineData("happenings", true)]
    [InlineData("happenings.happening", true)]
    [InlineData("happenings.happening.@at", false)]
    [InlineData("happen", false)]
    [InlineData("owners", false)]
    public void An_element_that_holds_what_is_mapped_is_no_new_field_where_it_is_empty(string path, bool holds) =>
        Assert.Equal(holds, new MappedFields(new HashSet<string> { "happenings.happening.@at" }, []).ReadsInside(path));

    [Fact]
    public void A_code_of_several_columns_is_known_by_the_first_row_that_matches()
    {
        var table = Status with { Rows = [["BYGG", "*"], ["RIV", "1"]] };

        Assert.Equal([true, true, false, false], [table.Knows("BYGG · 7"), table.Knows("RIV · 1"), table.Knows("RIV · 2"), table.Knows("RIV")]);
    }

    [Fact]
    public void The_row_to_add_of_a_table_of_several_columns_has_them_all()
    {
        var table = Status with { Rows = [["BYGG", "*"]] };

        Assert.Equal("RIV;2;?", DriftFinding.NewCode(new CodeFacts("status", "RIV · 2", 1, Now, Now), table).Line);
    }

    [Fact]
    public void What_was_withheld_has_no_row_to_add() =>
        Assert.Null(DriftFinding.NewCode(new CodeFacts("status", "(withheld: it looks like a personal number, a telephone number or a mail address)", 1, Now, Now), Status).Line);

    [Fact]
    public void A_path_that_yaml_would_read_otherwise_is_quoted() =>
        Assert.Equal("'it''s: odd': 'why nobody needs it'", DriftFinding.NewField(Field("it's: odd"), 1).Line);

    static DriftFacts Added(DriftFacts facts, DriftTally tally) => DriftRule.Add(facts, tally, [Status], Now);

    static FieldFacts Field(string path, params KindFacts[] kinds) => new(path, 50, 1, 50, Now, Now, kinds);
}
