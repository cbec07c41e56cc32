using ModelMunicipality.Vendors.ByggR;

namespace ModelMunicipality.Vendors.OpenEPlatform;

/// <summary>What the stand-in for Open ePlatform holds and how it behaves.</summary>
public sealed record OpenEPlatformOptions
{
    /// <summary>What the stand-in for ByggR was made from: its permits came in through the e-services here. There are as many submissions as permits, and they live by the same base, zone and frost.</summary>
    public ByggROptions Permits { get; init; } = new();

    /// <summary>The user that may read.</summary>
    public string Username { get; init; } = "integrationhub";

    /// <summary>That user's password.</summary>
    public required string Password { get; init; }

    /// <summary>How often some submission changes, after the base. Every three seconds unless set.</summary>
    public TimeSpan ChangeEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a new submission comes in, after the base. Every thirty seconds unless set.</summary>
    public TimeSpan ArriveEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether, after the base, a record is a bad one now and then, and one is gone for good. Not unless set, and never frozen.</summary>
    public bool HasMishaps { get; init; }

    /// <summary>The number of a report at the stand-in for Open311 that the resident who is shown to visitors made through the e-service; null when there is none.</summary>
    public string? FaultReport { get; init; }

    /// <summary>Whether the day of <c>toDate</c> itself is left out. Installations differ.</summary>
    public bool ToDateExclusive { get; init; }
}
