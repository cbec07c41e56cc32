using IntegrationHub.Quarantine;
using IntegrationHub.Removals;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>What a stream's complete read has seen, so that what it did not see is known at its end, however often it was broken off.</summary>
internal interface ISweepRows
{
    /// <summary>The number of the stream's sweep, given to it now if need be. A sweep that was left behind loses its marks.</summary>
    long Begin(string name);

    /// <summary>The number of a sweep of this name; null when the stream has none.</summary>
    long? Find(string name);

    /// <summary>The sweep that goes on, or was broken off; null when there is none.</summary>
    long? Running();

    /// <summary>Whether the stream's sweep is a rebuild's.</summary>
    bool IsRebuild();

    void Mark(long sweep, string key);

    /// <summary>What the stream has of a sweep. A sweep that no batch belonged to has seen nothing.</summary>
    SweepCount Count(string name);

    /// <summary>The keys of live cases that the sweep did not see and that nobody decided to keep.</summary>
    IReadOnlyList<string> Gone(string name);

    /// <summary>Removes what lies in quarantine and was not in the sweep either: there is no record any more that it could be mapped from.</summary>
    /// <returns>The keys of what was removed, as far as they are known.</returns>
    IReadOnlyList<string> DropUnseenQuarantine(string name);

    /// <summary>Drops the marks of all sweeps of the stream. What a rebuild has gathered is nobody's from then on.</summary>
    void DropAll();
}

/// <summary>What stands for a key among the marks of a complete read.</summary>
internal static class SweepMarks
{
    /// <summary>Before the raw hash of a record whose key could not be read.</summary>
    public const string Keyless = "\u001fraw:";

    /// <summary>What stands for the key of a record in quarantine.</summary>
    public static string Of(QuarantineEntry entry) => entry.Key ?? Keyless + Convert.ToHexString(entry.RawHash);

    /// <summary>What stands for a record of a rebuild whose case the mapping calls gone: the record was seen, the case was not held.</summary>
    public static string OfGone(string key) => "\u001fgone:" + key;
}

/// <summary>The held deletes of a stream, and the cases that somebody decided to keep.</summary>
internal interface IHeldDeleteRows
{
    /// <summary>The one that waits for a decision.</summary>
    (long Id, DateTimeOffset ReadStartedAt)? Waiting();

    /// <summary>The keys that have not been read again since.</summary>
    IReadOnlyList<string> Cases(long id);

    long Insert(long run, SweepVerdict verdict, DateTimeOffset expiresAt, IReadOnlyList<string> keys);

    /// <summary>The same waits on, on the proof of a newer read.</summary>
    void Renew(long id, long run, SweepVerdict verdict, DateTimeOffset expiresAt);

    /// <summary>Nobody needs to decide any more.</summary>
    void Close(long id, HeldDeleteState state);

    /// <summary>Closes it when none of its cases is left.</summary>
    void CloseIfEmpty(long id, HeldDeleteState state);

    /// <summary>Takes keys out of it.</summary>
    /// <returns>How many of them it had.</returns>
    int Drop(long id, IReadOnlyCollection<string> keys);

    void DropAll(long id);

    /// <summary>The keys that would go when it is approved; null when it does not wait for a decision.</summary>
    IReadOnlyList<string>? Left(long id);

    /// <summary>Writes down what somebody decided, and how many cases it concerned.</summary>
    void Decide(long id, HeldDeleteState state, HeldDeleteDecision decision, long outcome);

    /// <summary>Whether anything of the stream is kept.</summary>
    bool KeepsAny();

    void Keep(string key, DateTimeOffset since, DateTimeOffset until);

    /// <summary>Ends the keeping of what a later read has seen.</summary>
    void EndKeeping(IReadOnlyList<(string Key, DateTimeOffset ReadStartedAt)> seen);
}

/// <summary>The records of a rebuild, beside what is there.</summary>
internal interface IShadowRows
{
    void Gather(string sweep, Batch batch);

    /// <summary>What was gathered, in its order, some at a time.</summary>
    IEnumerable<IReadOnlyList<ShadowRow>> Portions(string sweep);
}
