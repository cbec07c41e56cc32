using IntegrationHub.Lookup;

namespace IntegrationHub.Console.Desk;

/// <summary>Decides when an open answer is looked up again by itself. Pure.</summary>
static class DeskRefresh
{
    const int MaxPurpose = 200;

    /// <summary>However much is written, an answer is looked up again no more often than this.</summary>
    public static readonly TimeSpan AtLeastBetween = TimeSpan.FromSeconds(1);

    /// <summary>Whether a run has changed something in a source of the answer since it was looked up.</summary>
    public static bool IsDue(IReadOnlyDictionary<string, long> seen, IReadOnlyDictionary<string, long> now, IReadOnlyList<SourceCoverage> sources) =>
        sources.Any(source => now.GetValueOrDefault(source.Source) > seen.GetValueOrDefault(source.Source));

    /// <summary>The purpose as the audit has it: with the remark that nobody pressed a key.</summary>
    public static string PurposeOf(string purpose, string byItself) =>
        purpose.Length + byItself.Length > MaxPurpose ? purpose[..(MaxPurpose - byItself.Length)] + byItself : purpose + byItself;

    /// <summary>Whether somebody who looks at the answer would see a difference.</summary>
    public static bool Differs(LookupAnswer before, LookupAnswer now) =>
        !before.Full.Select(Mark).SequenceEqual(now.Full.Select(Mark)) || !before.Existence.SequenceEqual(now.Existence);

    static (string, Cases.CaseStatus, DateTimeOffset?, DateTimeOffset?, string?, bool, DateTimeOffset?) Mark(AnswerCase matter) =>
        (matter.Id, matter.Status, matter.UpdatedAt, matter.LastEvent?.At, matter.Title, matter.Outdated, matter.EditedAt);
}
