namespace IntegrationHub.Tests.Mapping;

public sealed class LimitTests
{
    [Fact]
    public void An_expression_that_is_too_long_is_refused() =>
        Assert.Equal("the expression has 4,001 characters; 4,000 is the most; split it with let", Assert.Single(Expressions.Errors(new string('x', 4001))).Message);

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("if(")]
    public void Nesting_that_is_too_deep_is_refused(string open)
    {
        var error = Assert.Single(Expressions.Errors(string.Concat(Enumerable.Repeat(open, 1000))));

        Assert.Equal(("IH2023", "nested deeper than 40 levels; split it with let"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData(" | trim")]
    [InlineData(" ?? x")]
    [InlineData(" or x")]
    public void A_chain_that_is_too_long_is_refused(string step) =>
        Assert.Equal("the expression has more than 200 steps; split it with let", Assert.Single(Expressions.Errors("x" + string.Concat(Enumerable.Repeat(step, 300)))).Message);

    [Fact]
    public void A_text_does_not_grow_without_bounds()
    {
        var growing = string.Concat(Enumerable.Repeat(" | replace('a', 'aaaaaaaaaa')", 10));

        Assert.Equal("fails IH3111", Expressions.Evaluate("'aaaaaaaaaa'" + growing));
        Assert.Equal("fails IH3111", Expressions.Evaluate("template('{0}{0}{0}', x)", $$"""{"x":"{{new string('a', 100_000)}}"}"""));
    }

    [Fact]
    public void Lists_inside_lists_stop_at_a_number_of_steps()
    {
        var record = $$"""{"a":[{{string.Join(',', Enumerable.Range(0, 5000))}}]}""";

        Assert.Equal("fails IH3011", Expressions.Evaluate("a | map(root.a | filter(it > 1) | count) | sum", record));
    }

    [Fact]
    public void A_pattern_that_makes_others_hang_is_matched_in_linear_time() =>
        Assert.Equal("false", Expressions.Evaluate("x | regex('^(a+)+$')", $$"""{"x":"{{new string('a', 50_000)}}!"}"""));

    [Theory]
    [InlineData(5_000, "false")]
    [InlineData(7_000, "fails IH3011")]
    public void A_large_pattern_is_matched_with_texts_up_to_a_length_and_no_longer(int length, string expected) =>
        Assert.Equal(expected, Expressions.Evaluate("x | regex('^(a|b){490}c')", $$"""{"x":"{{new string('x', length)}}"}"""));

    [Theory]
    [InlineData("x | regex('(?=a)')")]
    [InlineData("x | regex('(a)\\1')")]
    [InlineData("x | regex('[')")]
    public void A_pattern_that_cannot_be_matched_in_linear_time_is_refused(string expression) =>
        Assert.Equal("IH2025", Assert.Single(Expressions.Errors(expression)).Code);

    [Theory]
    [InlineData("a{3000}")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("([a-z]{0,900}x){1,900}")]
    [InlineData("(a{2147483647}){2147483647}")]
    public void A_pattern_whose_repetitions_multiply_is_refused_before_it_is_compiled(string pattern)
    {
        var error = Assert.Single(Expressions.Errors($"x | regex('{pattern}')"));

        Assert.Equal(("IH2023", 11), (error.Code, error.Column));
    }

    [Theory]
    [InlineData("([a-z]{1,30}){30}x")]
    [InlineData("(([a-z]{1,9}){1,9}){1,9}x")]
    [InlineData("((a|b)*a(a|b){30})+c")]
    [InlineData("((a|b)*a(a|b){30}){2,}c")]
    [InlineData("((a|ab|b|ba){40}){3}c")]
    public void A_pattern_that_repeats_what_varies_until_nobody_can_wait_for_it_is_refused_at_its_place(string pattern)
    {
        var error = Assert.Single(Expressions.Errors($"x | regex('{pattern}')"));

        Assert.Equal(("IH2023", 11), (error.Code, error.Column));
    }

    [Theory]
    [InlineData(@"(\d{1,3}\.){3}\d{1,3}", 20_000)]
    [InlineData(@"^(\w+\s?)+$", 100_000)]
    [InlineData("(?:[A-ZÅÄÖ][a-zåäö]+[ -]?)+", 20_000)]
    [InlineData(@"((\d{4})-(\d{6});?\s*)+", 2_000)]
    [InlineData("(jan|februari|mars){1,2}", 5_000)]
    [InlineData(@"(?i)^bygg \d{4}-\d{6}$", 100_000)]
    public void Patterns_that_people_write_are_matched_with_long_texts(string pattern, int length) =>
        Assert.True(IntegrationHub.Mapping.Functions.PatternSize.LongestText(pattern) >= length);

    [Theory]
    [InlineData(@"\d{4}-\d{6}", 11)]
    [InlineData("(ab){3}c", 7)]
    [InlineData("(a|b){3}c", 10)]
    [InlineData("[{100}]x", 2)]
    [InlineData("a{,5}", 5)]
    public void The_size_of_a_pattern_is_counted_with_its_repetitions(string pattern, int states) =>
        Assert.Equal(states, IntegrationHub.Mapping.Functions.PatternSize.Of(pattern));

    [Fact]
    public void Lists_of_codes_inside_each_other_are_bound_once_each()
    {
        var nested = string.Concat(Enumerable.Repeat("[", 18)) + "x" + string.Concat(Enumerable.Repeat("] | lookup(t)", 18));

        Assert.Empty(Expressions.Errors(nested, "codes:\n  t: { map: { A: a } }\n"));
    }

    [Fact]
    public void A_path_of_the_source_that_is_too_long_is_refused_at_its_place()
    {
        var (_, diagnostics) = Mappings.Compile(Mappings.Json("summary: x").Replace("format: json", "format: json\n  fields: [id, x, " + string.Join('.', Enumerable.Repeat("a", 100_000)) + "]", StringComparison.Ordinal));

        var error = Assert.Single(diagnostics.All, d => d.Severity == IntegrationHub.Diagnostics.Severity.Error);
        Assert.Equal(("IH2023", 7, 19), (error.Code, error.Place.Line, error.Place.Column));
    }

    [Theory]
    [InlineData("a.**", "a.b.c", true)]
    [InlineData("**.c", "a.b.c", true)]
    [InlineData("a.*.c", "a.b.c", true)]
    [InlineData("a.*", "a.b.c", false)]
    [InlineData("**.b.**.b.**", "a.b.c.b.d", true)]
    [InlineData("**.b.**.b.**", "a.b.c.d", false)]
    [InlineData("**.a.**.a.**.a.**.a.**.a.**.a.**.a.**.a.**.a.**.b", "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a", false)]
    public void A_pattern_of_ignored_paths_matches_what_it_says_and_soon(string pattern, string path, bool matches)
    {
        var yaml = Mappings.Json("summary: x", $"ignore:\n  \"{pattern}\": because\n").Replace("format: json", $"format: json\n  fields: [id, x, {path}]", StringComparison.Ordinal);

        Assert.Equal(!matches, Mappings.Compile(yaml).Diagnostics.All.Any(d => d.Code == "IH2008"));
    }

    [Fact]
    public void A_name_of_a_hundred_thousand_characters_is_compared_with_no_other() =>
        Assert.Null(IntegrationHub.Diagnostics.DidYouMean.Nearest(new string('a', 100_000), [new string('a', 100_001)]));

    [Fact]
    public void Messages_about_a_record_never_hold_its_values()
    {
        var mapping = Mappings.Of(Mappings.Json(
            "attributes.a: s | email\nattributes.b: s | phone('SE')\nattributes.c: s | personnummer\nattributes.d: s | decimal\nattributes.e: s | datetime\nattributes.f: s | bool('J', 'N')\nattributes.g: s | url\nattributes.h: o | lower\nattributes.i: s | count"));

        var result = (IntegrationHub.Mapping.MappingResult.Unmappable)mapping.Map(Mappings.JsonRecord("""{"id":"1","s":"hemligt värde","o":{"hemligt":1}}"""));

        Assert.Equal(9, result.Faults.Count);
        Assert.All(result.Faults, f => Assert.DoesNotContain("hemligt", f.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_threads_may_use_one_mapping()
    {
        var mapping = Mappings.Of(Mappings.Json("summary: a | map(b) | join(',')", "lists:\n  parties: { each: a, fields: { name: b } }\n"));

        await Parallel.ForAsync(0, 500, TestContext.Current.CancellationToken, (i, _) =>
        {
            var mapped = mapping.Case($$"""{"id":"{{i}}","a":[{"b":"{{i}}"},{"b":"x"}]}""").Case;
            Assert.Equal(($"{i}", $"{i},x", $"{i}"), (mapped.Key, mapped.Summary, mapped.Parties[0].Name));
            return ValueTask.CompletedTask;
        });
    }
}
