using Hangfire;
using Hangfire.InMemory;
using Hangfire.Logging;
using Hangfire.PostgreSql;
using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;
using IntegrationHub.Server.Tests.Schedules;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Extras.Tests.Hangfire;

public sealed class HangfireConformance : JobEngineConformance
{
    protected override ScheduledHub Over(RunSchedule schedule) => new HangfireHub(schedule);
}

[Collection(RealHangfire.OneAtATime)]
public sealed class HangfireOnDiskConformance() : JobEngineOnDiskConformance(HangfireHub.Numbers, hub => RealHangfire.Use(hub, hangfire => hangfire.UseInMemoryStorage()));

[Collection(RealHangfire.OneAtATime)]
public sealed class HangfireOnPostgreSqlConformance(PostgresServer server) : JobEngineOnDiskConformance(HangfireHub.Numbers, hub => RealHangfire.Use(hub, hangfire => RealHangfire.OnPostgreSql(hangfire, server))), IClassFixture<PostgresServer>;

/// <summary>Hangfire as an application has it, with everything of its own, and looking often.</summary>
static class RealHangfire
{
    /// <summary>Hangfire keeps its storage, its log and its routes once per process: applications that have it are tested one after the other.</summary>
    public const string OneAtATime = "Hangfire in an application";

    public static void Use(IHubBuilder hub, Action<IGlobalConfiguration> storage)
    {
        hub.Services.AddHangfire(hangfire => storage(Quiet(hangfire)));
        hub.UseHangfire(hangfire =>
        {
            hangfire.LookForChangesEvery = TimeSpan.FromMilliseconds(200);
            hangfire.PollingInterval = TimeSpan.FromMilliseconds(200);
            hangfire.MaxRunsAtOnce = 4;
        });
    }

    /// <summary>Without a log, which would be asked after its application has ended.</summary>
    public static IGlobalConfiguration Quiet(IGlobalConfiguration hangfire) => hangfire.UseLogProvider(new NoLog());

    public static void OnPostgreSql(IGlobalConfiguration hangfire, PostgresServer server) => hangfire.UsePostgreSqlStorage(
        storage => storage.UseNpgsqlConnection(server.Administrator),
        new PostgreSqlStorageOptions
        {
            SchemaName = $"hangfire_{Guid.NewGuid():n}",
            QueuePollInterval = TimeSpan.FromMilliseconds(200),
            InvisibilityTimeout = TimeSpan.FromSeconds(30),
            UseSlidingInvisibilityTimeout = true,
        });

    sealed class NoLog : ILogProvider, ILog
    {
        public ILog GetLogger(string name) => this;

        public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
