namespace IntegrationHub.PostgreSql;

/// <summary>A transaction that writes: what is to be done at its very end, and what it has written.</summary>
internal sealed class Write(Connection connection, Names names, Action? written = null)
{
    readonly Dictionary<StreamNumbers, WriteScope> scopes = [];

    public Connection Connection => connection;

    public Names Names => names;

    /// <summary>Counts rows; forgotten with the transaction when it is rolled back.</summary>
    public RowsWritten Rows { get; } = new(written);

    /// <summary>The transaction as one stream's, with its source's rows locked against other transactions that decide over them.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="now">The hub's time.</param>
    /// <param name="run">The run that writes.</param>
    public WriteScope Scope(StreamNumbers stream, DateTimeOffset now, long? run = null)
    {
        if (scopes.TryGetValue(stream, out var known)) return known;

        LockSource(stream.Tenant, stream.Source);
        return scopes[stream] = new WriteScope(this, stream, now) { Run = run };
    }

    /// <summary>
    /// Keeps other transactions from deciding over the rows of a source: two of its streams may tell the same case. Always the source before the stream, so that none waits in a circle.
    /// </summary>
    public void LockSource(long tenant, long source) =>
        connection.Prepare("SELECT 1 FROM sources WHERE tenant = $1 AND id = $2 FOR NO KEY UPDATE").Bind(tenant).Bind(source).First(_ => true);

    /// <summary>Writes what was gathered, and hands out the positions of the change feed: as late as can be, because nobody else of the tenant commits a change meanwhile.</summary>
    public void Finish()
    {
        foreach (var scope in scopes.Values) scope.Flush();
        foreach (var scope in scopes.Values) scope.HandOutPositions();
    }
}
