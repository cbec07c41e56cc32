using IntegrationHub.Adapters.Sql;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>Mistakes in the section <c>sql</c>: each told with its place, its code and what was probably meant.</summary>
public sealed class SectionTests
{
    const string Head = "stream: s\nsource: s\nadapter: sql\nmapping: m\nconnection: { connectionString: \"${secret:DB}\" }\nread: { strategy: STRATEGY }\n";

    const string Good = "sql:\n  driver: sqlite\n  list:\n    query: select id, changed from cases where (changed, id) > (@after, @afterKey) order by changed, id limit @size\n    key: id\n    changed: changed\n";

    [Fact]
    public void A_section_without_mistakes_is_read_without_a_word() => Assert.Empty(Told(Good));

    [Theory]
    [InlineData("@after,", "@aftr,", "10:12: error IH5150: sql.list.query: there is no @aftr here (did you mean 'after'?)")]
    [InlineData("@after,", "@After,", "10:12: error IH5150: sql.list.query: there is no @After here (did you mean 'after'?)")]
    [InlineData("limit @size", "limit @key", "10:12: error IH5150: sql.list.query: there is no @key here")]
    [InlineData("(changed, id) > (@after, @afterKey)", "changed > @after", "10:12: error IH5152: sql.list.query goes on behind @after, and of rows with equal times some would be left out")]
    [InlineData("    changed: changed\n", "", "10:5: error IH5152: sql.list.query takes @after, and sql.list.changed does not say which column it is")]
    [InlineData("(changed, id) > (@after, @afterKey)", "changed > @since", "10:12: error IH5152: sql.list.query takes @size, and what comes behind so many rows is never asked for")]
    [InlineData("(changed, id) > (@after, @afterKey)", "changed > @since and id > @afterKey", "12:14: error IH5158: sql.list.changed has no effect: the query does not take @after")]
    [InlineData("order by changed, id ", "", "10:12: error IH5161: sql.list.query goes on behind the last row of a page, and does not sort; write order by changed, id")]
    [InlineData("limit @size", "limit @size; delete from cases", "10:12: error IH5153: sql.list.query holds more than one statement")]
    [InlineData("limit @size", "limit @size; 'x'", "10:12: error IH5153: sql.list.query holds more than one statement")]
    [InlineData("limit @size", "limit @size /* all", "10:12: error IH5153: sql.list.query: a comment is opened and not closed")]
    [InlineData("limit @size", "limit @size || 'x", "10:12: error IH5153: sql.list.query: a text is opened and not closed")]
    [InlineData("query: select", "query: delete", "10:12: warning IH5154: sql.list.query begins with 'delete', and not with SELECT or WITH")]
    [InlineData("driver: sqlite", "driver: postgres", "8:11: error IH5155: sql.driver: 'postgres' is no driver (did you mean 'postgresql'?)")]
    [InlineData("driver: sqlite", "driver: ../evil.dll", "8:11: error IH5155: sql.driver: '../evil.dll' is no driver")]
    [InlineData("  driver: sqlite\n", "", "8:3: error IH5002: sql.driver is missing")]
    [InlineData("    key: id\n", "", "10:5: error IH5002: sql.list.key is missing")]
    [InlineData("sql:\n", "sql:\n  times: { format: HH:mm }\n", "8:20: error IH5156: 'HH:mm' writes no")]
    [InlineData("sql:\n", "sql:\n  times: { zone: Europe/Stokholm }\n", "8:18: error IH5157: 'Europe/Stokholm' is no time zone")]
    [InlineData("sql:\n", "sql:\n  timeout: 2h\n", "8:12: error IH5004: sql.timeout must be from 1s to 10m")]
    [InlineData("sql:\n", "sql:\n  byKey: { query: select id from cases where id = @key or id = @keys }\n", "8:10: error IH5159: sql.byKey.query has both @key and @keys")]
    [InlineData("sql:\n", "sql:\n  byKey: { query: select id from cases }\n", "8:10: error IH5151: sql.byKey.query does not say which key")]
    [InlineData("sql:\n", "sql:\n  byKey: { query: select id from cases where id = @key, most: 5 }\n", "8:", "IH5158: sql.byKey.most has no effect with @key")]
    [InlineData("sql:\n", "sql:\n  children: { parties: { query: select * from parties, key: case_id } }\n", "8:24: error IH5151: sql.children.parties.query does not say which records' rows are wanted; compare case_id with @keys")]
    [InlineData("sql:\n", "sql:\n  deletions: { query: select id from removed, key: id }\n", "8:14: error IH5151: sql.deletions.query does not ask for what was deleted since a time")]
    [InlineData("sql:\n", "sql:\n  chldren: {}\n", "8:3: error IH5001: there is no key 'chldren' under 'sql' (did you mean 'children'?)")]
    [InlineData("sql:\n", "sql:\n  clock: select now() where @since > 1\n", "8:10: error IH5150: sql.clock: there is no @since here; it takes no parameters")]
    public void A_mistake_is_told_with_its_place_and_code(string what, string by, string expected, string? also = null)
    {
        Assert.Contains(what, Good, StringComparison.Ordinal);
        var told = Told(Good.Replace(what, by, StringComparison.Ordinal));

        Assert.True(told.Any(t => t.StartsWith(expected, StringComparison.Ordinal) && t.Contains(also ?? "", StringComparison.Ordinal)), string.Join('\n', told));
    }

