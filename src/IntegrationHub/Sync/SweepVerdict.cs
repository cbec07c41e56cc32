using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>What is known of a complete read when it ends: the ground of its verdict.</summary>
internal sealed record SweepFacts
{
    /// <summary>How many records it read.</summary>
    public required long Records { get; init; }

    /// <summary>How many the vendor promised, if it told.</summary>
    public required long? Total { get; init; }

    /// <summary>How many of them the mapping left out: nothing tells whether they were different ones.</summary>
    public long Skipped { get; init; }

    /// <summary>How many records were held without a key.</summary>
    public required long Keyless { get; init; }

    /// <summary>Whether a page was no part of a complete export.</summary>
    public required bool ChangesOnly { get; init; }

    /// <summary>How many live cases the stream has, and how many the read did not hold.</summary>
    public required SweepCount Count { get; init; }

    /// <summary>How many records came more than once.</summary>
    public long Repeated => Math.Max(0, Records - Skipped - Count.Seen);
}

/// <summary>What a complete read proves: every delete by absence depends on it.</summary>
/// <param name="Complete">Whether the read held everything the source has.</param>
/// <param name="Remove">Whether what it did not hold may become tombstones.</param>
/// <param name="NeedsAPerson">Whether somebody should look: the read was incomplete, or what it would remove is held by the guard.</param>
/// <param name="Reason">In words, for the run's history.</param>
internal sealed record SweepVerdict(bool Complete, bool Remove, bool NeedsAPerson, string Reason)
{
    /// <summary>Decides. A read that a fault ended never gets here: it has no verdict and removes nothing.</summary>
    public static SweepVerdict Decide(SweepFacts facts, DeleteGuard guard)
    {
        var (live, unseen, _) = facts.Count;

        // A file drop between two exports: there was nothing to read, and nothing is wrong.
        if (facts is { ChangesOnly: true, Records: 0 }) return new SweepVerdict(false, false, false, "nothing new: the source has no newer complete export");
        if (facts.ChangesOnly) return Incomplete("the source said that it sent changes only");
        if (facts.Records == 0 && live > 0) return Incomplete($"the source sent nothing, but the index has {live:N0} cases of this stream");
        if (facts.Total is { } total && total != facts.Records) return Incomplete($"the source promised {total:N0} records and sent {facts.Records:N0}");
        // A page that came twice in the place of another fulfils what was promised, and leaves out what seems to have vanished.
        if (facts is { Total: not null, Repeated: > 0 } && unseen > 0) return Incomplete($"{facts.Repeated:N0} of {facts.Records:N0} records came more than once; the {unseen:N0} cases that seem to have vanished may have been left out for them");
        if (unseen == 0) return new SweepVerdict(true, false, false, $"complete: {facts.Records:N0} records, nothing has vanished");
        if (facts.Keyless > 0) return Incomplete($"{facts.Keyless:N0} records without a readable key are in quarantine; the {unseen:N0} cases that seem to have vanished may be among them");
        if (unseen > guard.AlwaysAllowed && (unseen > guard.MaxCases || unseen > live * guard.MaxShare))
            return new SweepVerdict(true, false, true, $"held: {unseen:N0} of {live:N0} cases have vanished, more than the guard lets go at once ({guard.MaxCases:N0} cases, {guard.MaxShare:P0}); nothing was removed");
        return new SweepVerdict(true, true, false, $"complete: {facts.Records:N0} records, {unseen:N0} cases have vanished");
    }

    static SweepVerdict Incomplete(string why) => new(false, false, true, $"incomplete: {why}; nothing was removed");
}
