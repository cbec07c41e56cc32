using IntegrationHub.Diagnostics;

namespace IntegrationHub.Adapters.Sql;

/// <summary>What the codes of the section <c>sql</c> mean.</summary>
static class SqlDiagnostics
{
    const string Head = "stream: example\nsource: example\nadapter: sql\nmapping: example\nconnection: { connectionString: \"${secret:DB}\" }\nread: { strategy: cursor }\n";
    const string List = "sql:\n  driver: sqlite\n  list:\n    query: select id, changed from cases where changed > @since\n    key: id\n";

    public static IReadOnlyList<DiagnosticEntry> All { get; } =
    [
        new(SqlCodes.UnknownParameter, "A parameter, @name, that there is not in this query.", "Take one that the message names. Values are parameters only; a constant stands in the query itself.") { Example = Of(List.Replace("@since", "@sinc", StringComparison.Ordinal)) },
        new(SqlCodes.ParameterNeeded, "A query does not take what it is asked by: a time with the strategies cursor and windowed, keys when reading by keys or for children.", "Compare the column with the parameter that the message names.") { Example = Of(List.Replace(" where changed > @since", "", StringComparison.Ordinal)) },
        new(SqlCodes.PagingNeeds, "Pages would leave rows out: @after without @afterKey, @size without either, or @after without the column changed.", "Compare (changed, id) with (@after, @afterKey), and name both columns.") { Example = Of(List.Replace("@since", "@after order by changed limit @size", StringComparison.Ordinal)) },
        new(SqlCodes.OneStatement, "A query holds more than one statement, or a text or comment that is not closed.", "Write one statement.") { Example = Of(List.Replace("@since", "@since; select 1", StringComparison.Ordinal)) },
        new(SqlCodes.NoReading, "A query begins with neither SELECT nor WITH. The database would refuse it.", "Write a query that only reads.") { Example = Of(List + "  clock: pragma user_version\n") },
        new(SqlCodes.WrongDriver, "The name of a driver that cannot be.", "Write sqlite, postgresql, or the name of an ADO.NET provider's assembly.") { Example = Of(List.Replace("sqlite", "sqlit", StringComparison.Ordinal)) },
        new(SqlCodes.WrongTime, "A format of a time that is none, or that does not write a whole day.", "Write year, month and day, for instance yyyy-MM-dd; or unix, or unixMs.") { Example = Of(List + "  times: { format: \"HH:mm\" }\n") },
        new(SqlCodes.UnknownZone, "There is no such time zone.", "Write an IANA name such as Europe/Stockholm.") { Example = Of(List + "  times: { zone: Europe/Stokholm }\n") },
        new(SqlCodes.NoEffect, "A key that has no effect beside the others.", "Take it out.") { Example = Of(List + "    changed: changed\n") },
        new(SqlCodes.NotTogether, "Two things that do not go together.", "Take one of them out.") { Example = Of(List + "  byKey: { query: 'select id, changed from cases where id = @key or id in (select value from json_each(@keys))' }\n") },
        new(SqlCodes.NoSection, "The adapter 'sql' reads with the queries of the section sql, and there is none.", "Write sql: with driver and list below it.") { Example = Of("") with { Shown = "adapter: sql\n" } },
        new(SqlCodes.NotSorted, "A query goes on page by page and does not sort: rows would be left out.", "Sort by the columns changed and key.") { Example = Of("sql:\n  driver: sqlite\n  list:\n    query: select id, changed from cases where (changed, id) > (@after, @afterKey)\n    key: id\n    changed: changed\n") },
    ];

    static DiagnosticExample Of(string section) => new(section, [new ExampleFile("example.stream.yaml", Head + section)]);
}