    [Theory]
    [InlineData("cursor", "sql:\n  driver: sqlite\n  list: { query: select id from cases, key: id }\n", "9:3: error IH5151: read.strategy is cursor, and sql.list.query does not ask for what changed")]
    [InlineData("windowed", "sql:\n  driver: sqlite\n  list: { query: select id from cases where changed > @since, key: id }\n", "9:3: error IH5151: read.strategy is windowed, and sql.list.query does not ask from @since to @until")]
    [InlineData("cursor", "", "1:1: error IH5160: the adapter 'sql' reads with the queries of the section sql, and there is none")]
    public void What_a_strategy_needs_and_does_not_have_is_told(string strategy, string section, string expected)
    {
        var told = Told(section, strategy);

        Assert.True(told.Any(t => t.StartsWith(expected, StringComparison.Ordinal)), string.Join('\n', told));
    }

    [Fact]
    public void What_follows_from_a_mistyped_parameter_is_not_told_as_one_more() =>
        Assert.Single(Told(Good.Replace("@afterKey", "@afterKy", StringComparison.Ordinal)));

    [Fact]
    public void A_secret_in_the_file_is_refused()
    {
        var diagnostics = new DiagnosticBag();
        StreamFileReader.Read("s.stream.yaml", Head.Replace("STRATEGY", "cursor", StringComparison.Ordinal).Replace("${secret:DB}", "Host=h;Password=hemligt", StringComparison.Ordinal) + Good, [new SqlAdapter().Manifest], diagnostics);

        Assert.Contains(diagnostics.All, d => d.Message.Contains("connection.connectionString is secret", StringComparison.Ordinal));
        Assert.DoesNotContain(diagnostics.All, d => d.Message.Contains("hemligt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("select '@a', \"@b\", `@c`, @d -- @e\n, /* @f */ $$@g$$, $x$@h$x$, @@version", new[] { "d" })]
    [InlineData("select 'it''s @a', @b, @b, x@y.z", new[] { "b", "y" })]
    [InlineData("select @å1, @", new[] { "å1" })]
    [InlineData("", new string[0])]
    public void Parameters_in_texts_quoted_names_and_comments_are_none(string query, string[] parameters) => Assert.Equal(parameters, SqlText.Read(query).Parameters);

    [Theory]
    [InlineData("select 1;", false)]
    [InlineData("select 1; -- done", false)]
    [InlineData("select ';'", false)]
    [InlineData("select 1; /* and */ select 2", true)]
    [InlineData("select 1;;", true)]
    public void What_stands_behind_a_semicolon_is_another_statement(string query, bool several) => Assert.Equal(several, SqlText.Read(query).IsSeveral);

    static List<string> Told(string section, string strategy = "cursor")
    {
        var diagnostics = new DiagnosticBag();
        StreamFileReader.Read("f", Head.Replace("STRATEGY", strategy, StringComparison.Ordinal) + section, [new SqlAdapter().Manifest], diagnostics);
        return [.. diagnostics.All.Select(d => d.ToString()[2..])];
    }
}
