using System.Buffers.Binary;

namespace IntegrationHub.Mapping.Records;

/// <summary>Remembers the names of the objects that are being read, to find one that stands twice. It keeps 64-bit hashes: a few nanoseconds a name, no garbage.</summary>
internal sealed class NameSet
{
    // With more names than this in one object a hash set takes over: comparing each with each would take an attacker's time.
    const int Many = 256;

    ulong[] hashes = new ulong[128];
    int used;
    HashSet<ulong>? many;
    int manyOf = -1;

    public void Clear()
    {
        used = 0;
        manyOf = -1;
    }

    /// <summary>An object begins; the answer is handed back to the other methods.</summary>
    public int Open() => used;

    public void Close(int opened)
    {
        used = opened;
        if (manyOf == opened) manyOf = -1;
    }

    /// <summary>False when the object has the name of this hash already.</summary>
    public bool Add(ulong hash, int opened)
    {
        var own = hashes.AsSpan(opened, used - opened);
        if (own.Length < Many ? own.Contains(hash) : !AddToMany(hash, own, opened)) return false;

        if (used == hashes.Length) Array.Resize(ref hashes, hashes.Length * 2);
        hashes[used++] = hash;
        return true;
    }

    bool AddToMany(ulong hash, ReadOnlySpan<ulong> own, int opened)
    {
        if (manyOf != opened)
        {
            manyOf = opened;
            many = [.. own];
        }

        return many!.Add(hash);
    }

    /// <summary>A hash of 64 bits over the bytes and their number.</summary>
    public static ulong Hash(ReadOnlySpan<byte> name)
    {
        const ulong prime = 0xD6E8FEB86659FD93UL;
        // Multiplied before anything else comes to it: otherwise a byte could make good what another length takes, as in cbbb and cbbbb.
        var hash = (0x9E3779B97F4A7C15UL ^ (ulong)name.Length) * prime;
        ulong rest;
        if (name.Length >= 8)
        {
            // The last eight bytes may overlap those before: the length tells the two readings apart.
            rest = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
            for (; name.Length > 8; name = name[8..])
            {
                hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name)) * prime;
                hash ^= hash >> 32;
            }
        }
        else if (name.Length >= 4)
        {
            rest = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]);
        }
        else
        {
            rest = 0;
            foreach (var c in name) rest = (rest << 8) | c;
        }

        hash = (hash ^ rest) * prime;
        return hash ^ (hash >> 29);
    }
}
