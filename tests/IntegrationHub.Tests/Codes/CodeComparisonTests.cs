using IntegrationHub.Codes;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Tests.Codes;

public sealed class CodeComparisonTests
{
    static readonly MappedCodes Table = new("caseType", "codes/case-types.csv", new HashSet<string> { "BEL", "001" }) { Separator = ',', Instead = "other" };

    [Fact]
    public void Only_codes_without_a_row_are_told_each_once_in_their_order()
    {
        var missing = Missing(Table, new("ZZZ"), new("BEL"), new(" 001 "), new("AAA", "Snö"), new("ZZZ", "again"), new("  "));

        Assert.Equal(["AAA", "ZZZ"], missing.Select(m => m.Code));
        Assert.Equal("Snö", missing[0].Name);
    }

    [Fact]
    public void A_code_that_differs_in_its_zeros_is_another_code() => Assert.Equal("1", Assert.Single(Missing(Table, new SourceCode("1"))).Code);

    [Fact]
    public void A_table_with_a_row_for_anything_misses_nothing() => Assert.Empty(Missing(Table with { TakesAnything = true }, new SourceCode("ZZZ")));

    [Theory]
    [InlineData("ELS", "Elsparkcyklar", "ELS,other,Elsparkcyklar")]
    [InlineData("ELS", null, "ELS,other")]
    [InlineData("A,B", "Say \"hej\"", "\"A,B\",other,\"Say \"\"hej\"\"\"")]
    [InlineData("ELS", "two\r\nlines", "ELS,other,two lines")]
    public void The_line_to_add_is_one_row_of_the_file(string code, string? name, string line) => Assert.Equal(line, Assert.Single(Missing(Table, new SourceCode(code, name))).Line);

    [Fact]
    public void The_line_has_the_files_own_separator_and_a_question_mark_where_no_word_stands_in()
    {
        var missing = Missing(Table with { Separator = ';', Instead = null }, new SourceCode("ELS", "Cyklar, el"));

        Assert.Equal("ELS;?;Cyklar, el", Assert.Single(missing).Line);
    }

    [Fact]
    public void In_a_table_inside_the_mapping_the_line_is_a_key_and_its_value()
    {
        var missing = Missing(Table with { Separator = null }, new SourceCode("no", "O'Hara"));

        Assert.Equal("'no': 'other'", Assert.Single(missing).Line);
    }

    [Fact]
    public void The_advice_names_the_list_the_table_the_file_and_the_lines()
    {
        var coverage = new CodeCoverage("services", "caseType", "codes/case-types.csv", default, 9, Missing(Table, new SourceCode("ELS", "Elsparkcyklar")));

        Assert.Equal("1 of the 9 codes in the vendor's list 'services' have no row in the code table 'caseType'; add to codes/case-types.csv: ELS,other,Elsparkcyklar", coverage.Advice);
        Assert.Null((coverage with { Missing = [] }).Advice);
    }

    static IReadOnlyList<MissingCode> Missing(MappedCodes table, params SourceCode[] listed) => CodeComparison.Missing(listed, table);
}
