using IntegrationHub.Quartz;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Server.Tests.Schedules.Clustered;

/// <summary>The suite for job engines, over Quartz's tables in PostgreSQL: what one node may count on holds for one of several too.</summary>
public sealed class ClusterOnDiskConformance() : JobEngineOnDiskConformance(QuartzHub.Numbers, hub => hub.UseQuartz(quartz =>
{
    quartz.LookForChangesEvery = TimeSpan.FromMilliseconds(200);
    quartz.PostgreSql = SharedPostgres.SchemaAsync().GetAwaiter().GetResult();
}));
