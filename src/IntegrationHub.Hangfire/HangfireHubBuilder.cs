using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Storage;
using IntegrationHub.Hangfire;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets Hangfire run the hub's streams on their schedules.</summary>
public static class HangfireHubBuilder
{
    /// <summary>Keeps a recurring job for each stream and runs them, from the application's start to its end.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="configure">Sets what there is to set.</param>
    /// <remarks>
    /// The application says with <c>AddHangfire</c> where Hangfire keeps its jobs. The hub adds a server of its own for a queue of its own; the application's servers are left alone.
    /// A hub that cannot start keeps the application from starting.
    /// </remarks>
    public static IHubBuilder UseHangfire(this IHubBuilder hub, Action<HangfireScheduleOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(hub);

        var options = new HangfireScheduleOptions();
        configure?.Invoke(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.LookForChangesEvery, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.TryAgainAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.PollingInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRunsAtOnce, 1);

        hub.Services.TryAddSingleton(options);
        hub.Services.TryAddSingleton<StreamPlans>();
        hub.Services.TryAddSingleton<IStreamSchedule>(provider => provider.GetRequiredService<StreamPlans>());
        hub.Services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<RecurringStreams>(provider, StorageOf(provider)));
        hub.Services.TryAddSingleton<StreamRuns>();
        hub.Services.TryAddTransient<StreamJob>();
        // First the hub, then the server that runs its jobs.
        hub.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StreamPlanner>());
        hub.Services.AddHangfireServer((provider, server) => Set(server, options, provider));
        return hub;
    }

    // Both are found at the start, and not in the log of each look.
    static JobStorage StorageOf(IServiceProvider provider)
    {
        var storage = provider.GetService<JobStorage>()
            ?? throw new InvalidOperationException("UseHangfire: the application has not said where Hangfire keeps its jobs. Call services.AddHangfire(hangfire => hangfire.Use…Storage(…)).");
        return storage.HasFeature(JobStorageFeatures.JobQueueProperty)
            ? storage
            : throw new InvalidOperationException($"UseHangfire: {storage.GetType().Name} cannot keep the queue of a recurring job (its feature '{JobStorageFeatures.JobQueueProperty}'), so the hub's jobs would be run by servers that have no hub. Update its package, or take another storage.");
    }

    static void Set(BackgroundJobServerOptions server, HangfireScheduleOptions options, IServiceProvider provider)
    {
        var tenant = provider.GetRequiredService<IHub>().Tenant;
        // Hangfire's own is one for the whole process, and would be another application's where there are two.
        server.Activator = new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>());
        server.ServerName = $"IntegrationHub {tenant} on {Environment.MachineName}";
        server.Queues = [RecurringStreams.QueueOf(tenant)];
        server.WorkerCount = options.MaxRunsAtOnce;
        server.SchedulePollingInterval = options.PollingInterval;
        // A run stops at its next commit, and is put back into the queue; the host says how long that may take.
        server.StopTimeout = TimeSpan.Zero;
    }
}
