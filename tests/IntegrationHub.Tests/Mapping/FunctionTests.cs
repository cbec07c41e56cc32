using IntegrationHub.Authoring;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Functions;

namespace IntegrationHub.Tests.Mapping;

public sealed class FunctionTests
{
    public static TheoryData<string, string> Examples()
    {
        var data = new TheoryData<string, string>();
        foreach (var example in FunctionRegistry.BuiltIn.All.SelectMany(f => f.Examples)) data.Add(example.Expression, example.Gives);
        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_gives_what_the_reference_says(string expression, string gives)
    {
        var given = FunctionReference.Evaluate(MappingFunctions.BuiltIn, new FunctionExample(expression, gives));

        Assert.Equal(gives, given);
    }

    [Theory]
    [InlineData("'a' | upper", "a", "A")]
    [InlineData("['a', 'b']", "[a]", "[a, b]")]
    [InlineData("['a']", "[]", "elements")]
    [InlineData("'a'", "", "null")]
    [InlineData("'a' | lowr", "a", "IH2003: there is no function 'lowr' (did you mean 'lower'?)")]
    public void An_example_that_says_something_else_is_found_out(string expression, string says, string given) =>
        Assert.Equal(given, FunctionReference.Evaluate(MappingFunctions.BuiltIn, new FunctionExample(expression, says)));

    [Fact]
    public void Every_function_has_a_summary_and_all_but_lookup_an_example()
    {
        Assert.Empty(FunctionRegistry.BuiltIn.All.Where(f => f.Summary[^1] is not ('.' or '…')).Select(f => f.Name));
        Assert.Equal(["lookup"], FunctionRegistry.BuiltIn.All.Where(f => f.Examples.Count == 0).Select(f => f.Name));
    }

    [Theory]
    [InlineData("a | map(x) | sum", """{"a":[{"x":1.10},{"x":2},{"y":1}]}""", "3.10")]
    [InlineData("a | sum", """{"a":[12345678901234567890.12345678,1]}""", "12345678901234567891.12345678")]
    [InlineData("a | sort(x | date) | map(n) | join(',')", """{"a":[{"x":"2026-02-01","n":"b"},{"x":"2026-01-01","n":"a"},{"n":"c"}]}""", "c,a,b")]
    [InlineData("a | filter(x > 1) | count", """{"a":[{"x":1},{"x":2},{"x":3}]}""", "2")]
    [InlineData("a | any(x == 'J')", """{"a":[{"x":"N"},{"x":"J"}]}""", "true")]
    [InlineData("a | distinct | join(',')", """{"a":["x","y","x"]}""", "x,y")]
    [InlineData("a | first", """{"a":["x","y"]}""", "x")]
    [InlineData("a | last", """{"a":[]}""", "null")]
    [InlineData("a | map(b | map(c)) | flatten | join(',')", """{"a":[{"b":[{"c":"1"},{"c":"2"}]},{"b":[{"c":"3"}]}]}""", "1,2,3")]
    [InlineData("a | map(b) | flatten | map(c) | join(',')", """{"a":[{"b":[{"c":"1"},{"c":"2"}]},{"b":[{"c":"3"}]}]}""", "1,2,3")]
    [InlineData("a | flatten | join(',')", """{"a":[["1","2"],["3"]]}""", "1,2,3")]
    [InlineData("a[1].b", """{"a":[{"b":"1"},{"b":"2"}]}""", "2")]
    [InlineData("a[0][1]", """{"a":[["1","2"],["3"]]}""", "2")]
    [InlineData("a ?? b | map(c) | join(',')", """{"b":[{"c":"1"}]}""", "1")]
    [InlineData("a | max", """{"a":[3,10,7]}""", "10")]
    [InlineData("a | toList | map(b) | join(',')", """{"a":{"b":"1"}}""", "1")]
    [InlineData("a | toList | map(b) | join(',')", """{"a":[{"b":"1"},{"b":"2"}]}""", "1,2")]
    [InlineData("a | toList | join(',')", """{"a":"1"}""", "1")]
    [InlineData("a | nullIfBlank | toList | count", """{"a":" "}""", "0")]
    public void Lists_of_the_record_go_through_list_functions(string expression, string record, string expected) =>
        Assert.Equal(expected, Expressions.Evaluate(expression, record));

    [Theory]
    [InlineData("addDay", "addDays")]
    [InlineData("lookUp", "lookup")]
    public void A_function_that_does_not_exist_is_told_with_the_one_that_was_meant(string written, string meant)
    {
        var error = Assert.Single(Expressions.Errors($"a | {written}(1)"));

        Assert.Equal(("IH2003", 5, $"there is no function '{written}' (did you mean '{meant}'?)"), error);
    }

    [Theory]
    [InlineData("x | date('yyyy-MM')", 10)]
    [InlineData("x | datetime('yyyy-MM-dd')", 14)]
    [InlineData("x | decimal('de-DE')", 13)]
    [InlineData("x | phone('XX')", 11)]
    [InlineData("template('{1}', x)", 10)]
    [InlineData("template('{', x)", 10)]
    [InlineData("x | split('')", 11)]
    [InlineData("x | trim(1)", 5)]
    [InlineData("x | bool('J')", 5)]
    [InlineData("x | bool('J', 'J')", 15)]
    [InlineData("x | truncate(y)", 14)]
    [InlineData("x | const('a')", 5)]
    [InlineData("trim()", 1)]
    [InlineData("x | uuid5('no')", 11)]
    [InlineData("x | datetime | inZone('Mars')", 23)]
    public void Arguments_that_cannot_be_are_told_before_a_record_runs(string expression, int column)
    {
        var error = Assert.Single(Expressions.Errors(expression));

        Assert.Equal(("IH2013", column), (error.Code, error.Column));
    }

    [Fact]
    public void A_function_s_name_without_a_pipe_or_parentheses_is_a_field_of_that_name() =>
        Assert.Equal("x", Expressions.Evaluate("trim", """{"trim":"x"}"""));

    [Theory]
    [InlineData("2026-04-02", 1, "2026-04-07")] // Good Friday, the weekend, Easter Monday
    [InlineData("2026-05-13", 1, "2026-05-15")] // Ascension Day
    [InlineData("2026-12-23", 1, "2026-12-28")] // Christmas Eve to Boxing Day, and the weekend
    [InlineData("2026-12-30", 1, "2027-01-04")] // New Year's Eve and Day, and the weekend
    [InlineData("2026-01-05", 1, "2026-01-07")] // Epiphany
    [InlineData("2026-04-07", -1, "2026-04-02")]
    public void Workdays_leave_out_Swedish_holidays(string day, int count, string expected) =>
        Assert.Equal(expected, Expressions.Evaluate($"'{day}' | date | addWorkdays({count})"));

    [Theory]
    [InlineData("lower")]
    [InlineData("datetime")]
    [InlineData("decimal")]
    [InlineData("email")]
    [InlineData("bool('J', 'N')")]
    public void Missing_null_and_blank_pass_through_untouched(string function)
    {
        Assert.Equal("missing", Expressions.Evaluate($"case((x | {function}) != null, 'something', 'missing')"));
        Assert.Equal("null", Expressions.Evaluate($"if((x | {function}) == null, null, 'something')", """{"x":null}"""));
        Assert.Equal("null", Expressions.Evaluate($"x | {function}", """{"x":"  "}"""));
    }
}
