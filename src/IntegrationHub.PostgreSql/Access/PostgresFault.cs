using IntegrationHub.Sync;
using Npgsql;

namespace IntegrationHub.PostgreSql;

/// <summary>What PostgreSQL answered when it did not do what it was asked, or that it answered nothing. It holds names of tables, never a value: PostgreSQL quotes those in its own messages.</summary>
internal sealed class PostgresFault(string state, string message) : Exception(message)
{
    /// <summary>Stands for a code where no answer came.</summary>
    const string NoAnswer = "";

    /// <summary>PostgreSQL's code of a question that was given up.</summary>
    const string TooLong = "57014";

    /// <summary>PostgreSQL's code; empty when no answer came.</summary>
    public string State { get; } = state;

    /// <summary>Whether it is about what was to be written, and not about the database: without the value that it is about, the rest can be written.</summary>
    // 22 data (text with a zero character, a number that is too large), 23 constraints, 54 sizes, 44 a view's condition, P0001 a trigger's word.
    public bool IsAboutValues => State is "P0001" || State.Length == 5 && State[..2] is "22" or "23" or "44" or "54";

    /// <summary>Whether it came in the place of the answer to a commit. Before that nothing is written: the server takes back what was begun.</summary>
    public bool AtCommit { get; init; }

    /// <summary>Whether the connection is gone: the server was started anew, or a pool in between has cut it. Another one may work.</summary>
    public bool IsOfConnection => State is NoAnswer or "57P01" or "57P02" or "08006" or "08003" or "08P01";

    /// <summary>The fault without what the provider's own exception tells; null when it is none of PostgreSQL's.</summary>
    public static PostgresFault? Of(Exception fault) => fault switch
    {
        PostgresFault known => known,
        PostgresException answer => new PostgresFault(answer.SqlState, $"PostgreSQL error {answer.SqlState}{(About(answer) is { } about ? $" ({about})" : "")}"),
        NpgsqlException { InnerException: TimeoutException } => new PostgresFault(TooLong, "it was not answered in time"),
        NpgsqlException or System.Net.Sockets.SocketException or IOException or TimeoutException => new PostgresFault(NoAnswer, $"The connection to PostgreSQL failed ({(fault.InnerException ?? fault).GetType().Name})"),
        _ => null,
    };

    /// <summary>Does something with the database; what it throws of PostgreSQL comes out without values.</summary>
    public static T Told<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (Of(fault) is { } known)
        {
            throw known;
        }
    }

    /// <summary>The store's word for a fault that is about values.</summary>
    public BatchRefusedException AsRefusal() => new(State == "22021"
        ? "The store does not take it: a text in it holds a character that PostgreSQL cannot keep (U+0000)."
        : $"The store does not take it ({Message}).", this);

    /// <summary>What, where and what to do, for the person who runs the hub.</summary>
    /// <param name="where">The database, without a password.</param>
    public string Remedy(string where) => State switch
    {
        NoAnswer => $"{where} does not answer ({Message}). See that PostgreSQL runs and that this machine reaches it; the hub goes on by itself.",
        TooLong => $"{where} took too long ({Message}). Look at its load, and into pg_stat_activity.",
        "53100" => $"The disk of {where} is full. Free space there; the hub goes on by itself.",
        "53300" => $"{where} lets no more connections in. Raise its max_connections, or lower the hub's share (Maximum Pool Size in the connection string).",
        "55P03" => $"Another transaction of {where} held a lock for too long. Look into pg_stat_activity for one that stands still; a rebuild's last commit may take minutes.",
        "40001" or "40P01" => $"Two transactions of {where} stood in each other's way and this one was given up. The next run writes it.",
        "57P01" or "57P02" or "57P03" => $"{where} is being stopped or started, or somebody has ended this connection. The hub goes on by itself.",
        "25006" => $"{where} takes no writes: it is a standby, or set to read only. Give the address of the primary (Target Session Attributes=primary finds it among several hosts).",
        "28000" or "28P01" => $"{where} does not let the hub's role in. Look at its password and at pg_hba.conf.",
        "3D000" => $"{where} does not exist. Make the database: CREATE DATABASE … OWNER the hub's role.",
        "3F000" => $"The role's search path in {where} names no schema that is there. Make it: CREATE SCHEMA … AUTHORIZATION the hub's role.",
        "42501" => $"The hub's role may not do this in {where} ({Message}). Let it own its schema; docs/postgresql-store.md says which rights it needs.",
        "42P01" or "42703" => $"The tables of {where} are not those of this program ({Message}). See that the role's search path is the one that they were made with.",
        "42P05" or "26000" => $"A pooler before {where} hands each transaction another connection and does not carry prepared statements along ({Message}). Take Max Auto Prepare out of the connection string, or set max_prepared_statements in pgbouncer 1.21 or newer.",
        "08P01" => $"A pooler before {where} refuses the connection, and its log says why ({Message}). It takes no Search Path from a connection string: ALTER ROLE … SET search_path. It knows the roles and databases that it was told of.",
        "XX001" or "XX002" => $"{where} is damaged ({Message}). Stop the hub, keep the database aside, and restore a backup or let the hub read the sources anew into an empty one.",
        _ when State[..2] is "58" or "53" => $"Reading or writing {where} failed ({Message}). Look at the server's disk and at its log.",
        _ => $"{where} could not be read or written ({Message}).",
    };

    /// <summary>The same of a write: without an answer to its commit nobody knows whether it was written.</summary>
    /// <param name="where">The database, without a password.</param>
    public string RemedyOfWrite(string where) => Remedy(where) + (AtCommit && IsOfConnection ? " Whether this commit was written is not known; the next run finds out." : "");

    // Names only: the text itself may quote a row.
    static string? About(PostgresException answer) =>
        answer.ConstraintName ?? (answer.ColumnName is { } column ? $"{answer.TableName}.{column}" : answer.TableName);
}
