using System.Diagnostics;
using IntegrationHub.EndToEnd.Tests.Municipality;
using IntegrationHub.Protection;
using Npgsql;

namespace IntegrationHub.EndToEnd.Tests.Kills;

/// <summary>Two nodes on one PostgreSQL, and the one that runs is killed in the middle.</summary>
public sealed class NodeKillTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    const int Permits = 3000;

    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task When_the_node_that_runs_is_killed_the_other_takes_over_after_its_lease_and_nothing_is_lost_or_doubled()
    {
        WriteHub();
        using var first = Start("sync", "--hub", folder.In("hub.yaml"));
        while (!first.HasExited && await RunAsync("SELECT coalesce(max(commits), 0) FROM runs") is null or < 2L) await Task.Delay(Glance, TimeProvider.System, TestContext.Current.CancellationToken);
        first.Kill();
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        var committed = (long)(await RunAsync("SELECT count(*) FROM cases"))!;

        // The lease ends by PostgreSQL's clock, however long the next process takes to start: it is moved both ways.
        await RunAsync("UPDATE streams SET lease_until = lease_until + interval '1 hour'");
        var tooEarly = await EndAsync(Start("sync", "--hub", folder.In("hub.yaml")));
        await RunAsync("UPDATE streams SET lease_until = lease_until - interval '2 hours'");
        var takenOver = await EndAsync(Start("sync", "--hub", folder.In("hub.yaml")));

        Assert.InRange(committed, 1, Permits - 1);
        Assert.Equal(1, tooEarly.Code);
        Assert.Contains("another process", tooEarly.Said, StringComparison.Ordinal);
        Assert.True(takenOver.Code == 0, takenOver.Said);
        Assert.Equal((long)Permits, await RunAsync("SELECT count(*) FROM cases WHERE removed_at IS NULL"));
        // Added once each, in positions without a gap.
        Assert.Equal($"{Permits} {Permits} {Permits}", await RunAsync("SELECT count(*) || ' ' || count(DISTINCT public_id) || ' ' || max(position) FROM changes WHERE kind = 1"));
        // Interrupted (6), then succeeded (1), each with an epoch of its own.
        Assert.Equal("6/1 1/2", await RunAsync("SELECT string_agg(outcome || '/' || epoch, ' ' ORDER BY id) FROM runs"));
    }

    void WriteHub()
    {
        foreach (var made in new[] { "streams", "drop" }) Directory.CreateDirectory(folder.In(made));
        KeyRingFile.CreateNew(folder.In("hub.keys"));
        File.WriteAllText(folder.In("hub.yaml"), "tenant: sundby\ntimezone: Europe/Stockholm\nindex:\n  postgresql: ${secret:INDEX}\nstreams: [streams]\n");
        File.WriteAllText(folder.In("streams/permits.stream.yaml"), $$"""
            stream: permits
            source: permits
            title: Permits
            adapter: files
            mapping: permits
            connection:
              folder: "{{folder.In("drop")}}"
              content: changes
              settled: 0s
            read:
              strategy: cursor
              lookback: 0s
              settle: 0s
              page: { size: 50 }
              batch: { size: 50 }
            """);
        File.WriteAllText(folder.In("streams/permits.mapping.yaml"), """
            mapping: permits
            version: 1.0.0
            target: case@1
            source:
              system: permits
              stream: permits
              format: csv
              csv: { delimiter: ";", header: true, columns: [Number, Title, Changed] }
            timezone: Europe/Stockholm
            identity:
              key: Number
              order: Changed | datetime('yyyy-MM-dd HH:mm')
            fields:
              number: Number
              title: Title
              status: const('inProgress')
              updatedAt: Changed | datetime('yyyy-MM-dd HH:mm')
              confidentiality: const('open')
            """);
        File.WriteAllLines(folder.In("drop/permits.csv"), Enumerable.Range(0, Permits).Select(n => $"P {n};A garage;2026-03-02 08:00").Prepend("Number;Title;Changed"));
        File.SetLastWriteTimeUtc(folder.In("drop/permits.csv"), new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc));
    }

    Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ihub.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["INDEX"] = server.Administrator;
        return Process.Start(start)!;
    }

    static async Task<(int Code, string Said)> EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using (process)
        {
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, string.Concat(said));
        }
    }

    // Null while the tables are not there yet.
    async Task<object?> RunAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(server.Administrator);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        try
        {
            return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) switch
            {
                int number => (long)number,
                var value => value,
            };
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return null;
        }
    }
}
