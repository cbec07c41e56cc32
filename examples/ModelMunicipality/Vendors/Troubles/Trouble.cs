namespace ModelMunicipality.Vendors.Troubles;

/// <summary>How a system goes wrong.</summary>
enum TroubleKind
{
    /// <summary>It answers 503.</summary>
    Down,

    /// <summary>It closes the connection without an answer.</summary>
    Reset,

    /// <summary>It answers 200 with a sign-in page.</summary>
    Html,

    /// <summary>Each answer takes seconds.</summary>
    Slow,

    /// <summary>It is read as always, and says no to all that is written, in its own words.</summary>
    Refuses,

    /// <summary>No file comes.</summary>
    NoFile,

    /// <summary>The job that writes the file dies in the middle, and leaves half of it under the name it works with.</summary>
    HalfFile,
}

/// <summary>A trouble that a system has.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="From">Since when.</param>
/// <param name="Until">When it ends.</param>
readonly record struct Trouble(TroubleKind Kind, DateTimeOffset From, DateTimeOffset Until);

/// <summary>A system of the town, as its troubles are asked for.</summary>
/// <param name="Name">The name of its source in the stream files.</param>
/// <param name="Path">What the paths of its calls begin with; null for a system that drops files.</param>
sealed record TroubledSystem(string Name, string? Path)
{
    static readonly TroubleKind[] OfCalls = [TroubleKind.Down, TroubleKind.Reset, TroubleKind.Html, TroubleKind.Slow];
    static readonly TroubleKind[] OfFiles = [TroubleKind.NoFile, TroubleKind.HalfFile];

    /// <summary>The systems of the town.</summary>
    public static IReadOnlyList<TroubledSystem> All { get; } = [new("byggr", "/TekisArende"), new("open311", "/open311"), new("open-eplatform", "/oep"), new("social", null)];

    /// <summary>The troubles that it can be given.</summary>
    public IReadOnlyList<TroubleKind> Kinds => Path is null ? OfFiles : [.. OfCalls, TroubleKind.Refuses];

    /// <summary>The troubles that come without being asked for.</summary>
    public IReadOnlyList<TroubleKind> OwnKinds => Path is null ? OfFiles : OfCalls;

    /// <summary>The word for a trouble, as it is asked for.</summary>
    public static string WordOf(TroubleKind kind) => kind switch
    {
        TroubleKind.NoFile => "no-file",
        TroubleKind.HalfFile => "half-file",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
