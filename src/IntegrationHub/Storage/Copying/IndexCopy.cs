namespace IntegrationHub.Storage.Copying;

/// <summary>What a copy has copied of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">How many rows so far; after its last portion, how many there are.</param>
/// <param name="Done">Whether all of the table is copied.</param>
public readonly record struct CopyProgress(string Table, long Rows, bool Done);

/// <summary>An index cannot be copied; the message says why and what to do.</summary>
public sealed class IndexCopyException(string message) : Exception(message);

/// <summary>Copies a whole index, its audit too, from one store into another that is empty: what is encrypted stays as it is, ids and positions of the change feed too.</summary>
/// <remarks>Every portion is one transaction of the target, with how far the copy is; broken off anywhere it goes on there. No hub may run on either meanwhile.</remarks>
public static class IndexCopy
{
    const int AtOnce = 2000;

    /// <summary>Copies it, or goes on with a copy of the same that was broken off.</summary>
    /// <param name="from">The store to copy; prepared.</param>
    /// <param name="to">The store to copy into; prepared to be copied into.</param>
    /// <param name="progress">Hears of every portion.</param>
    /// <param name="cancellationToken">Stops it after a portion.</param>
    /// <returns>How many rows each table has, on both sides.</returns>
    /// <exception cref="IndexCopyException">It cannot be copied, or came out with other counts.</exception>
    public static async Task<IReadOnlyDictionary<string, long>> RunAsync(IHubStore from, IHubStore to, IProgress<CopyProgress>? progress, CancellationToken cancellationToken) =>
        await RunAsync(Copied(from), Copied(to), progress, AtOnce, cancellationToken);

    internal static async Task<IReadOnlyDictionary<string, long>> RunAsync(ICopiedIndex from, ICopiedIndex to, IProgress<CopyProgress>? progress, int atOnce, CancellationToken cancellationToken)
    {
        if (from.Where == to.Where) throw new IndexCopyException($"{from.Where} cannot be copied into itself.");
        await NobodyRunsAsync(from, cancellationToken);

        var mark = await BeginAsync(from, to, cancellationToken);
        var begun = false;
        foreach (var table in CopiedTable.All)
        {
            begun |= table.Name == mark.Table;
            if (!begun) continue;

            mark = table.Name == mark.Table ? mark : mark with { Table = table.Name, After = null };
            var rows = await CopyAsync(table, mark, from, to, progress, atOnce, cancellationToken);
            progress?.Report(new CopyProgress(table.Name, rows, Done: true));
        }

        await NobodyRunsAsync(from, cancellationToken);
        if (await from.StampAsync(cancellationToken) != mark.Stamp) throw Changed(from, to);

        var counts = await CompareAsync(from, to, cancellationToken);
        await to.EndAsync(cancellationToken);
        return counts;
    }

    static async Task<long> CopyAsync(CopiedTable table, CopyMark mark, ICopiedIndex from, ICopiedIndex to, IProgress<CopyProgress>? progress, int atOnce, CancellationToken cancellationToken)
    {
        var key = from.KeyOf(table);
        IReadOnlyList<object>? after = mark.After is { } texts ? [.. texts.Zip(key, (text, column) => CopyMark.ValueOf(text, table.Columns[column].Kind))] : null;
        var rows = after is null ? 0 : await to.CountAsync(table, cancellationToken);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var portion = await from.ReadAsync(table, after, atOnce, cancellationToken);
            if (portion.Count == 0) return rows;

            after = [.. key.Select(column => portion[^1][column]!)];
            await to.WriteAsync(table, portion, mark with { After = [.. after.Select(CopyMark.TextOf)] }, cancellationToken);
            rows += portion.Count;
            progress?.Report(new CopyProgress(table.Name, rows, Done: false));
            if (portion.Count < atOnce) return rows;
        }
    }

    static async Task<CopyMark> BeginAsync(ICopiedIndex from, ICopiedIndex to, CancellationToken cancellationToken)
    {
        var stamp = await from.StampAsync(cancellationToken);
        if (await to.MarkAsync(cancellationToken) is { } known)
        {
            if (known.Source != from.Where) throw new IndexCopyException($"A copy of {known.Source} has been begun in {to.Where}. Go on with that one, or empty {to.Where} first.");
            return known.Stamp == stamp ? known : throw Changed(from, to);
        }

        if (!await to.IsEmptyAsync(cancellationToken)) throw new IndexCopyException($"{to.Where} is not empty. Copy into an empty one; what is in it cannot be mixed with another index.");

        var mark = new CopyMark(from.Where, stamp, CopiedTable.All[0].Name, null);
        await to.WriteAsync(CopiedTable.All[0], [], mark, cancellationToken);
        return mark;
    }

    static async Task NobodyRunsAsync(ICopiedIndex from, CancellationToken cancellationToken)
    {
        if (await from.LeasedAsync(cancellationToken) is { Count: > 0 } leased)
            throw new IndexCopyException($"A hub runs on {from.Where} (it has {string.Join(", ", leased.Take(3))}). Stop it; after that its leases end by themselves within minutes.");
    }

    static async Task<IReadOnlyDictionary<string, long>> CompareAsync(ICopiedIndex from, ICopiedIndex to, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in CopiedTable.All)
        {
            var (there, here) = (await from.CountAsync(table, cancellationToken), await to.CountAsync(table, cancellationToken));
            if (there != here) throw new IndexCopyException($"The copy is not whole: {from.Where} has {there} rows in '{table.Name}', and {to.Where} has {here}. Empty {to.Where} and copy anew.");
            counts[table.Name] = here;
        }

        return counts;
    }

    static IndexCopyException Changed(ICopiedIndex from, ICopiedIndex to) =>
        new($"{from.Where} was written to since the copy began. Stop every hub on it, empty {to.Where} and copy anew.");

    static ICopiedIndex Copied(IHubStore store) =>
        (store as ICopiedStore)?.Index ?? throw new ArgumentException($"A store of type {store.GetType().Name} cannot be copied.", nameof(store));
}
