using IntegrationHub.Cases;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;

namespace IntegrationHub.Tests.Mapping;

public sealed class CodeTableTests
{
    const string Codes = "codes:\n  t:\n    file: codes/t.csv\n";

    static IMapping Of(string expression, string table, string unknown = "quarantine") =>
        Mappings.Of(Mappings.Json($"attributes.value: \"{expression}\"", $"{Codes}    unknown: {unknown}\n"), ("codes/t.csv", table));

    static string? Value(IMapping mapping, string fields) => mapping.Case($$"""{"id":"1",{{fields}}}""").Case.Attributes.GetValueOrDefault("value");

    [Theory]
    [InlineData("lookup(t, a, b)")]
    [InlineData("a | lookup(t, b)")]
    [InlineData("[a, b] | lookup(t)")]
    public void Several_columns_are_matched_in_written_order_and_the_first_row_wins(string expression)
    {
        var mapping = Of(expression, "slag,utfall,target\nLOV,BEV,decided\nLOV,*,open\n*,AVS,refused\n,X,empty\n");

        Assert.Equal("decided", Value(mapping, "\"a\":\"LOV\",\"b\":\"BEV\""));
        Assert.Equal("open", Value(mapping, "\"a\":\"LOV\",\"b\":\"AVS\""));
        Assert.Equal("refused", Value(mapping, "\"a\":\"ANM\",\"b\":\"AVS\""));
        Assert.Equal("empty", Value(mapping, "\"a\":null,\"b\":\"X\""));
        Assert.Null(Value(mapping, "\"c\":1"));
    }

    [Theory]
    [InlineData("Väntar", "Väntar")]
    [InlineData("Fas 2", "Fas 2")]
    [InlineData("4711", "4711")]
    [InlineData("Tolvan 19121212-1212", ToldCode.Withheld)]
    [InlineData("1212121212", ToldCode.Withheld)]
    [InlineData("070-174 06 05", ToldCode.Withheld)]
    [InlineData("tolvan@example.com", ToldCode.Withheld)]
    public void A_code_is_told_unless_it_is_somebodys_number_or_address(string written, string told) => Assert.Equal(told, ToldCode.Of(written));

    [Fact]
    public void A_combination_in_no_row_follows_the_table_s_policy()
    {
        var fault = Of("lookup(t, a, b)", "slag,utfall,target\nLOV,BEV,decided\n").Fault(Mappings.JsonRecord("""{"id":"1","a":"LOV","b":"X"}"""));

        Assert.Equal(("IH3102", "code 'LOV · X' is not in table 't'; add it to the table"), (fault.Code, fault.Message));
    }

