using System.Data.Common;
using Npgsql;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>What the hub expects of an adapter, of PostgreSQL.</summary>
[Collection<PostgresCollection>]
public sealed class PostgresConformanceTests(PostgresServer server) : AdapterConformance(new PostgresPermits(server));

/// <summary>Tables of PostgreSQL, times with their zone, deletions in a table of their own, several keys in one query; the README's example in all but the parties.</summary>
sealed class PostgresPermits(PostgresServer server) : PermitRows
{
    public override string Title => "sql: PostgreSQL, by changes";

    public override string Page => "adapters/IntegrationHub.Adapters.Sql/CONFORMANCE-POSTGRESQL.md";

    public override string Section => """
        sql:
          driver: postgresql
          timeout: 1s
          clock: select now from vendor_clock
          list:
            query: select * from permits where (changed, id) > (@after, @afterKey) and changed <= @until order by changed, id limit @size
            key: id
            changed: changed
          byKey:
            query: select * from permits where id = any(@keys)
          deletions:
            query: >-
              select id, deleted_at from removed
              where (deleted_at, id) > (@after, @afterKey) and deleted_at <= @until
              order by deleted_at, id limit @size
            key: id
            changed: deleted_at
            at: deleted_at
        """;

    public override IReadOnlyList<string> Troubles => PostgresVendor.Troubles;

    public override IVendorDatabase Create(string folder) => new PostgresVendor(server);
}

/// <summary>A schema of PostgreSQL that shows permits to one role.</summary>
sealed class PostgresVendor : PermitsVendor
{
    const string Locked = "has locked its table";
    const string NoRights = "does not let the account read";
    const string NoLogin = "does not let the account in";

    readonly PostgresServer server;
    readonly string name = $"s{Guid.NewGuid():n}";

    public PostgresVendor(PostgresServer server)
    {
        this.server = server;
        Settings = new Dictionary<string, string> { ["connectionString"] = server.Of(name, name) };
        Run($"""
            create role {name} login; create schema {name} authorization current_user; set search_path to {name};
            create table permits (id text primary key, rev integer, status text, changed timestamptz, opened timestamptz, title text, amount text, name text, number text, phone text, exact numeric);
            create table removed (id text primary key, deleted_at timestamptz);
            create table vendor_clock (now timestamptz); insert into vendor_clock values (now());
            grant usage on schema {name} to {name}; grant select on all tables in schema {name} to {name}
            """);
    }

    public static IReadOnlyList<string> Troubles { get; } = [LostTable, LostColumn, Locked, NoRights, NoLogin];

    public override IReadOnlyDictionary<string, string> Settings { get; }

    protected override (string Hide, string Show) TableAway => ($"alter table {name}.permits rename to permits_old", $"alter table {name}.permits_old rename to permits");

    protected override (string Hide, string Show) ColumnAway => ($"alter table {name}.permits rename column id to ident", $"alter table {name}.permits rename column ident to id");

    protected override string Lock => $"begin; lock table {name}.permits in access exclusive mode";

    protected override DbConnection Connect() => new NpgsqlConnection(server.Administrator);

    protected override void Write(DbConnection connection, VendorCases cases)
    {
        using (var clear = Command(connection, $"delete from {name}.permits; delete from {name}.removed; update {name}.vendor_clock set now = @now"))
        {
            clear.Parameters.Add(new NpgsqlParameter("now", cases.VendorNow.ToUniversalTime()));
            clear.ExecuteNonQuery();
        }

        foreach (var c in cases.All)
        {
            using var insert = Command(connection, c.Deleted ? $"insert into {name}.removed values (@id, @changed)" : $"insert into {name}.permits values (@id, @rev, @status, @changed, @opened, @title, @amount, @name, @number, @phone, @exact)");
            foreach (var (column, value) in SqliteVendor.Row(c, _ => "")) insert.Parameters.Add(new NpgsqlParameter(column, Value(column, value, c)));
            insert.Parameters.Add(new NpgsqlParameter("exact", NpgsqlTypes.NpgsqlDbType.Unknown) { Value = c.Amount.All(d => char.IsAsciiDigit(d) || d == '.') ? c.Amount : DBNull.Value });
            insert.ExecuteNonQuery();
        }
    }

    protected override bool IsLock(string? trouble) => trouble == Locked;

    protected override void BreakOtherwise(string trouble) => Run(trouble == NoRights ? $"revoke select on {name}.permits from {name}" : $"alter role {name} nologin");

    protected override void MendOtherwise() => Run(Trouble == NoRights ? $"grant select on {name}.permits to {name}" : $"alter role {name} login");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Run($"drop schema {name} cascade; drop role {name}");
    }

    static object Value(string column, object? value, VendorCase c) => column switch
    {
        "changed" => c.ChangedAt.ToUniversalTime(),
        "opened" => c.OpenedAt.ToUniversalTime(),
        _ => value ?? DBNull.Value,
    };
}
