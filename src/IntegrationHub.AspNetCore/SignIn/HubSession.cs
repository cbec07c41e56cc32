using IntegrationHub.Disclosure;

namespace IntegrationHub.AspNetCore;

/// <summary>Somebody who is signed in to the pages: with which key, and who they say they are.</summary>
/// <param name="Id">What the hub calls the session; knowing it opens nothing.</param>
/// <param name="Key">The key that was typed.</param>
/// <param name="Person">The name or user id that was typed; it stands in the audit.</param>
/// <param name="StartedAt">When.</param>
sealed record HubSession(string Id, ApiKey Key, string Person, DateTimeOffset StartedAt)
{
    /// <summary>Who asks, for the hub.</summary>
    public Caller Caller { get; } = Key.ToCaller(Person);

    /// <summary>What they may do.</summary>
    public CallerRole Role => Key.Role;
}
