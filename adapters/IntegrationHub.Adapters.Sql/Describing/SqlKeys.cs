using IntegrationHub.Configuration;
using static IntegrationHub.Configuration.KeySpec;

namespace IntegrationHub.Adapters.Sql;

/// <summary>The keys of the section <c>sql</c> in a stream file.</summary>
static class SqlKeys
{
    const int MostChildren = 10_000;

    static KeySpec Key(string of) => Text("key", of) with { IsRequired = true, Example = "id" };

    static readonly KeySpec Changed = Text("changed", "The column by which the query sorts first, and that @after goes on behind.") with { Default = "rows are sorted by key alone", Example = "changed" };

    static readonly KeySpec List = Section("list", "The query for the rows that are records. Every column is a value of the record.",
        Text("query", "A SELECT that takes @since and @until, and for pages @after, @afterKey and @size; sorted by changed and key.") with
        {
            IsRequired = true,
            Example = "select id, changed, status from permits where (changed, id) > (@after, @afterKey) order by changed, id limit @size",
        },
        Key("The column that tells rows apart: the second that the query sorts by."),
        Changed) with { IsRequired = true };

    static readonly KeySpec Child = Section("", "Rows that belong to records; they become a list of that name in each.",
        Text("query", "A SELECT that takes @keys, the keys of a page of records.") with { IsRequired = true, Example = "select permit_id, role, name from parties where permit_id = any(@keys) order by permit_id, no" },
        Key("The column that holds the record's key."),
        Number("most", 1, MostChildren, "How many rows one record may have; more stop the read.") with { Default = "1000" });

    /// <summary>The section.</summary>
    public static KeySpec Section { get; } = KeySpec.Section("sql", "Which queries read a database: with the adapter sql only.",
        Text("driver", "sqlite, postgresql, or the name of an ADO.NET provider, for instance Microsoft.Data.SqlClient; its assembly lies in the application's folder.") with { IsRequired = true, Example = "postgresql" },
        Duration("timeout", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), "How long one query may take.") with { Default = "30s" },
        KeySpec.Section("times", "How the database holds times.",
            Text("format", "How @since and @until are written: a pattern of .NET, unix or unixMs.") with { Default = "sqlite: yyyy-MM-dd HH:mm:ss; postgresql: to the microsecond; another provider is given times, not texts", Example = "yyyy-MM-dd'T'HH:mm:ss'Z'" },
            Text("zone", "The zone of times that do not tell theirs, an IANA name.") with { Default = "UTC", Example = "Europe/Stockholm" },
            new KeySpec("beginning", KeyKind.Moment, "What @since is when everything is read.") { Default = "the beginning of the calendar", Example = "1753-01-02T00:00:00Z" }),
        Text("clock", "A query for one value: what the database's clock shows.") with { Default = "postgresql: clock_timestamp(); else the hub's clock", Example = "select sysutcdatetime()" },
        List,
        KeySpec.Section("byKey", "The query for rows by their keys, with the columns of list. It takes @key or @keys.",
            Text("query", "A SELECT with @key for one key, or @keys for several.") with { IsRequired = true, Example = "select id, changed, status from permits where id = @key" },
            Number("most", 1, 1000, "With @keys: how many keys one query takes.") with { Default = "50" }),
        Names("children", "Rows that belong to records.", Child),
        KeySpec.Section("deletions", "A query for what was deleted since; it is read after the records.",
            Text("query", "A SELECT that takes @since and @until, and for pages @after, @afterKey and @size.") with { IsRequired = true, Example = "select id, deleted_at from removed where deleted_at > @since" },
            Key("The column that holds the record's key."),
            Changed,
            Text("at", "The column that tells when it was deleted.") with { Example = "deleted_at" },
            Choice("reason", "Why it leaves the index.", "deleted", "outOfScope") with { Default = "deleted" }));
}
