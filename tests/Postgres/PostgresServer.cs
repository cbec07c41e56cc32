using System.Diagnostics;
using IntegrationHub.Tests.Shared;
using Npgsql;

namespace IntegrationHub.Tests.Postgres;

/// <summary>
/// A PostgreSQL of the tests' own, in a folder of its own, over a socket there; or the one that POSTGRES_TESTS names. As root, Debian's is installed when there is none;
/// elsewhere the tests fail and say what to do: they never skip.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    const string Remedy = "Install PostgreSQL's server (Debian: apt-get install postgresql), or set the environment variable POSTGRES_BIN to the folder that holds initdb and pg_ctl, or POSTGRES_TESTS to the connection string of a superuser of an empty one.";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    readonly string? given = Environment.GetEnvironmentVariable("POSTGRES_TESTS") is { Length: > 0 } text ? text : null;
    readonly string folder = Directory.CreateTempSubdirectory("ihub-pg-").FullName;
    string bin = "";

    /// <summary>The connection string of its superuser.</summary>
    public string Administrator => given is null ? $"Host={folder};Username=ihub;Database=postgres;Pooling=False" : new NpgsqlConnectionStringBuilder(given) { Pooling = false }.ToString();

    /// <summary>The connection string of somebody else.</summary>
    public string Of(string role, string schema) => new NpgsqlConnectionStringBuilder(Administrator) { Username = role, Password = Canary.Secret, SearchPath = schema }.ToString();

    /// <summary>The superuser's connection string to a schema.</summary>
    public string In(string schema) => new NpgsqlConnectionStringBuilder(Administrator) { SearchPath = schema, Pooling = true }.ToString();

    /// <summary>Whether it was started here: a commit that waits for the standby of its own waits for ever, because there is none.</summary>
    public bool IsOwn => given is null;

    string Cluster => Path.Combine(folder, "cluster");

    public async ValueTask InitializeAsync()
    {
        if (given is not null) return;

        bin = await FindAsync();
        // PostgreSQL does not run as root.
        if (Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()) await RunAsync("chown", "postgres", folder);
        await AsOwnerAsync("initdb", "-D", Cluster, "-U", "ihub", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await AsOwnerAsync("pg_ctl", "-D", Cluster, "-w", "-l", Path.Combine(folder, "log"), "-o", $"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=120 -c synchronous_standby_names=nobody -c synchronous_commit=local", "start");
    }

    public async ValueTask DisposeAsync()
    {
        if (given is null) await AsOwnerAsync("pg_ctl", "-D", Cluster, "-m", "immediate", "-w", "stop");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs statements as superuser.</summary>
    public async Task RunAsync(string statements)
    {
        await using var connection = new NpgsqlConnection(Administrator);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statements;
        await command.ExecuteNonQueryAsync();
    }

    static async Task<string> FindAsync()
    {
        if (Environment.GetEnvironmentVariable("POSTGRES_BIN") is { Length: > 0 } named)
            return File.Exists(Path.Combine(named, "initdb")) ? named : throw new InvalidOperationException($"POSTGRES_BIN names '{named}', and there is no initdb in it. {Remedy}");
        if (Installed() is { } found) return found;

        await DebianPackages.InstallAsync(Remedy, "postgresql");
        return Installed() ?? throw new InvalidOperationException($"These tests need PostgreSQL. {Remedy}");
    }

    static string? Installed()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")) : [])
            .Append("/opt/homebrew/bin");
        return folders.FirstOrDefault(f => f.Length > 0 && File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "pg_ctl")));
    }

    Task AsOwnerAsync(string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
            ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(bin, program), .. arguments])
            : RunAsync(Path.Combine(bin, program), arguments);

    // What a program leaves running keeps its outputs open: they go to a file, not to a pipe that would never end.
    static async Task RunAsync(string program, params string[] arguments)
    {
        var output = Path.GetTempFileName();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; exec \"$@\" > \"$out\" 2>&1 < /dev/null", "sh", output, program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        var said = await File.ReadAllTextAsync(output, patience.Token);
        File.Delete(output);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {arguments.LastOrDefault()} ended with {process.ExitCode}: {said} {Remedy}");
    }
}
