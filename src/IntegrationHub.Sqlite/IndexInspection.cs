namespace IntegrationHub.Sqlite;

/// <summary>What an index file says of itself, read without changing anything.</summary>
/// <param name="Version">How many steps its tables have been through.</param>
/// <param name="Known">How many this program knows.</param>
/// <param name="KeyFingerprint">The keys that it was written with; null when it has never been started.</param>
/// <param name="Fault">What SQLite finds wrong with the file; null when nothing.</param>
internal sealed record IndexInspection(long Version, int Known, string? KeyFingerprint, string? Fault)
{
    /// <summary>Reads it; null when there is no index in the folder.</summary>
    public static IndexInspection? Of(string folder)
    {
        var path = Path.Combine(folder, "index.db");
        if (!File.Exists(path)) return null;

        try
        {
            using var connection = Connection.OpenReader(path, TimeSpan.FromSeconds(5));
            var version = connection.Pragma("user_version");
            var fingerprint = version == 0 ? null : connection.Prepare("SELECT value FROM meta WHERE name = 'key fingerprint'").First(row => row.Text(0));
            return new IndexInspection(version, IndexSchema.Steps.Count, fingerprint, null);
        }
        catch (SqliteFault fault)
        {
            return new IndexInspection(0, IndexSchema.Steps.Count, null, fault.Remedy(path));
        }
    }
}
