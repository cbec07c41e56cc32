using IntegrationHub.Disclosure;

namespace IntegrationHub.Hangfire;

/// <summary>What becomes of somebody who opens the dashboard.</summary>
enum DashboardEntry
{
    /// <summary>Nobody knows who they are.</summary>
    SignIn,

    /// <summary>They are known, and it is not for them.</summary>
    Refused,

    /// <summary>They may.</summary>
    Open,
}

/// <summary>Decides who may see the dashboard and press its buttons. Pure.</summary>
/// <remarks>The hub's roles decide, as on its own pages: the dashboard shows streams and runs and no case, and what it can do is what those may who keep the hub running.</remarks>
static class DashboardAccess
{
    /// <summary>Decides for a role; null is who is not signed in.</summary>
    public static DashboardEntry Decide(CallerRole? role) => role switch
    {
        null => DashboardEntry.SignIn,
        CallerRole.Operations or CallerRole.Administrator => DashboardEntry.Open,
        _ => DashboardEntry.Refused,
    };
}
