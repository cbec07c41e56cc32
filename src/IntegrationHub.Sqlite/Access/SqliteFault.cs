using IntegrationHub.Sync;
using SQLitePCL;

namespace IntegrationHub.Sqlite;

/// <summary>What SQLite answered when it did not do what it was asked.</summary>
internal sealed class SqliteFault(int code, string message) : Exception($"SQLite error {code}: {message}")
{
    /// <summary>The extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>Whether somebody else holds a lock and trying again may help.</summary>
    public bool IsBusy => (Code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>Whether it is about what was to be written, and not about the file: without the value that it is about, the rest can be written.</summary>
    public bool IsAboutValues => (Code & 0xFF) is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH;

    /// <summary>The store's word for a fault that is about values. SQLite's texts name columns, never values.</summary>
    public BatchRefusedException AsRefusal() => new($"The store does not take it ({Message}).", this);

    /// <summary>What, where and what to do, for the person who runs the hub.</summary>
    public string Remedy(string path) => (Code & 0xFF) switch
    {
        raw.SQLITE_FULL => $"The disk that holds '{path}' is full. Free space there; the hub goes on by itself.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            $"Another process held the write lock of '{path}' for too long. Look for a copy or a backup that runs against the file, or for a second hub on the same folder.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            $"'{path}' may not be written. Give the hub's user the right to write the file and its folder.",
        raw.SQLITE_CANTOPEN => $"'{path}' cannot be opened. See that its folder exists and that the hub's user may read and write it.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            $"'{path}' is damaged or no SQLite file. Stop the hub, keep the file aside, and restore a copy or let the hub read the sources anew into an empty folder.",
        raw.SQLITE_IOERR => $"Reading or writing '{path}' failed. Look at the disk and at the system's log. (SQLite error {Code})",
        _ => $"'{path}' could not be read or written. ({Message})",
    };
}
