using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace IntegrationHub.Quartz;

/// <summary>Keeps the streams' plans in Quartz's tables, for all nodes, and fires each on one of them.</summary>
sealed class ClusterTimers : IAsyncDisposable
{
    const string TablePrefix = "ihub_qrtz_";

    readonly ISchedulerFactory factory;
    readonly IScheduler scheduler;
    readonly string group;
    readonly TimeSpan leftAfter;
    readonly ConcurrentDictionary<string, long> withoutTime = new(StringComparer.Ordinal);

    ClusterTimers(ISchedulerFactory factory, IScheduler scheduler, string group, TimeSpan leftAfter) =>
        (this.factory, this.scheduler, this.group, this.leftAfter) = (factory, scheduler, group, leftAfter);

    /// <summary>What looks after frozen nodes in the same tables.</summary>
    public static ClusterWatch Watch(TenantId tenant, string postgreSql, ClusterTimings timings) => new(postgreSql, NameOf(tenant), TablePrefix, timings);

    /// <summary>Makes Quartz's tables if they are not there, and begins to fire.</summary>
    public static async Task<ClusterTimers> StartAsync(
        TenantId tenant, string postgreSql, FirePlanned fire, ClusterTimings timings, int maxRunsAtOnce, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var factory = QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = NameOf(tenant);
                scheduler.IdleWaitTime = timings.Look;
            });
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(NpgsqlFactory.Instance, postgreSql);
                store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (timings.CheckIn, timings.CheckIn));
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = TablePrefix;
                    options.StoreJobDataAsStrings = true;
                    options.DbRetryInterval = timings.CheckIn;
                });
                store.ProvisionSchema();
            });
            quartz.UseDefaultThreadPool(maxRunsAtOnce);
            quartz.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ApplicationLog(loggers)));
            quartz.Services.AddSingleton(fire);
        }).Build();
        try
        {
            await using var turn = await TablesTurn.TakeAsync(postgreSql, cancellationToken);
            var scheduler = await factory.GetScheduler(cancellationToken);
            await scheduler.Start(cancellationToken);
            return new ClusterTimers(factory, scheduler, tenant.Value, timings.CheckIn);
        }
        catch
        {
            if (factory is IAsyncDisposable disposable) await disposable.DisposeAsync();
            throw;
        }
    }

    /// <summary>Everything that is planned.</summary>
    public async Task<IReadOnlyList<StoredPlan>> ReadAsync(CancellationToken cancellationToken)
    {
        await scheduler.ResetTriggersFromErrorState(GroupMatcher<TriggerKey>.GroupEquals(group), cancellationToken);
        var found = new List<StoredPlan>();
        var keys = (await scheduler.QueryTriggers(new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(group), Take = PagedQuery.All }, cancellationToken)).Items.Select(trigger => trigger.Key).ToList();
        foreach (var trigger in await scheduler.GetTriggers(keys, cancellationToken))
            if (StoredPlan.Read(trigger.Key.Name, key => trigger.JobDataMap.TryGetValue(key, out var value) ? value as string : null) is { } plan) found.Add(plan);
        return found;
    }

    /// <summary>Plans a stream that is not planned by this schedule; false when another node has just done so.</summary>
    public async Task<bool> AddAsync(StoredPlan plan, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<ClusterJob>().WithIdentity(plan.Name, group).RequestRecovery().StoreDurably().Build();
        try
        {
            await scheduler.ScheduleJob(job, Trigger(plan), cancellationToken: cancellationToken);
            return true;
        }
        catch (ObjectAlreadyExistsException)
        {
            return await IsLeftWithoutTimeAsync(plan, cancellationToken) && await MendAsync(plan, cancellationToken);
        }
    }

    /// <summary>Plans a stream's next run in the place of the one that is planned; false when the stream is not planned by this schedule any more.</summary>
    public async Task<bool> ReplaceAsync(StoredPlan plan, CancellationToken cancellationToken) =>
        await scheduler.RescheduleJob(KeyOf(plan), Trigger(plan), cancellationToken) is not null;

    /// <summary>Fires the stream by this schedule no more; a run that goes on ends as it would have.</summary>
    public async Task<bool> RemoveAsync(StoredPlan plan, CancellationToken cancellationToken) => await scheduler.DeleteJob(new JobKey(plan.Name, group), cancellationToken);

    /// <summary>Fires nothing more on this node.</summary>
    public async Task PauseAsync() => await scheduler.Standby(CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        if (factory is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }

    // While a turn is fired its job has no time for a moment: until its node has planned the next one. Who plans then runs the turn twice. A node that dies in that moment leaves it so.
    async Task<bool> IsLeftWithoutTimeAsync(StoredPlan plan, CancellationToken cancellationToken)
    {
        if (await scheduler.GetTrigger(KeyOf(plan), cancellationToken) is not null)
        {
            withoutTime.TryRemove(plan.Name, out _);
            return false;
        }

        var since = withoutTime.GetOrAdd(plan.Name, _ => TimeProvider.System.GetTimestamp());
        if (TimeProvider.System.GetElapsedTime(since) < leftAfter) return false;

        withoutTime.TryRemove(plan.Name, out _);
        return true;
    }

    async Task<bool> MendAsync(StoredPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            await scheduler.ScheduleJob(Trigger(plan), cancellationToken: cancellationToken);
            return true;
        }
        catch (ObjectAlreadyExistsException)
        {
            return false;
        }
    }

    static string NameOf(TenantId tenant) => $"IntegrationHub {tenant}";

    TriggerKey KeyOf(StoredPlan plan) => new(plan.Name, group);

    ITrigger Trigger(StoredPlan plan)
    {
        var data = new JobDataMap();
        foreach (var (key, value) in plan.Write()) data[key] = value;
        // Late is what the hub calls late: Quartz fires whenever it can.
        return TriggerBuilder.Create().WithIdentity(KeyOf(plan)).ForJob(new JobKey(plan.Name, group)).UsingJobData(data).StartAt(plan.Next.At)
            .WithSimpleSchedule(once => once.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires)).Build();
    }

    /// <summary>
    /// One node after the other: Quartz makes its tables anew where it has not found them, and would take away what a node that was a moment quicker has planned. Held by a transaction, so that
    /// it ends with its connection, and behind pgbouncer too.
    /// </summary>
    sealed class TablesTurn(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        // Any number will do that no other program uses for the same.
        const long Turn = 0x696875622d717a74;

        public static async Task<TablesTurn> TakeAsync(string postgreSql, CancellationToken cancellationToken)
        {
            var connection = new NpgsqlConnection(postgreSql);
            try
            {
                await connection.OpenAsync(cancellationToken);
                var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await using var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = Turn } }, CommandTimeout = 0 };
                await take.ExecuteNonQueryAsync(cancellationToken);
                return new TablesTurn(connection, transaction);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
