namespace ModelMunicipality.Vendors.ByggR;

/// <summary>What the stand-in for ByggR holds and how it behaves.</summary>
public sealed record ByggROptions
{
    /// <summary>How many cases there are, up to a million. 2,000 unless set.</summary>
    public int Cases { get; init; } = 2_000;

    /// <summary>Until when the cases have lived their lives; up to three years before it they came in. Ten minutes before the stand-in was made, unless set.</summary>
    public DateTimeOffset? Base { get; init; }

    /// <summary>Whether nothing changes after <see cref="Base"/>. Otherwise a case changes every <see cref="ChangeEvery"/>.</summary>
    public bool Frozen { get; init; }

    /// <summary>How often some case changes after <see cref="Base"/>. Every three seconds unless set.</summary>
    public TimeSpan ChangeEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether, after the base, a record is a bad one now and then, and one is gone for good. Not unless set, and never frozen.</summary>
    public bool HasMishaps { get; init; }

    /// <summary>How many cases a batch holds. 200 unless set; more only when several changed in the same second.</summary>
    public int BatchSize { get; init; } = 200;

    /// <summary>The zone of the local time that it speaks.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
}
