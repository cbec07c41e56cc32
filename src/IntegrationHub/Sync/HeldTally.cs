using IntegrationHub.Quarantine;

namespace IntegrationHub.Sync;

/// <summary>Counts what became of records that came out of quarantine to be mapped again.</summary>
internal sealed class HeldTally
{
    readonly Dictionary<(string Code, string Field), (string Diagnostic, long Count)> held = [];

    /// <summary>How many were mapped.</summary>
    public long Again { get; private set; }

    /// <summary>How many came in, or were left out by the mapping.</summary>
    public long CameIn { get; private set; }

    /// <summary>How many still cannot be mapped or stored.</summary>
    public long Held => held.Values.Sum(group => group.Count);

    /// <summary>How many were older than what stands, and left.</summary>
    public long Older { get; private set; }

    /// <summary>How many had left, or were replaced, while they were mapped.</summary>
    public long Gone { get; private set; }

    /// <summary>How many cannot be opened, because a key is gone.</summary>
    public long NotOpened { get; private set; }

    /// <summary>What is wrong now with those that stay, the largest group first.</summary>
    public IReadOnlyList<ReplayFault> Faults =>
        [.. held.Select(group => new ReplayFault(group.Key.Code, group.Key.Field, group.Value.Diagnostic, group.Value.Count)).OrderByDescending(fault => fault.Count).ThenBy(fault => fault.Code, StringComparer.Ordinal)];

    /// <summary>Counts what was committed.</summary>
    public void Add(IReadOnlyList<BatchItem> committed, BatchResult result)
    {
        var (gone, older) = (result.GoneEntries.ToHashSet(StringComparer.Ordinal), result.OlderEntries.ToHashSet(StringComparer.Ordinal));
        foreach (var item in committed.OfType<BatchItem.Again>())
        {
            Again++;
            if (gone.Contains(item.EntryId)) Gone++;
            else if (older.Contains(item.EntryId)) Older++;
            else if (item.Now is not BatchItem.Hold { Entry: var entry }) CameIn++;
            else held[(entry.Code, entry.Field)] = (entry.Diagnostics.Split('\n', 2)[0], held.GetValueOrDefault((entry.Code, entry.Field)).Count + 1);
        }
    }

    /// <summary>Counts one that cannot be opened.</summary>
    public void AddNotOpened() => NotOpened++;
}
