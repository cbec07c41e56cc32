using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>Which families of a window are still to be read, in order, and behind which id.</summary>
/// <remarks>Written as <c>104&gt;5355,832,427!</c>: family 104 goes on behind id 5355; 427 failed once and waits at the end, so that it holds nobody up.</remarks>
sealed record FamilyPosition(IReadOnlyList<FamilyTurn> Turns)
{
    /// <summary>The family whose turn it is.</summary>
    public FamilyTurn Current => Turns[0];

    /// <summary>Whether the family may fail now without ending the read: others have not had their turn.</summary>
    public bool MayWait => Turns.Count > 1 && !Current.Failed;

    /// <summary>Where a window begins, or what a page before said.</summary>
    public static FamilyPosition Of(string? written, IReadOnlyList<int> families) =>
        (written is null ? null : Read(written)) ?? new FamilyPosition([.. families.Select(f => new FamilyTurn(f, 0, Failed: false))]);

    /// <summary>The same family goes on behind an id.</summary>
    public FamilyPosition Behind(int id) => this with { Turns = [Current with { After = id }, .. Turns.Skip(1)] };

    /// <summary>The family is done; null when it was the last.</summary>
    public FamilyPosition? Done() => Turns.Count > 1 ? this with { Turns = [.. Turns.Skip(1)] } : null;

    /// <summary>The family failed and waits until all others are done.</summary>
    public FamilyPosition PutLast() => this with { Turns = [.. Turns.Skip(1), Current with { Failed = true }] };

    public override string ToString() => string.Join(',', Turns);

    static FamilyPosition? Read(string text)
    {
        var turns = new List<FamilyTurn>();
        foreach (var part in text.Split(','))
        {
            var rest = part.TrimEnd('!');
            var behind = rest.IndexOf('>', StringComparison.Ordinal);
            var after = 0;
            if (!VendorIds.TryRead(behind < 0 ? rest : rest[..behind], out var family) || (behind >= 0 && !VendorIds.TryRead(rest[(behind + 1)..], out after))) return null;
            turns.Add(new FamilyTurn(family, after, part.EndsWith('!')));
        }

        return new FamilyPosition(turns);
    }
}

/// <summary>A family that is to be read.</summary>
/// <param name="Family">Its id.</param>
/// <param name="After">Only what has a higher id is still to be read.</param>
/// <param name="Failed">It failed once in this window.</param>
readonly record struct FamilyTurn(int Family, int After, bool Failed)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Family}{(After > 0 ? $">{After}" : "")}{(Failed ? "!" : "")}");
}

/// <summary>The local days that a window touches, as the platform is asked for them.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The one behind the last, because nobody says whether toDate itself is meant; null when there is no end.</param>
readonly record struct LocalDays(DateOnly From, DateOnly? To)
{
    /// <summary>The days of a window.</summary>
    public static LocalDays Of(PageRequest request, LocalClock clock) => new(
        request.ChangedAfter is { } after ? Day(clock.ToLabel(after)) : DateOnly.MinValue,
        request.ChangedUntil is { } until ? Behind(Day(clock.ToLabel(until))) : null);

    /// <summary>One day.</summary>
    public static LocalDays Of(DateOnly day) => new(day, Behind(day));

    /// <summary>The platform's parameters.</summary>
    public string Query => To is { } to
        ? string.Create(CultureInfo.InvariantCulture, $"?fromDate={From:yyyy-MM-dd}&toDate={to:yyyy-MM-dd}")
        : string.Create(CultureInfo.InvariantCulture, $"?fromDate={From:yyyy-MM-dd}");

    static DateOnly Day(DateTime label) => DateOnly.FromDateTime(label);

    static DateOnly Behind(DateOnly day) => day == DateOnly.MaxValue ? day : day.AddDays(1);
}
