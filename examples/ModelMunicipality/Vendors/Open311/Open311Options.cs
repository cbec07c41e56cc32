namespace ModelMunicipality.Vendors.Open311;

/// <summary>What the stand-in for an Open311 server holds and how it behaves.</summary>
public sealed record Open311Options
{
    /// <summary>How many reports there are at <see cref="Base"/>, up to a million. 2,000 unless set. New ones come in after it.</summary>
    public int Cases { get; init; } = 2_000;

    /// <summary>When the year ends in which they came in. Ten minutes before the stand-in was made, unless set.</summary>
    public DateTimeOffset? Base { get; init; }

    /// <summary>Whether nothing happens after <see cref="Base"/>. Otherwise something does every <see cref="ChangeEvery"/>.</summary>
    public bool Frozen { get; init; }

    /// <summary>How often a report comes in or is updated after <see cref="Base"/>, whole seconds: every tenth time one comes in. Every three seconds unless set.</summary>
    public TimeSpan ChangeEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether, after the base, a record is a bad one now and then, and one is gone for good. Not unless set, and never frozen.</summary>
    public bool HasMishaps { get; init; }

    /// <summary>How many rows an answer holds at most. 200 unless set.</summary>
    public int MaxRows { get; init; } = 200;

    /// <summary>The municipality among several on this server; null serves one and asks for none.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>The key that every question must carry; null asks for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>For how long one report in ten only has a token where it is listed. Not at all unless set.</summary>
    public TimeSpan TokenFor { get; init; }

    /// <summary>The number under which the e-service knows the report that is shown to visitors; null when it came another way.</summary>
    public string? StoryEServiceNumber { get; init; }
}
