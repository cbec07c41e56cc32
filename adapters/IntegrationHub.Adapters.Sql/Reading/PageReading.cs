using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Reads a page of rows, behind the last row of the page before. The end is a page without rows: a short one may come of a limit that the query sets itself.</summary>
sealed class PageReading(SqlDescription description, Database database, ReadParameters parameters, RowReading records)
{
    const int MostWithoutPages = 10_000;

    public async ValueTask<SourcePage> ReadAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var place = PagePlace.Read(request.Position, description);
        await using var session = await database.OpenAsync(cancellationToken);

        // Before the rows: what is committed in between is younger than this.
        var clock = await session.ClockAsync(cancellationToken);
        DateTimeOffset? now = clock is { } told ? parameters.Instant(told) ?? throw new MisconfiguredException(FaultCodes.InvalidSetting, "sql.clock", "what it brings is no time.") : null;

        return place.Deletions
            ? await DeletedAsync(request, place, session, now, cancellationToken)
            : await ListedAsync(request, place, session, now, cancellationToken);
    }

    async Task<SourcePage> ListedAsync(PageRequest request, PagePlace place, Session session, DateTimeOffset? now, CancellationToken cancellationToken)
    {
        var (set, next) = await AskAsync(description.List, "sql.list", request, place, session, cancellationToken);
        // What was deleted since is of interest only to who has read something before.
        next ??= description.Deletions is not null && request.ChangedAfter is not null ? PagePlace.First with { Deletions = true } : null;
        return new SourcePage { Records = await records.ToRecordsAsync(set, session, database.Driver, cancellationToken), Next = next?.Write(), SourceTime = now };
    }

    async Task<SourcePage> DeletedAsync(PageRequest request, PagePlace place, Session session, DateTimeOffset? now, CancellationToken cancellationToken)
    {
        var deletions = description.Deletions!;
        var (set, next) = await AskAsync(deletions.List, "sql.deletions", request, place, session, cancellationToken);
        var key = set.IndexOf(deletions.List.Key, "sql.deletions.key");
        var at = deletions.At is { } column ? set.IndexOf(column, "sql.deletions.at") : -1;
        return new SourcePage
        {
            Records = [],
            Deletions = [.. set.Rows.Select(row => new SourceDeletion(row[key].Text, at < 0 || row[at].Kind == CellKind.Null ? null : parameters.Instant(row[at])) { Reason = deletions.Reason })],
            Next = next?.Write(),
            SourceTime = now,
        };
    }

    async Task<(RowSet Rows, PagePlace? Next)> AskAsync(ListQuery list, string section, PageRequest request, PagePlace place, Session session, CancellationToken cancellationToken)
    {
        var set = await session.AskAsync(list.Query, (command, parameter) => parameters.Bind(command, parameter, request, place), list.Pages ? request.PageSize : MostWithoutPages, cancellationToken);
        if (!list.Pages)
        {
            return set.HasMore
                ? throw new UnreadableAnswerException(FaultCodes.LimitExceeded, $"{list.Query.Key} brings more than {MostWithoutPages:N0} rows, or more than {Session.MostCharacters:N0} characters, at once. Let it go on page by page, behind @afterKey.")
                : (set, null);
        }

        var key = set.IndexOf(list.Key, $"{section}.key");
        var changed = list.Changed is { } column ? set.IndexOf(column, $"{section}.changed") : -1;
        if (set.Rows.Count == 0) return (set, null);

        foreach (var row in set.Rows)
        {
            if (!CanBeGoneOnFrom(row[key])) throw NoPlace(list, list.Key, $"{section}.key");
            if (changed >= 0 && !CanBeGoneOnFrom(row[changed])) throw NoPlace(list, list.Changed!, $"{section}.changed");
        }

        Sorted(set, changed >= 0 ? changed : key, changed >= 0 ? place.After : place.AfterKey, list);
        var last = set.Rows[^1];
        return (set, place with { After = changed >= 0 ? last[changed] : null, AfterKey = last[key] });
    }

    static bool CanBeGoneOnFrom(Cell cell) => cell.Kind is CellKind.Text or CellKind.Number or CellKind.Time;

    static MisconfiguredException NoPlace(ListQuery list, string column, string setting) =>
        new(FaultCodes.InvalidSetting, setting, $"{list.Query.Key} brings a row without a value in '{column}', or with one of bytes, JSON or true and false: behind such a row nothing can be asked for. Sort by a column that always has a number, a text or a time (coalesce).");

    // Rows that come in another order would be left out, behind the last one of the page.
    void Sorted(RowSet set, int column, Cell? before, ListQuery list)
    {
        foreach (var row in set.Rows)
        {
            if (before is { } earlier && row[column].IsBefore(earlier, database.Driver.SortsTextsByBytes) == true)
            {
                throw new MisconfiguredException(FaultCodes.InvalidSetting, list.Query.Key,
                    $"the rows do not come sorted by '{set.Columns[column]}', or begin before the last row of the page before; what lies between would be left out. Compare with (@after, @afterKey), and sort by {(list.Changed is null ? "" : $"{list.Changed}, ")}{list.Key}.");
            }

            before = row[column];
        }
    }
}
