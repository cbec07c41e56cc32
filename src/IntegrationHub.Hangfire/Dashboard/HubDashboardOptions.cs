namespace IntegrationHub.Hangfire;

/// <summary>What Hangfire's dashboard needs to know of the hub's pages.</summary>
public sealed class HubDashboardOptions
{
    /// <summary>The path of the page where people sign in; null where there is none: then whoever is not signed in is answered 401. <c>/sign-in</c> unless set.</summary>
    public string? SignInPath { get; set; } = "/sign-in";

    /// <summary>The path of the hub's operations page, which the streams lead to; null where the application has none. <c>/operations</c> unless set.</summary>
    public string? OperationsPath { get; set; } = "/operations";

    /// <summary>The path of the hub's quarantine page; null where the application has none. <c>/quarantine</c> unless set.</summary>
    public string? QuarantinePath { get; set; } = "/quarantine";
}
