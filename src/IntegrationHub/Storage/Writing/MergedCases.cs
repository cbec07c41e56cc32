using IntegrationHub.Cases;

namespace IntegrationHub.Storage.Writing;

/// <summary>Lets look-ups by the numbers of a case that became part of another find that other one.</summary>
/// <remarks>
/// The numbers are taken from the tombstones' own rows whenever they are needed, so cases may merge in any order: before the other one is there, and over several steps.
/// </remarks>
internal sealed class MergedCases(ICaseRows cases, LookupKeyChanges keys)
{
    // A longer chain than this is a circle, or nobody's work.
    const int MostSteps = 16;

    bool? any;

    /// <summary>The case with this key was written: it is found by the numbers of those that became part of it too.</summary>
    public void AddTo(long caseId, string key)
    {
        if (!Any) return;
        foreach (var number in NumbersInto(key, MostSteps)) keys.Add(caseId, number);
    }

    /// <summary>A tombstone became part of another case: that one is found by its numbers.</summary>
    public void Give(string key, string into)
    {
        any = true;
        if (Target(key, into) is not { } target) return;
        foreach (var number in NumbersOf(key)) keys.Add(target.Id, number);
    }

    /// <summary>A tombstone is no part of another case any more: that one is no longer found by its numbers, unless they are its own.</summary>
    public void TakeBack(string key, string into)
    {
        if (Target(key, into) is not { } target) return;

        var own = LookupKeyChanges.Unpack(target.Keys);
        foreach (var number in NumbersOf(key))
            if (!own.Contains(number)) keys.Remove(target.Id, number);
    }

    /// <summary>Of a tombstone's keys those that must outlive its contents: the numbers by which the other case is found.</summary>
    public static byte[]? Numbers(byte[]? packed, string? mergedInto) =>
        packed is null || mergedInto is null ? null : LookupKeyChanges.Pack([.. LookupKeyChanges.Unpack(packed).Where(IsNumber)]);

    bool Any => any ??= cases.AnyMerged();

    // The case at the end of the chain, whether it is there or has left; null when it has not come yet, or the chain comes back to the case itself.
    (long Id, byte[]? Keys)? Target(string key, string into)
    {
        for (var (at, step) = (into, 0); step < MostSteps && at != key; step++)
        {
            if (cases.InChain(at) is not { } found) return null;
            if (found.Into is null) return (found.Id, found.Live ? found.Keys : null);

            at = found.Into;
        }

        return null;
    }

    IEnumerable<LookupKey> NumbersOf(string key) =>
        LookupKeyChanges.Unpack(cases.InChain(key)?.Keys).Where(IsNumber).Concat(NumbersInto(key, MostSteps));

    IEnumerable<LookupKey> NumbersInto(string key, int steps)
    {
        if (steps == 0) return [];

        return [.. cases.MergedInto(key).SelectMany(other => LookupKeyChanges.Unpack(other.Keys).Where(IsNumber).Concat(NumbersInto(other.Key, steps - 1)))];
    }

    static bool IsNumber(LookupKey key) => key.Kind is LookupKind.CaseNumber or LookupKind.Link;
}
