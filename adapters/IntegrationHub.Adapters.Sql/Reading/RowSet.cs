using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Sql;

/// <summary>The rows of an answer.</summary>
/// <param name="Query">Which query it answers.</param>
/// <param name="Columns">The names of its columns, as the database has them.</param>
/// <param name="Rows">The rows.</param>
/// <param name="HasMore">Whether there are more than were read.</param>
sealed record RowSet(SqlQuery Query, IReadOnlyList<string> Columns, IReadOnlyList<Cell[]> Rows, bool HasMore)
{
    /// <summary>The place of a column.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="setting">The key of the stream file that names it.</param>
    public int IndexOf(string column, string setting)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i] == column) return i;

        throw new MisconfiguredException(FaultCodes.InvalidSetting, setting, $"{Query.Key} brings no column '{column}'. It brings {string.Join(", ", Columns)}.");
    }
}
