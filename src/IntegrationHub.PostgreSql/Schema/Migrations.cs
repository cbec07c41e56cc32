using IntegrationHub.Storage;

namespace IntegrationHub.PostgreSql;

/// <summary>Brings the tables to the version that this code knows; <c>meta</c> counts the steps.</summary>
internal static class Migrations
{
    // Any number will do that no other program uses for the same.
    const long Turn = 0x696875622d6d6967;

    // From the catalogue itself: to_regclass answers out of the connection's memory, which a wait for another node's turn does not refresh.
    const string HasMetaSql = "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE relname = 'meta' AND relkind IN ('r', 'p') AND pg_catalog.pg_table_is_visible(oid))";

    /// <summary>How many steps are missing. Asked before anything is changed, so that a role without the right to make tables can run a hub whose tables are up to date.</summary>
    /// <exception cref="StoreUnusableException">The tables were written by a newer version.</exception>
    public static int Missing(Connection connection, string where, int steps)
    {
        if (!connection.Prepare(HasMetaSql).First(row => row.Flag(0))) return steps;

        var version = connection.Prepare("SELECT value FROM meta WHERE name = 'version'").First(row => int.Parse(row.Text(0), System.Globalization.CultureInfo.InvariantCulture));
        if (version > steps)
            throw new StoreUnusableException(
                $"The tables in {where} were written by a newer version of IntegrationHub (they are version {version}, this program knows {steps}). " +
                "Run the newer version, or restore a backup from before the upgrade.");
        return steps - version;
    }

    /// <summary>Does the steps that are missing, in this transaction. Nodes that start together take turns, and do them once.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="where">The database, for messages.</param>
    /// <param name="steps">All steps there ever were, in order; what was shipped is never edited.</param>
    /// <returns>How many steps were done.</returns>
    public static int Apply(Connection connection, string where, IReadOnlyList<string> steps)
    {
        connection.Prepare("SELECT pg_advisory_xact_lock($1)").Bind(Turn).Run();
        var missing = Missing(connection, where, steps.Count);
        for (var step = steps.Count - missing; step < steps.Count; step++) connection.Execute(steps[step]);
        if (missing > 0)
            connection.Prepare("INSERT INTO meta (name, value) VALUES ('version', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
                .Bind(steps.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)).Run();
        return missing;
    }
}
