using IntegrationHub.Disclosure;

namespace IntegrationHub.AspNetCore;

/// <summary>What somebody was let in for; when it is gone, so is the session.</summary>
abstract class SessionGround
{
    /// <summary>What log lines call it: the name of a key, never a person.</summary>
    public abstract string Name { get; }

    /// <summary>The name, role and departments that it gives.</summary>
    public abstract Caller Caller { get; }

    /// <summary>Why it is gone; null while it holds.</summary>
    public virtual string? Gone => null;

    /// <summary>Where a browser goes after signing out here; null when nobody else knows of the session.</summary>
    public virtual Uri? SignOutAt => null;
}

/// <summary>A key of the key file was typed.</summary>
sealed class KeyGround(ApiKeyRing keys, ApiKey key) : SessionGround
{
    public override string Name => key.Name;

    public override Caller Caller { get; } = key.ToCaller(onBehalfOf: null);

    public override string? Gone => keys.Holds(key) ? null : "its key is no longer in the key file";
}
