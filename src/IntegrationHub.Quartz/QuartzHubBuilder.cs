using IntegrationHub.Hosting;
using IntegrationHub.Operation;
using IntegrationHub.Quartz;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets Quartz run the hub's streams on their schedules.</summary>
public static class QuartzHubBuilder
{
    /// <summary>Runs the streams on the schedules of their files, from the application's start to its end.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="configure">Sets what there is to set.</param>
    /// <remarks>Where several nodes share an index, set <see cref="QuartzScheduleOptions.PostgreSql"/>: otherwise each of them runs every stream. The scheduler is the hub's own; one that the application has with <c>AddQuartz</c> is left alone. A hub that cannot start keeps the application from starting.</remarks>
    public static IHubBuilder UseQuartz(this IHubBuilder hub, Action<QuartzScheduleOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(hub);

        var options = new QuartzScheduleOptions();
        configure?.Invoke(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.LookForChangesEvery, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.TryAgainAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRunsAtOnce, 1);

        hub.Services.TryAddSingleton(options);
        hub.Services.TryAddSingleton<PlannedRuns>();
        hub.Services.TryAddSingleton<IStreamSchedule>(provider => provider.GetRequiredService<PlannedRuns>());
        hub.Services.TryAddEnumerable(options.PostgreSql is null
            ? ServiceDescriptor.Singleton<IHostedService, StreamScheduler>()
            : ServiceDescriptor.Singleton<IHostedService, ClusterScheduler>());
        return hub;
    }
}
