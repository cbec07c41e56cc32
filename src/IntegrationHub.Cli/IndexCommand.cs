using System.CommandLine;
using System.Globalization;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.PostgreSql;
using IntegrationHub.Protection;
using IntegrationHub.Sqlite;
using IntegrationHub.Storage;
using IntegrationHub.Storage.Copying;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Cli;

/// <summary><c>ihub index</c>: moves the case index from one store to another.</summary>
internal static class IndexCommand
{
    const string Sqlite = "sqlite:";
    const string PostgreSql = "postgresql:";

    public static Command Create(Terminal terminal)
    {
        var hub = CommonOptions.Hub();
        var from = Place("--from", "The index to copy");
        var to = Place("--to", "The empty one that it is copied into");
        var copy = new TaughtCommand("copy", "Copies the whole index, its audit too, from SQLite to PostgreSQL or back.",
            """
            Stop every hub on the index first. What is encrypted is copied as it is, so both sides need the keys that hub.yaml names. Ids, the audit's chain and the positions of
            the change feed stay. Broken off, the same command goes on where it was; until it has ended no hub starts on the target. At the end the rows of every table are
            counted on both sides.
            A place is sqlite:FOLDER, or postgresql: with the connection string, its password as a reference, in quotes so that the shell leaves it alone.

            Examples:
              ihub index copy --from sqlite:/var/lib/ihub --to 'postgresql:${secret:INDEX}'
              ihub index copy --from 'postgresql:${secret:INDEX}' --to sqlite:/var/lib/ihub-copy
            """)
        {
            from, to, hub,
        };
        copy.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(hub)!, parsed.GetValue(from)!, parsed.GetValue(to)!, terminal, cancellationToken));
        return new Command("index", "Moves the case index to another store.") { copy };
    }

    static Option<string> Place(string name, string what) => new(name) { Description = $"{what}: sqlite:FOLDER, or postgresql: with a connection string.", HelpName = "PLACE", Required = true };

    static async Task<int> RunAsync(string hubFile, string from, string to, Terminal terminal, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        if (HubFileReader.Read(hubFile, diagnostics) is not { } hub)
        {
            foreach (var diagnostic in diagnostics.All) DiagnosticPrinter.Text(diagnostic, terminal.OnErrorOutput());
            return ExitCodes.Usage;
        }

        try
        {
            var fingerprint = KeyRingFile.Read(hub.KeysFile).Fingerprint;
            await using var source = Open(from, fingerprint, forCopying: false);
            await using var target = Open(to, fingerprint, forCopying: true);
            await source.PrepareAsync(cancellationToken);
            await target.PrepareAsync(cancellationToken);
            var counts = await IndexCopy.RunAsync(source, target, new Told(terminal), cancellationToken);
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"The copy is whole: {counts.Values.Sum()} rows in {counts.Count} tables, {counts["cases"]} cases and {counts["audit_lines"]} lines of the audit among them."), Styles.Good);
            return ExitCodes.Good;
        }
        catch (Exception e) when (e is IndexCopyException or StoreUnusableException or Sync.CommitFailedException or Sync.BatchRefusedException or KeyRingUnusableException or PlaceException)
        {
            await terminal.Error.WriteLineAsync($"ihub: {e.Message}");
            return ExitCodes.Usage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("ihub: stopped; the same command goes on where it was");
            return ExitCodes.Usage;
        }
    }

    static IHubStore Open(string place, string fingerprint, bool forCopying)
    {
        if (place.StartsWith(Sqlite, StringComparison.Ordinal) && place[Sqlite.Length..] is { Length: > 0 } folder)
        {
            // A folder that is named wrongly must not be made, and then be copied as an empty index.
            if (!forCopying && !File.Exists(Path.Combine(folder, "index.db"))) throw new PlaceException($"there is no index in the folder '{folder}'");
            return new SqliteHubStore(new SqliteStoreOptions { Folder = folder, ForCopying = forCopying }, fingerprint, TimeProvider.System, NullLogger<SqliteHubStore>.Instance);
        }

        if (place.StartsWith(PostgreSql, StringComparison.Ordinal) && place[PostgreSql.Length..] is { Length: > 0 } written)
            return PostgresHubStore.Of(written, SettingSources.OfMachine(), fingerprint, forCopying);

        throw new PlaceException($"'{place}' is no place of an index; write {Sqlite}FOLDER, or {PostgreSql} with a connection string");
    }

    sealed class PlaceException(string message) : Exception(message);

    /// <summary>Tells each table when it is done.</summary>
    sealed class Told(Terminal terminal) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value)
        {
            if (value.Done) terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{value.Table,-18} {value.Rows,12}"), Styles.Quiet);
        }
    }
}
