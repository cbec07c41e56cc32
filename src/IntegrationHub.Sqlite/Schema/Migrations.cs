using IntegrationHub.Storage;

namespace IntegrationHub.Sqlite;

/// <summary>Brings a file's tables to the version that this code knows; <c>user_version</c> counts the steps.</summary>
internal static class Migrations
{
    /// <summary>Does the steps that are missing, in one transaction, so that processes that start together do them once.</summary>
    /// <param name="connection">Writes the file.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="steps">All steps there ever were, in order; what was shipped is never edited.</param>
    /// <returns>How many steps were done.</returns>
    /// <exception cref="StoreUnusableException">The file was written by a newer version.</exception>
    public static int Apply(Connection connection, string path, IReadOnlyList<string> steps) => connection.InWrite(open =>
    {
        var version = open.Pragma("user_version");
        if (version > steps.Count)
            throw new StoreUnusableException(
                $"'{path}' was written by a newer version of IntegrationHub (its tables are version {version}, this program knows {steps.Count}). " +
                "Run the newer version, or restore a copy from before the upgrade.");

        for (var step = (int)version; step < steps.Count; step++) open.Execute(steps[step]);
        if (version < steps.Count) open.Execute($"PRAGMA user_version = {steps.Count}");
        return steps.Count - (int)version;
    });
}
