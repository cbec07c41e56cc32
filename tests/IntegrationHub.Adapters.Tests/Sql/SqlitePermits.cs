using System.Data.Common;
using System.Globalization;
using IntegrationHub.Sources;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>A file of SQLite, times in UTC, its clock in a table; several keys in one query.</summary>
class SqlitePermits : PermitRows
{
    public override string Title => "sql: SQLite, by changes";

    public override string Page => "adapters/IntegrationHub.Adapters.Sql/CONFORMANCE.md";

    public override string Section => """
        sql:
          driver: sqlite
          timeout: 1s
          clock: select now from vendor_clock
          list:
            query: select * from permits where (changed, id) > (@after, @afterKey) and changed <= @until order by changed, id limit @size
            key: id
            changed: changed
          byKey:
            query: select * from permits where id in (select value from json_each(@keys))
            most: 2
        """;

    public override IReadOnlyList<string> Troubles => SqliteVendor.Troubles;

    public override IVendorDatabase Create(string folder) => new SqliteVendor(folder, WrittenTime);

    protected virtual string WrittenTime(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>Windows of time, local time, one key at a time.</summary>
sealed class WindowedPermits : SqlitePermits
{
    public override string Title => "sql: windows of local time";

    public override string Page => "adapters/IntegrationHub.Adapters.Sql/CONFORMANCE-WINDOWED.md";

    public override ReadStrategy Strategy => ReadStrategy.Windowed;

    public override string Reading => "from: 2026-02-01T00:00:00+01:00\nlookback: 1h\nwindow:\n  rows: 500\npage:\n  size: 3";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads, Capability.LocalTime];

    public override string Section => """
        sql:
          driver: sqlite
          timeout: 1s
          times: { format: "yyyy-MM-dd'T'HH:mm:ss", zone: Europe/Stockholm }
          clock: select now from vendor_clock
          list:
            query: >-
              select * from permits
              where changed > @since and changed <= @until and (changed, id) > (@after, @afterKey)
              order by changed, id limit @size
            key: id
            changed: changed
          byKey: { query: select * from permits where id = @key }
        """;

    protected override string WrittenTime(DateTimeOffset at) => Testing.ModelSubject.Label(at);
}

/// <summary>Everything every time, sorted by key, over a provider that is found by its name.</summary>
sealed class SnapshotPermits : SqlitePermits
{
    public override string Title => "sql: complete reads over a named provider";

    public override string Page => "adapters/IntegrationHub.Adapters.Sql/CONFORMANCE-SNAPSHOT.md";

    public override ReadStrategy Strategy => ReadStrategy.Snapshot;

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads];

    public override string Section => """
        sql:
          driver: Microsoft.Data.Sqlite
          timeout: 1s
          clock: select now from vendor_clock
          list:
            query: select * from permits where @afterKey is null or id > @afterKey order by id limit @size
            key: id
          byKey: { query: select * from permits where id = @key }
        """;

    // Opened for writing too by its connection string, a provider makes an empty file where there is none.
    public override IVendorDatabase Create(string folder) => new SqliteVendor(folder, WrittenTime, "Mode=ReadOnly;Default Timeout=1;Pooling=False");
}

/// <summary>A file of SQLite that shows permits.</summary>
sealed class SqliteVendor : PermitsVendor
{
    const string Locked = "is locked by somebody who writes";
    const string Garbage = "has become a file of garbage";
    const string Html = "has become a page of HTML";
    const string Gone = "has gone away";

    readonly string file;
    readonly Func<DateTimeOffset, string> written;

    public SqliteVendor(string folder, Func<DateTimeOffset, string> written, string more = "")
    {
        (file, this.written) = (Path.Combine(folder, $"{Canary.Secret}.db"), written);
        Settings = new Dictionary<string, string> { ["connectionString"] = $"Data Source={file};{more}" };
        Run("create table permits (id text primary key, rev integer, status text, changed text, opened text, title text, amount text, name text, number text, phone text); create table vendor_clock (now text); insert into vendor_clock values ('')");
    }

    public static IReadOnlyList<string> Troubles { get; } = [LostTable, LostColumn, Locked, Garbage, Html, Gone];

    public override IReadOnlyDictionary<string, string> Settings { get; }

    protected override (string Hide, string Show) TableAway => ("alter table permits rename to permits_old", "alter table permits_old rename to permits");

    protected override (string Hide, string Show) ColumnAway =>
        ("alter table permits rename column changed to altered; alter table permits rename column id to ident", "alter table permits rename column altered to changed; alter table permits rename column ident to id");

    protected override string Lock => "begin exclusive";

    /// <summary>A permit as a row.</summary>
    public static IEnumerable<(string Column, object? Value)> Row(VendorCase c, Func<DateTimeOffset, string> written) =>
    [
        ("id", string.Create(CultureInfo.InvariantCulture, $"P-{c.Number}")), ("rev", c.Revision), ("status", c.Broken ? "nonsense" : c.Deleted ? "gone" : c.Closed ? "closed" : "open"),
        ("changed", written(c.ChangedAt)), ("opened", written(c.OpenedAt)), ("title", c.Text), ("amount", c.Amount), ("name", c.Person?.Name), ("number", c.Person?.PersonalNumber), ("phone", c.Person?.Phone),
    ];

    protected override DbConnection Connect() => new SqliteConnection($"Data Source={file};Pooling=False");

    protected override void Write(DbConnection connection, VendorCases cases)
    {
        Command(connection, "delete from permits").ExecuteNonQuery();
        using var insert = Command(connection, "insert into permits values (@id, @rev, @status, @changed, @opened, @title, @amount, @name, @number, @phone)");
        foreach (var c in cases.All)
        {
            insert.Parameters.Clear();
            foreach (var (name, value) in Row(c, written)) insert.Parameters.Add(new SqliteParameter($"@{name}", value ?? DBNull.Value));
            insert.ExecuteNonQuery();
        }

        using var clock = Command(connection, "update vendor_clock set now = @now");
        clock.Parameters.Add(new SqliteParameter("@now", written(cases.VendorNow)));
        clock.ExecuteNonQuery();
    }

    protected override bool IsLock(string? trouble) => trouble == Locked;

    protected override void BreakOtherwise(string trouble)
    {
        File.Move(file, $"{file}.kept");
        if (trouble != Gone) File.WriteAllText(file, trouble == Html ? "<!DOCTYPE html><html><body>Logga in</body></html>" : new string('x', 5000));
    }

    protected override void MendOtherwise() => File.Move($"{file}.kept", file, overwrite: true);
}
