using System.Globalization;
using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>What a finished complete read proves. Every delete by absence depends on it: a store removes and holds what the verdict over its own rows says, in the same transaction.</summary>
/// <remarks>A read that a fault ended never gets here: it has no verdict and removes nothing.</remarks>
public sealed record SweepVerdict
{
    /// <summary>Why it is so.</summary>
    public required SweepReason Reason { get; init; }

    /// <summary>What was known of the read.</summary>
    public required SweepFacts Facts { get; init; }

    /// <summary>What the index had of it.</summary>
    public required SweepCount Count { get; init; }

    /// <summary>What the stream file lets go at once.</summary>
    public required DeleteGuard Guard { get; init; }

    /// <summary>Whether the read held everything the source has.</summary>
    public bool Complete => Reason is SweepReason.Complete or SweepReason.AboveGuard;

    /// <summary>What becomes of the cases that the read did not hold.</summary>
    public SweepRemoval Removal => Reason switch
    {
        SweepReason.Complete when Count.Gone > 0 => SweepRemoval.Remove,
        SweepReason.AboveGuard => SweepRemoval.Hold,
        _ => SweepRemoval.Nothing,
    };

    /// <summary>Whether somebody should look: the read was incomplete, or what it would remove is held.</summary>
    public bool NeedsAPerson => Reason is not (SweepReason.Complete or SweepReason.NothingNew);

    /// <summary>Decides. Pure, so that all stores and the tests share it.</summary>
    /// <param name="facts">What is known of the read.</param>
    /// <param name="count">What the index has of it.</param>
    /// <param name="guard">What may go without a person's word.</param>
    public static SweepVerdict Decide(SweepFacts facts, SweepCount count, DeleteGuard guard)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(guard);

        return new SweepVerdict { Reason = ReasonOf(facts, count, guard), Facts = facts, Count = count, Guard = guard };
    }

    /// <summary>The verdict in words, for the run's history.</summary>
    public string InWords() => Reason switch
    {
        SweepReason.Complete when Count.Gone > 0 => Say($"complete: {Facts.Records:N0} records, {Count.Gone:N0} cases have vanished{Kept}"),
        SweepReason.Complete => Say($"complete: {Facts.Records:N0} records, nothing has vanished{Kept}"),
        SweepReason.AboveGuard => Say($"held: {Count.Gone:N0} of {Count.Live:N0} cases have vanished, more than the guard lets go at once ({Guard.MaxCases:N0} cases, {Guard.MaxShare * 100:0.##} %); nothing was removed, and somebody must decide{Kept}"),
        SweepReason.NothingNew => "nothing new: the source has no newer complete export",
        SweepReason.ChangesOnly => Incomplete("the source said that it sent changes only, or that its answer was cut"),
        SweepReason.Empty => Incomplete($"the source sent nothing, but the index has {Count.Live:N0} cases of this stream"),
        SweepReason.OtherCount => Incomplete($"the source promised {Facts.Promised:N0} records and sent {Facts.Records:N0}"),
        SweepReason.Keyless => Incomplete($"{Facts.Keyless:N0} records without a readable key are in quarantine; the {Count.Gone:N0} cases that seem to have vanished may be among them"),
        SweepReason.Repeated => Incomplete($"{RepeatedOf(Facts, Count):N0} of {Facts.Records:N0} records came more than once; the {Count.Gone:N0} cases that seem to have vanished may have been left out for them"),
        _ => Incomplete("nothing is known of why"),
    };

    static SweepReason ReasonOf(SweepFacts facts, SweepCount count, DeleteGuard guard)
    {
        // A file drop between two exports: there was nothing to read, and nothing is wrong.
        if (facts is { ChangesOnly: true, Records: 0 }) return SweepReason.NothingNew;
        if (facts.ChangesOnly) return SweepReason.ChangesOnly;
        if (facts.Records == 0 && count.Live > 0) return SweepReason.Empty;
        if (facts.Promised is { } promised && promised != facts.Records) return SweepReason.OtherCount;
        if (count.Gone == 0) return SweepReason.Complete;
        // A page that came twice in the place of another fulfils what was promised, and leaves out what seems to have vanished.
        if (facts.Promised is not null && RepeatedOf(facts, count) > 0) return SweepReason.Repeated;
        if (facts.Keyless > 0) return SweepReason.Keyless;
        return guard.LetsGo(count.Gone, count.Live) ? SweepReason.Complete : SweepReason.AboveGuard;
    }

    static long RepeatedOf(SweepFacts facts, SweepCount count) => Math.Max(0, facts.Records - facts.Skipped - count.Seen);

    string Kept => Count.Kept > 0 ? Say($"; {Count.Kept:N0} more stay because somebody decided so") : "";

    static string Incomplete(FormattableString why) => $"incomplete: {Say(why)}; nothing was removed";

    static string Incomplete(string why) => $"incomplete: {why}; nothing was removed";

    static string Say(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);
}

/// <summary>Why a verdict is what it is: what a finished complete read proves, or why it proves nothing.</summary>
public enum SweepReason
{
    /// <summary>It held everything the source has; what it did not hold is gone.</summary>
    Complete = 1,

    /// <summary>It held everything the source has, but more is gone than the guard lets go without a person's word.</summary>
    AboveGuard = 2,

    /// <summary>There was nothing to read, and nothing is wrong: a file drop between two complete exports.</summary>
    NothingNew = 3,

    /// <summary>The source said that it sent changes only, or that its answer was cut.</summary>
    ChangesOnly = 4,

    /// <summary>The source sent nothing, though the index has cases of the stream.</summary>
    Empty = 5,

    /// <summary>The source promised another number of records than it sent.</summary>
    OtherCount = 6,

    /// <summary>Records without a readable key went to quarantine: any case that seems to be gone may be one of them.</summary>
    Keyless = 7,

    /// <summary>The number of records is what was promised, but some came more than once: a page that came twice may stand in the place of another.</summary>
    Repeated = 8,
}

/// <summary>What becomes of the cases that a complete read did not hold.</summary>
public enum SweepRemoval
{
    /// <summary>Nothing: they stay.</summary>
    Nothing = 0,

    /// <summary>They become tombstones in the commit that ends the read.</summary>
    Remove = 1,

    /// <summary>They stay until somebody decides.</summary>
    Hold = 2,
}

/// <summary>What is known of a complete read when its last page is committed: one half of the ground of its verdict.</summary>
public sealed record SweepFacts
{
    /// <summary>When it began, by the hub's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How many records it read.</summary>
    public required long Records { get; init; }

    /// <summary>How many the vendor promised, if it told.</summary>
    public long? Promised { get; init; }

    /// <summary>How many of them the mapping left out: nothing tells whether they were different ones.</summary>
    public long Skipped { get; init; }

    /// <summary>How many records were held without a key.</summary>
    public long Keyless { get; init; }

    /// <summary>Whether a page was no part of a complete export.</summary>
    public bool ChangesOnly { get; init; }
}

/// <summary>What the index has of a complete read: the other half of the ground of its verdict.</summary>
/// <param name="Live">How many live cases the stream has.</param>
/// <param name="Unseen">How many of them the read did not hold.</param>
/// <param name="Seen">How many different records the read held, those in quarantine included.</param>
/// <param name="Kept">How many of the unseen stay because somebody decided so.</param>
public readonly record struct SweepCount(long Live, long Unseen, long Seen = 0, long Kept = 0)
{
    /// <summary>How many would go.</summary>
    public long Gone => Unseen - Kept;
}
