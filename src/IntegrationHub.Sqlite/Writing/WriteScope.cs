namespace IntegrationHub.Sqlite;

/// <summary>What everything that writes in one transaction of one stream shares.</summary>
/// <param name="Connection">The writer's connection, in its transaction.</param>
/// <param name="Rows">Counts what is written.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Now">The hub's time.</param>
internal sealed record WriteScope(Connection Connection, RowsWritten Rows, StreamNumbers Stream, DateTimeOffset Now)
{
    /// <summary>The run that writes; null when it is none.</summary>
    public long? Run { get; init; }

    /// <summary>Prepares a statement.</summary>
    public Statement Sql(string text) => Connection.Prepare(text);
}
