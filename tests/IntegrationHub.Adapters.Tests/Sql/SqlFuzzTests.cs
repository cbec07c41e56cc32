using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Adapters.Sql;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>Sections that people have broken, positions that make no sense, and any rows in pages of any size.</summary>
public sealed class SqlFuzzTests
{
    const string Head = "stream: s\nsource: s\nadapter: sql\nmapping: m\nconnection: { connectionString: \"${secret:DB}\" }\nread: { strategy: cursor }\n";

    const string ByChange = "sql:\n  driver: sqlite\n  times: { format: yyyy-MM-dd }\n  list: { query: 'select id, changed from a where (changed, id) > (@after, @afterKey) and changed <= @until order by changed, id limit @size', key: id, changed: changed }\n  deletions: { query: 'select id from a where changed > @since and false', key: id }\n";

    [Fact]
    public void Whatever_a_section_holds_it_is_read_or_told_what_is_wrong() =>
        Fuzzing.Texts([Head + new SqlitePermits().Section, Head + new WindowedPermits().Section, Head + ByChange], text =>
        {
            var diagnostics = new DiagnosticBag();
            var read = StreamFileReader.Read("f", text, [new SqlAdapter().Manifest], diagnostics);
            Assert.True(read is not null || diagnostics.HasErrors, "Nothing was read, and nothing was told.");
        });

    [Fact]
    public void Whatever_a_position_holds_the_read_goes_on_begins_anew_or_is_refused_by_a_named_fault()
    {
        using var database = new QueriedDatabase("create table a (id integer, changed text); insert into a values (1, '2026-03-01'), (2, '2026-03-01'), (3, '2026-03-02')");
        var source = database.Source(ByChange, ReadStrategy.Cursor);
        Fuzzing.Texts(["""{"after":["Text","2026-03-01"],"key":["Number","1"]}""", """{"deletions":true}"""], position =>
        {
            try
            {
                // What it asks is in a file of three rows, so waiting here is short.
                source.ReadPageAsync(new PageRequest { Position = position }, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            }
            catch (SourceException)
            {
                // Refused by name.
            }
        });
    }

    [Fact]
    public async Task Any_rows_in_pages_of_any_size_come_each_once_in_the_order_of_change()
    {
        var rows = Gen.Choose(1, 5).ListOf().Select(days => days.ToArray());
        var cases = rows.Zip(Gen.Choose(1, 7)).ToArbitrary();
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(cases, given => Holds(given.Item1, given.Item2))), TestContext.Current.CancellationToken);
    }

    static bool Holds(int[] days, int size)
    {
        using var database = new QueriedDatabase("create table a (id integer primary key, changed text)");
        if (days.Length > 0) database.Run($"insert into a values {string.Join(',', days.Select((day, i) => string.Create(CultureInfo.InvariantCulture, $"({i}, '2026-03-0{day}')")))}");

        var read = QueriedDatabase.AllAsync(database.Source(ByChange, ReadStrategy.Cursor), new PageRequest { PageSize = size }).GetAwaiter().GetResult();

        var expected = days.Select((day, i) => (day, i)).Order().Select(row => string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{row.i}},"changed":"2026-03-0{{row.day}}"}"""));
        return read.Select(QueriedDatabase.Text).SequenceEqual(expected);
    }
}
