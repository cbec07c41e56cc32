using Npgsql;

namespace IntegrationHub.PostgreSql;

/// <summary>A connection for the time of one query or one transaction. Used by one thread at a time.</summary>
internal sealed class Connection(NpgsqlConnection open, int commandTimeout, CancellationToken stop)
{
    public NpgsqlConnection Open => open;

    /// <summary>In seconds; none is 0.</summary>
    public int CommandTimeout => commandTimeout;

    /// <summary>Stops queries. Writes are never stopped half-way: whether they were committed would be unknown.</summary>
    public CancellationToken Stop => stop;

    /// <summary>A statement. The provider prepares what comes again.</summary>
    public Statement Prepare(string sql) => new(this, sql);

    /// <summary>Runs statements without values, one after the other, in one message.</summary>
    public void Execute(string sql) => new Statement(this, sql).Run();
}