    [Theory]
    [InlineData("keep", "Z", "kept as it is")]
    [InlineData("drop", null, "dropped")]
    [InlineData("other", "other", "'other' instead")]
    public void An_unknown_code_is_kept_dropped_or_replaced_and_always_noted(string policy, string? value, string told)
    {
        var mapping = Of("a | lookup(t)", "source,target\nA,a\n", policy);

        var result = mapping.Case("""{"id":"1","a":"Z"}""");

        Assert.Equal(value, result.Case.Attributes.GetValueOrDefault("value"));
        var note = Assert.Single(result.Notes);
        Assert.Equal(("IH3102", "attributes.value", "t", "Z"), (note.Code, note.Field, note.Table, note.UnknownCode));
        Assert.EndsWith(told, note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_unknown_code_is_told_in_64_characters()
    {
        var result = Of("a | lookup(t)", "source,target\nA,a\n", "keep").Case($$"""{"id":"1","a":"{{new string('x', 500)}}"}""");

        Assert.Equal(64, Assert.Single(result.Notes).UnknownCode!.Length);
    }

    [Fact]
    public void A_spreadsheet_s_semicolons_byte_order_mark_and_notes_are_read()
    {
        var mapping = Of("a | lookup(t)", "\uFEFFsource;target;note\r\n\"A;B\";ab;see the manual\r\nÅ;a-ring;\r\n");

        Assert.Equal("ab", Value(mapping, "\"a\":\"A;B\""));
        Assert.Equal("a-ring", Value(mapping, "\"a\":\"Å\""));
    }

    [Fact]
    public void A_JSON_number_is_looked_up_as_it_is_written() =>
        Assert.Equal("three", Value(Of("a | lookup(t)", "source,target\n3,three\n"), "\"a\":3"));

    [Theory]
    [InlineData("source,target\nA,a\nB,b\nA,a\n", "codes/t.csv:4:1: error IH2011: the row 'A' of table 't' is never reached: line 2 matches the same; delete one")]
    [InlineData("source,target\nA,a\nA,b\n", "codes/t.csv:3:1: error IH2021: the row 'A' of table 't' contradicts line 2: 'b' here, 'a' there; the first would win, so delete one or put the narrower one first")]
    [InlineData("x,y,target\nA,*,a\nA,B,b\n", "codes/t.csv:3:1: error IH2021: the row 'A · B' of table 't' contradicts line 2: 'b' here, 'a' there; the first would win, so delete one or put the narrower one first")]
    [InlineData("x,y,target\n*,*,a\nA,*,a\n", "codes/t.csv:3:1: error IH2011: the row 'A · *' of table 't' is never reached: line 2 matches the same; delete one")]
    [InlineData("source\nA\n", "codes/t.csv:1:1: error IH1105: the first line names one or more source columns, then the column 'target'; columns after it are notes")]
    [InlineData("source,target\nA\n", "codes/t.csv:2:1: error IH1105: the row has 1 columns; at least 2 are expected")]
    [InlineData("source,target\nA,\n", "codes/t.csv:2:1: error IH1105: the row has no shared word")]
    [InlineData("source,target\n\"A,a\n", "codes/t.csv:1:1: error IH1105: the code table is malformed: a quote that is not closed, or text after a closing quote")]
    public void What_is_wrong_in_a_table_is_told_at_its_line(string table, string expected)
    {
        var (_, diagnostics) = Mappings.Compile(Mappings.Json("attributes.value: 'x | lookup(t)'", Codes), ("codes/t.csv", table));

        Assert.Contains("mappings/test/" + expected, diagnostics.All.Select(d => d.ToString()));
    }

    [Fact]
    public void A_table_s_words_are_checked_against_the_scale_they_go_to()
    {
        var (_, diagnostics) = Mappings.Compile(Mappings.Json("status: x | lookup(t)", Codes), ("codes/t.csv", "source,target\nA,closed\nB,opn\n"));

        var error = Assert.Single(diagnostics.All);
        Assert.Equal(("IH2010", new Place("mappings/test/codes/t.csv", 3, 1)), (error.Code, error.Place));
    }

    [Fact]
    public void A_lookup_with_too_few_codes_is_an_error()
    {
        var (_, diagnostics) = Mappings.Compile(Mappings.Json("status: x | lookup(t)", Codes), ("codes/t.csv", "x,y,target\nA,B,closed\n"));

        Assert.Equal("table 't' has 2 source columns, but 1 code is given", Assert.Single(diagnostics.All).Message);
    }

    [Fact]
    public void A_status_in_no_table_becomes_unknown_and_keeps_the_source_s_word()
    {
        var mapping = Mappings.Of(Mappings.Json("status: s | lookup(t)", "codes:\n  t:\n    map: { A: closed }\n    unknown: unknown\n"));

        var mapped = mapping.Case("""{"id":"1","s":"Förhandsbedömning"}""").Case;

        Assert.Equal((CaseStatus.Unknown, "Förhandsbedömning"), (mapped.Status, mapped.SourceStatus));
    }

    [Fact]
    public void A_word_on_no_scale_is_noted_and_counts_as_the_most_closed()
    {
        var mapping = Mappings.Of(Mappings.Json("confidentiality: c"));

        var result = mapping.Case("""{"id":"1","c":"hemlig"}""");

        Assert.Equal(Confidentiality.Protected, result.Case.Confidentiality);
        Assert.Equal(("IH3112", "confidentiality", "hemlig"), (Assert.Single(result.Notes).Code, result.Notes[0].Field, result.Notes[0].UnknownCode));
    }

    [Fact]
    public void Confidentiality_that_is_not_mapped_is_the_most_closed() =>
        Assert.Equal(Confidentiality.Protected, Mappings.Of(Mappings.Json("")).Case("""{"id":"1"}""").Case.Confidentiality);
}
