namespace IntegrationHub.Console;

/// <summary>What the pages need to know of the municipality.</summary>
public sealed class IntegrationHubPagesOptions
{
    /// <summary>What people call the municipality; it stands in the head of every page.</summary>
    public string Name { get; set; } = "IntegrationHub";

    /// <summary>The zone that times are shown in; <c>hub.yaml</c> has it. UTC unless set.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Whether the pages map the application's static assets. False when the application does it itself.</summary>
    public bool MapStaticAssets { get; set; } = true;
}
