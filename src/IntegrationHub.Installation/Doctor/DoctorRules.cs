using System.Globalization;
using IntegrationHub.PostgreSql;

namespace IntegrationHub.Installation;

/// <summary>What is to be thought of what the doctor saw. Nothing is read here.</summary>
internal static class DoctorRules
{
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    const UnixFileMode OtherPeople = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    const long Gigabyte = 1024L * 1024 * 1024;

    static readonly TimeSpan SoonExpired = TimeSpan.FromDays(30);

    /// <summary>A file that only its owner may read.</summary>
    public static Finding SecretFile(string of, string name, string path, UnixFileMode mode) => (mode & Others) == 0
        ? Finding.Good(of, name, $"{path} is its owner's alone")
        : Finding.Bad(of, name, $"others than its owner may read or write {path}", $"chmod 600 '{path}'; make new keys if somebody may have read them");

    /// <summary>A folder with data.</summary>
    public static Finding DataFolder(string of, string path, UnixFileMode mode) => (mode & OtherPeople) == 0
        ? Finding.Good(of, "the data folder", $"{path} is closed to others")
        : Finding.Doubt(of, "the data folder", $"everybody on this machine may look into {path}", $"chmod 750 '{path}'");

    /// <summary>The disk under the data.</summary>
    /// <param name="of">Of which hub.</param>
    /// <param name="path">The folder.</param>
    /// <param name="free">How much is free, in bytes.</param>
    /// <param name="used">How much the index takes.</param>
    public static Finding Disk(string of, string path, long free, long used)
    {
        var says = string.Create(CultureInfo.InvariantCulture, $"{(double)free / Gigabyte:0.0} GB are free under {path}, the index takes {(double)used / Gigabyte:0.0} GB");
        // A rebuild gathers everything a second time before it is swapped.
        if (free < Math.Max(Gigabyte / 5, used / 10)) return Finding.Bad(of, "the disk", says, "make room now: a run that cannot write fails");
        return free < Math.Max(2 * Gigabyte, used)
            ? Finding.Doubt(of, "the disk", says, "make room: a rebuild holds everything twice for a while, and so does a backup on the same disk")
            : Finding.Good(of, "the disk", says);
    }

    /// <summary>The file system under the data.</summary>
    public static Finding? FileSystem(string of, string path, string format) => format.ToUpperInvariant() is "NFS" or "NFS4" or "CIFS" or "SMB" or "SMB2" or "SMB3" or "9P" or "FUSE.SSHFS"
        ? Finding.Bad(of, "the file system", $"{path} lies on a network drive ({format})", "put the index on a local disk, or into PostgreSQL: SQLite's locks do not hold over a network")
        : null;

    /// <summary>The tables of a store.</summary>
    public static Finding Tables(string of, long? version, int known, bool mayCreate) => version switch
    {
        null or 0 when mayCreate => Finding.Good(of, "the tables", $"there are none yet; the first start makes them ({known} steps)"),
        null or 0 => Finding.Bad(of, "the tables", "there are none, and the role may not make them", "start the hub once as the role that owns the schema, or GRANT CREATE ON SCHEMA"),
        { } is_ when is_ > known => Finding.Bad(of, "the tables", $"they are of a newer version ({is_}; this program knows {known})", "run the newer version, or restore a backup from before the upgrade"),
        { } is_ when is_ < known && !mayCreate => Finding.Bad(of, "the tables", $"{known - is_} steps are missing, and the role may not make them", "start the hub once as the role that owns the schema"),
        { } is_ when is_ < known => Finding.Good(of, "the tables", $"{known - is_} steps are missing; the next start makes them. Back up before it: there is no way back but the backup"),
        _ => Finding.Good(of, "the tables", $"up to date (version {known})"),
    };

    /// <summary>Whether the keys are those of the index.</summary>
    public static Finding Keys(string of, string? ofIndex, string inUse) =>
        ofIndex is null ? Finding.Good(of, "keys and index", "the index has not been written yet; the first start binds it to these keys")
        : ofIndex == inUse ? Finding.Good(of, "keys and index", $"the index was written with these keys (fingerprint {inUse})")
        : Finding.Bad(of, "keys and index", $"the index was written with other keys (fingerprint {ofIndex}, those in the file have {inUse})", "put the key file back that belongs to this index");

