using IntegrationHub.Hosting;

namespace ModelMunicipality.Running;

/// <summary>What runs the town's streams on their schedules, and what it brings into the application.</summary>
/// <param name="Application">The application's name, which is its program's: the files of its pages are found by it.</param>
/// <param name="Use">Lets it run the hub's streams.</param>
/// <param name="Map">Maps what it has to show.</param>
sealed record JobEngine(string Application, Action<IHubBuilder> Use, Action<WebApplication> Map)
{
    /// <summary>Quartz, which shows nothing of its own.</summary>
    public static JobEngine Quartz { get; } = new("ModelMunicipality", hub => hub.UseQuartz(quartz => quartz.LookForChangesEvery = TimeSpan.FromSeconds(2)), _ => { });

    /// <summary>None: whoever plays a day says when the streams run.</summary>
    public static JobEngine None { get; } = new("ModelMunicipality", _ => { }, _ => { });
}
