using System.Buffers.Binary;
using IntegrationHub.Cases;

namespace IntegrationHub.Storage.Writing;

/// <summary>Gathers the look-up keys of a batch and writes them in key order: each page of their tree is then touched once, not once per case.</summary>
internal sealed class LookupKeyChanges(ILookupKeyRows rows)
{
    const int KeyBytes = 17;

    readonly List<Change> changes = [];

    /// <summary>Makes the keys of a case these, from those that stand in its row.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="stored">The keys that stand in its row.</param>
    /// <param name="keys">The keys that it is to have.</param>
    /// <param name="whole">Whether those it should have already are written too, in case one was lost.</param>
    public void Replace(long caseId, byte[]? stored, IReadOnlyList<LookupKey> keys, bool whole = false)
    {
        var old = Unpack(stored);
        foreach (var key in old)
            if (!keys.Contains(key)) changes.Add(new Change(key, caseId, changes.Count, Add: false));
        foreach (var key in keys)
            if (whole || !old.Contains(key)) changes.Add(new Change(key, caseId, changes.Count, Add: true));
    }

    /// <summary>Lets a case be found by a key that is not its own.</summary>
    public void Add(long caseId, LookupKey key) => changes.Add(new Change(key, caseId, changes.Count, Add: true));

    /// <summary>Ends that.</summary>
    public void Remove(long caseId, LookupKey key) => changes.Add(new Change(key, caseId, changes.Count, Add: false));

    /// <summary>Writes what was gathered. Where a key of a case came and went in one batch, the last word stands.</summary>
    public void Flush()
    {
        if (changes.Count == 0) return;

        changes.Sort(static (a, b) => a.CompareTo(b));
        var last = new List<LookupKeyChange>(changes.Count);
        for (var at = 0; at < changes.Count; at++)
        {
            var change = changes[at];
            if (at + 1 < changes.Count && changes[at + 1].Key == change.Key && changes[at + 1].CaseId == change.CaseId) continue;

            last.Add(new LookupKeyChange(change.Key, change.CaseId, change.Add));
        }

        rows.Write(last);
        changes.Clear();
    }

    /// <summary>The keys as a case's row holds them: seventeen bytes each, so that an update knows what to take away without an index for it.</summary>
    public static byte[] Pack(IReadOnlyList<LookupKey> keys)
    {
        var packed = new byte[keys.Count * KeyBytes];
        for (var i = 0; i < keys.Count; i++)
        {
            packed[i * KeyBytes] = (byte)keys[i].Kind;
            BinaryPrimitives.WriteUInt128BigEndian(packed.AsSpan((i * KeyBytes) + 1), keys[i].Value);
        }

        return packed;
    }

    /// <summary>The keys that a row holds.</summary>
    public static LookupKey[] Unpack(byte[]? packed)
    {
        if (packed is null || packed.Length == 0) return [];

        var keys = new LookupKey[packed.Length / KeyBytes];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = new LookupKey((LookupKind)packed[i * KeyBytes], BinaryPrimitives.ReadUInt128BigEndian(packed.AsSpan((i * KeyBytes) + 1)));
        return keys;
    }

    readonly record struct Change(LookupKey Key, long CaseId, int Sequence, bool Add) : IComparable<Change>
    {
        public int CompareTo(Change other)
        {
            var order = ((int)Key.Kind).CompareTo((int)other.Key.Kind);
            if (order == 0) order = Key.Value.CompareTo(other.Key.Value);
            if (order == 0) order = CaseId.CompareTo(other.CaseId);
            return order != 0 ? order : Sequence.CompareTo(other.Sequence);
        }
    }
}
