namespace IntegrationHub.Storage.Copying;

/// <summary>A store whose index can be copied.</summary>
internal interface ICopiedStore
{
    /// <summary>Its index.</summary>
    ICopiedIndex Index { get; }
}

/// <summary>An index that can be copied, table by table. Values are <see cref="long"/>, text, bytes, <see cref="UInt128"/> or <see cref="bool"/>, as the column says, or null.</summary>
internal interface ICopiedIndex
{
    /// <summary>Where it is, for people, and to know it again.</summary>
    string Where { get; }

    /// <summary>What changes whenever anything is written that is copied.</summary>
    ValueTask<string> StampAsync(CancellationToken cancellationToken);

    /// <summary>The streams that somebody has leased now.</summary>
    ValueTask<IReadOnlyList<string>> LeasedAsync(CancellationToken cancellationToken);

    /// <summary>Whether nothing is in it.</summary>
    ValueTask<bool> IsEmptyAsync(CancellationToken cancellationToken);

    /// <summary>The columns, by their places, by which this store goes through a table.</summary>
    IReadOnlyList<int> KeyOf(CopiedTable table);

    /// <summary>Rows after a key, in the order of keys.</summary>
    /// <param name="table">The table.</param>
    /// <param name="after">The values of the key's columns; null begins.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<object?[]>> ReadAsync(CopiedTable table, IReadOnlyList<object>? after, int limit, CancellationToken cancellationToken);

    /// <summary>Writes rows and how far the copy is, together.</summary>
    ValueTask WriteAsync(CopiedTable table, IReadOnlyList<object?[]> rows, CopyMark mark, CancellationToken cancellationToken);

    /// <summary>How many rows a table has.</summary>
    ValueTask<long> CountAsync(CopiedTable table, CancellationToken cancellationToken);

    /// <summary>How far a copy into this index is; null when none goes on.</summary>
    ValueTask<CopyMark?> MarkAsync(CancellationToken cancellationToken);

    /// <summary>The copy is whole: from now on a hub may run on it.</summary>
    ValueTask EndAsync(CancellationToken cancellationToken);
}
