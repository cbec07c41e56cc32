using IntegrationHub.HandOvers;

namespace ContactCentre.HandOvers;

/// <summary>What somebody at the desk promises.</summary>
/// <param name="Kind">Whether somebody is to call back.</param>
/// <param name="Unit">The unit that is given it.</param>
/// <param name="Text">What they are to do.</param>
/// <param name="DueAt">By when; null when no time was promised.</param>
public sealed record WantedPromise(HandOverKind Kind, string Unit, string Text, DateTimeOffset? DueAt);
