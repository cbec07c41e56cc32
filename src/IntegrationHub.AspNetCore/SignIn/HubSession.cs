using IntegrationHub.Disclosure;

namespace IntegrationHub.AspNetCore;

/// <summary>Somebody who is signed in to the pages: on what ground, and who they are.</summary>
/// <param name="Id">What the hub calls the session; knowing it opens nothing.</param>
/// <param name="Ground">What they were let in for.</param>
/// <param name="Person">The name or user id that stands in the audit: as it was typed, or as the identity provider told it.</param>
/// <param name="StartedAt">When.</param>
sealed record HubSession(string Id, SessionGround Ground, string Person, DateTimeOffset StartedAt)
{
    /// <summary>Who asks, for the hub.</summary>
    public Caller Caller { get; } = Ground.Caller with { OnBehalfOf = Person };

    /// <summary>What they may do.</summary>
    public CallerRole Role => Ground.Caller.Role;
}
