namespace ModelMunicipality.Running;

/// <summary>The town's stream files, mappings and code tables: a copy in the data folder, which a visitor may change.</summary>
/// <remarks>Mappings and code tables are those that are shipped for municipalities; the stream files have the town's own rhythm.</remarks>
static class TownMappings
{
    const string Streams = ".stream.yaml";

    // A municipality keeps a word that no table knows beside the status unknown. Sundby holds such a record back, so that a visitor can see one come in.
    const string SocialMapping = "social-cases.mapping.yaml";
    const string Lenient = "    file: codes/status.csv\n    # A new word in the department's system is kept beside the status unknown until it stands in the table.\n    unknown: unknown\n";
    const string Strict = "    file: codes/status.csv\n    # In Sundby a record with a new word waits in quarantine until the word stands in the table; elsewhere it is kept beside the status unknown.\n    unknown: quarantine\n";

    /// <summary>Copies them if there is no copy yet; what is there stays as it is.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="rhythm">What becomes of a stream file.</param>
    /// <returns>The folder.</returns>
    public static string CopyOnce(DataFolder folder, Func<string, string> rhythm)
    {
        if (Directory.Exists(folder.Mappings)) return folder.Mappings;

        // Under another name until it is whole.
        var half = folder.Mappings + ".new";
        if (Directory.Exists(half)) Directory.Delete(half, recursive: true);
        Copy(Path.Combine(AppContext.BaseDirectory, "mappings"), half, name => !name.EndsWith(Streams, StringComparison.Ordinal));
        Copy(Path.Combine(AppContext.BaseDirectory, "streams"), Path.Combine(half, "streams"), _ => true);
        foreach (var file in Directory.EnumerateFiles(half, "*" + Streams, SearchOption.AllDirectories).ToList()) File.WriteAllText(file, rhythm(File.ReadAllText(file)));
        Directory.Move(half, folder.Mappings);
        return folder.Mappings;
    }

    static void Copy(string from, string to, Func<string, bool> isWanted)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(isWanted))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (Path.GetFileName(file) == SocialMapping) File.WriteAllText(target, Strictened(File.ReadAllText(file)));
            else File.Copy(file, target);
        }
    }

    static string Strictened(string mapping) => mapping.Contains(Lenient, StringComparison.Ordinal)
        ? mapping.Replace(Lenient, Strict, StringComparison.Ordinal)
        : throw new InvalidOperationException($"The shipped {SocialMapping} no longer says how it takes an unknown status; change {nameof(TownMappings)} with it.");
}
