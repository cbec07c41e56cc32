namespace ModelMunicipality.Vendors.SocialExport;

/// <summary>What the stand-in for the social services' nightly export writes, and how often.</summary>
public sealed record SocialExportOptions
{
    /// <summary>How many cases the first file holds. 1,000 unless set.</summary>
    public int Cases { get; init; } = 1_000;

    /// <summary>Whether nothing changes after the first file. Otherwise a small file of changes follows every <see cref="ChangeEvery"/>.</summary>
    public bool Frozen { get; init; }

    /// <summary>How often a file of changes is dropped. Every five seconds unless set: a real department does it once a night.</summary>
    public TimeSpan ChangeEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many cases a file of changes holds. Three unless set.</summary>
    public int ChangesInFile { get; init; } = 3;

    /// <summary>Whether, a row of changes is a bad one now and then: with a status that no table knows, or with a day that there is not. Not unless set, and never frozen.</summary>
    public bool HasMishaps { get; init; }

    /// <summary>The zone of the local time in the files.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
}
