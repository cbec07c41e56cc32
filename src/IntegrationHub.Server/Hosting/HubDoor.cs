using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace IntegrationHub.Server;

/// <summary>What one hub's application takes for its server: it listens to nothing, and is handed the requests that came in at the front door for its host.</summary>
sealed class HubDoor : IServer
{
    volatile Func<IFeatureCollection, IVisit>? enter;

    /// <inheritdoc/>
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Lets a request in; null while the application does not run.</summary>
    public IVisit? Enter(IFeatureCollection features) => enter?.Invoke(features);

    /// <inheritdoc/>
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull
    {
        enter = features => new Visit<TContext>(application, features);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        enter = null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => enter = null;

    sealed class Visit<TContext>(IHttpApplication<TContext> application, IFeatureCollection features) : IVisit where TContext : notnull
    {
        readonly TContext context = application.CreateContext(features);

        public Task ProcessAsync() => application.ProcessRequestAsync(context);

        public void End(Exception? fault) => application.DisposeContext(context, fault);
    }
}

/// <summary>One request, as the application that it is for sees it.</summary>
interface IVisit
{
    /// <summary>Answers it.</summary>
    Task ProcessAsync();

    /// <summary>Lets go of it, once the answer is on its way.</summary>
    void End(Exception? fault);
}
