using IntegrationHub.Server.Tests.Cli;
using Npgsql;

namespace IntegrationHub.Server.Tests.Schedules.Clustered;

/// <summary>What a node that was frozen leaves in the tables of the schedules, and what the others make of it. Found by the torture suite, with a process that was stopped.</summary>
public sealed class FrozenNodeTests : IAsyncLifetime
{
    const int RunEnded = 2002;
    const int StoodStill = 2068;
    const int GivenUp = 2069;

    readonly HubOnDisk disk = new();
    string schema = "";
    ClusterNode node = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        schema = await SharedPostgres.SchemaAsync();
        node = new ClusterNode(disk, schema, "node-1");
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        disk.Dispose();
    }

    [Fact]
    public async Task A_node_that_stands_still_with_the_schedules_lock_stops_nobody_else_for_long()
    {
        await StartAsync(every: "1s");
        await using var frozen = await OpenAsync();
        await RunAsync(frozen, "BEGIN; SELECT 1 FROM ihub_qrtz_locks FOR UPDATE");

        await node.Log.WaitForAsync(StoodStill);
        await node.Log.WaitForAsync(RunEnded, node.Log.Lines.Count(line => line.Id == RunEnded) + 2);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => RunAsync(frozen, "COMMIT"));
    }

    [Fact]
    public async Task A_node_that_starts_waits_no_longer_for_one_that_stands_still_while_it_shows_itself()
    {
        await StartAsync(every: "1s");
        await node.StopAsync();
        await using var frozen = await OpenAsync();
        await RunAsync(frozen, "INSERT INTO ihub_qrtz_scheduler_state (sched_name, instance_name, last_checkin_time, checkin_interval) VALUES ('IntegrationHub sundby', 'frozen', 0, 1000)");
        await RunAsync(frozen, "BEGIN; UPDATE ihub_qrtz_scheduler_state SET last_checkin_time = 1 WHERE instance_name = 'frozen'");

        await using var second = new ClusterNode(disk, schema, "node-2");
        await second.StartAsync();

        await second.Log.WaitForAsync(StoodStill);
        await second.Log.WaitForAsync(RunEnded, 2);
    }

    [Fact]
    public async Task A_backup_that_reads_the_schedules_and_somebody_who_holds_something_else_in_a_transaction_are_left_alone()
    {
        await StartAsync(every: "1s");
        await using var other = await OpenAsync();
        await RunAsync(other, "BEGIN; SELECT pg_advisory_xact_lock(1); SELECT 1 FROM streams");
        await using var backup = await OpenAsync();
        await RunAsync(backup, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM ihub_qrtz_locks; SELECT 1 FROM ihub_qrtz_triggers");

        await node.Log.WaitForAsync(RunEnded, node.Log.Lines.Count(line => line.Id == RunEnded) + 6);

        await RunAsync(other, "COMMIT");
        await RunAsync(backup, "COMMIT");
        Assert.DoesNotContain(node.Log.Lines, line => line.Id is StoodStill or GivenUp);
    }

    [Fact]
    public async Task Turns_of_a_node_that_is_in_no_list_are_taken_by_another_one()
    {
        await StartAsync(every: "3h");
        await using var ghost = await OpenAsync();
        // Begun when it was due, three hours before it is due again.
        await RunAsync(ghost, $"""
            BEGIN;
            UPDATE ihub_qrtz_triggers SET trigger_state = 'BLOCKED';
            INSERT INTO ihub_qrtz_fired_triggers (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time, priority, state, job_name, job_group, is_nonconcurrent, requests_recovery)
            SELECT sched_name, 'ghost-1', trigger_name, trigger_group, 'ghost', next_fire_time - {TimeSpan.FromHours(3).Ticks}, next_fire_time - {TimeSpan.FromHours(3).Ticks}, 5, 'EXECUTING', job_name, job_group, true, true FROM ihub_qrtz_triggers;
            COMMIT
            """);

        await node.Log.WaitForAsync(GivenUp, about: "ghost");
        await node.Log.WaitForAsync(RunEnded, 2);

        await using var count = new NpgsqlCommand("SELECT count(*) FROM ihub_qrtz_fired_triggers WHERE instance_name = 'ghost'", ghost);
        Assert.Equal(0L, await count.ExecuteScalarAsync(Cancel));
    }

    async Task StartAsync(string every)
    {
        await File.AppendAllTextAsync(disk.In("streams/permits.stream.yaml"), $"schedule: {{ every: {every} }}\n", Cancel);
        await node.StartAsync();
        await node.Log.WaitForAsync(RunEnded);
    }

    // Not from the pool: whose connection is ended here is nobody else's.
    async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(schema) { Pooling = false }.ToString());
        await connection.OpenAsync(Cancel);
        return connection;
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