    /// <summary>The key file's place.</summary>
    public static Finding KeyBackup(string of, string path, bool sameDisk) => sameDisk
        ? Finding.Doubt(of, "the keys' backup", $"{path} is on the disk of the index: one loss, or one theft, takes both", "keep the keys on another disk, and a copy in a safe place that no backup of the data holds; without them nothing personal can be read again")
        : Finding.Good(of, "the keys' backup", $"{path} is on another disk than the index. Is a copy of it in a safe place? Without it nothing personal can be read again");

    /// <summary>The clock of this machine against the database's.</summary>
    public static Finding Clock(string of, TimeSpan offset)
    {
        var says = string.Create(CultureInfo.InvariantCulture, $"this machine's clock is {Math.Abs(offset.TotalSeconds):0.0} s {(offset < TimeSpan.Zero ? "behind" : "ahead of")} the database's");
        return offset.Duration() switch
        {
            { TotalSeconds: > 30 } => Finding.Bad(of, "the clock", says, "let both follow one time server (timedatectl; chrony): signatures of notifications and tokens are refused, and freshness is told wrongly"),
            { TotalSeconds: > 2 } => Finding.Doubt(of, "the clock", says, "let both follow one time server (timedatectl; chrony)"),
            _ => Finding.Good(of, "the clock", says),
        };
    }

    /// <summary>The settings of a PostgreSQL that matter.</summary>
    public static IEnumerable<Finding> PostgreSql(string of, DatabaseInspection seen)
    {
        yield return seen.ServerVersion >= 150000
            ? Finding.Good(of, "PostgreSQL", string.Create(CultureInfo.InvariantCulture, $"version {seen.ServerVersion / 10000}.{seen.ServerVersion % 10000}"))
            : Finding.Doubt(of, "PostgreSQL", string.Create(CultureInfo.InvariantCulture, $"version {seen.ServerVersion / 10000}; the hub was tried with 15 and newer"), "upgrade PostgreSQL");
        foreach (var (name, why) in new[] { ("fsync", "a power cut may destroy the whole database"), ("full_page_writes", "a power cut may destroy pages of the database"), ("autovacuum", "the tables grow without end, and erased contents stay on the disk") })
            if (seen.Settings.GetValueOrDefault(name) is { } value && value != "on") yield return Finding.Bad(of, name, $"{name} is {value}: {why}", $"set {name} = on");
        if (seen.Settings.GetValueOrDefault("synchronous_commit") == "off")
            yield return Finding.Doubt(of, "synchronous_commit", "it is off; the hub's own transactions turn it on for themselves", "set it on for the role, so that nothing else of it is lost either");
        if (seen.Settings.GetValueOrDefault("server_encoding") is { } encoding && encoding != "UTF8")
            yield return Finding.Bad(of, "the encoding", $"the database is in {encoding}", "make it anew with ENCODING 'UTF8'");
        if (int.TryParse(seen.Settings.GetValueOrDefault("max_connections"), CultureInfo.InvariantCulture, out var most) && most < 50)
            yield return Finding.Doubt(of, "max_connections", string.Create(CultureInfo.InvariantCulture, $"{most} connections are allowed in all; a node takes up to 20"), "raise max_connections, or put pgbouncer before it");
        if (!seen.Encrypted && !seen.Local) yield return Finding.Bad(of, "the connection", "it is not encrypted, and leaves this machine", "add SSL Mode=VerifyFull to the connection string");
    }

    /// <summary>Whether the nodes that live share their schedules.</summary>
    public static Finding? Schedules(string of, int running, int apart) => running < 2 ? null
        : apart == 0 ? Finding.Good(of, "the schedules", string.Create(CultureInfo.InvariantCulture, $"{running} nodes share them"))
        : Finding.Doubt(of, "the schedules", string.Create(CultureInfo.InvariantCulture, $"{apart} of {running} nodes run the streams by a schedule of their own, so each stream is run more often than its file says"),
            "let all nodes share them: UseQuartz(quartz => quartz.PostgreSql = …); docs/schedules.md tells more");

    /// <summary>When a certificate ends.</summary>
    public static Finding Certificate(string file, DateTimeOffset until, DateTimeOffset now)
    {
        var says = string.Create(CultureInfo.InvariantCulture, $"{file} is good until {until:yyyy-MM-dd}");
        return until <= now ? Finding.Bad("server", "the certificate", string.Create(CultureInfo.InvariantCulture, $"{file} ended on {until:yyyy-MM-dd}"), "put a new one in its place; the server takes it within seconds")
            : until - now < SoonExpired ? Finding.Doubt("server", "the certificate", says, "renew it; the server takes a new file within seconds")
            : Finding.Good("server", "the certificate", says);
    }
}
