using System.Collections.Frozen;
using System.Security.Cryptography;

namespace IntegrationHub.Protection;

/// <summary>The hub's keys. Whoever holds them can read everything; without them nothing personal in a store can be read or found.</summary>
/// <remarks>
/// Encryption keys rotate: the active one writes, all of them read. The index key is behind look-up keys and change detection, the identity key behind the public
/// ids of cases; other ones need a rebuilt index, so <see cref="Fingerprint"/> stands for these two and a store refuses a ring with another.
/// </remarks>
public sealed class KeyRing
{
    /// <summary>The length of every key, in bytes.</summary>
    public const int KeyLength = 32;

    readonly FrozenDictionary<string, byte[]> encryption;
    readonly byte[] index;
    readonly byte[] identity;

    /// <param name="activeKeyId">The id of the encryption key that writes.</param>
    /// <param name="encryptionKeys">All encryption keys by id: 1 to 32 lower-case letters, digits and hyphens.</param>
    /// <param name="indexKey">The key behind look-up keys and change detection.</param>
    /// <param name="identityKey">The key behind the public ids of cases. It never rotates.</param>
    /// <exception cref="KeyRingUnusableException">A key has another length than <see cref="KeyLength"/>, two keys are the same, an id is malformed, or the active key is missing.</exception>
    public KeyRing(string activeKeyId, IReadOnlyDictionary<string, byte[]> encryptionKeys, byte[] indexKey, byte[] identityKey)
    {
        ArgumentNullException.ThrowIfNull(activeKeyId);
        ArgumentNullException.ThrowIfNull(encryptionKeys);
        ArgumentNullException.ThrowIfNull(indexKey);
        ArgumentNullException.ThrowIfNull(identityKey);

        foreach (var (id, key) in encryptionKeys)
        {
            if (!IsKeyId(id)) throw new KeyRingUnusableException($"'{id}' is no key id: 1 to 32 lower-case letters, digits and hyphens.");
            RequireLength(key, $"encryption key '{id}'");
        }

        RequireLength(indexKey, "index key");
        RequireLength(identityKey, "identity key");
        if (!encryptionKeys.ContainsKey(activeKeyId))
            throw new KeyRingUnusableException($"The active key '{activeKeyId}' is not among the encryption keys. Name one that is, or put the key back.");

        var distinct = encryptionKeys.Values.Append(indexKey).Append(identityKey).Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count();
        if (distinct != encryptionKeys.Count + 2)
            throw new KeyRingUnusableException("Two keys of the ring are the same. Each must be drawn on its own.");

        ActiveKeyId = activeKeyId;
        encryption = encryptionKeys.ToFrozenDictionary(pair => pair.Key, pair => (byte[])pair.Value.Clone(), StringComparer.Ordinal);
        index = (byte[])indexKey.Clone();
        identity = (byte[])identityKey.Clone();
        Fingerprint = Convert.ToHexStringLower(KeyDerivation.Derive(identity, "fingerprint", Convert.ToHexString(KeyDerivation.Derive(index, "fingerprint")))).Substring(0, 32);
    }

    /// <summary>The id of the encryption key that writes.</summary>
    public string ActiveKeyId { get; }

    /// <summary>The ids of all encryption keys.</summary>
    public IReadOnlyList<string> KeyIds => encryption.Keys;

    /// <summary>32 hexadecimal digits that stand for the index and identity keys without revealing them. Rotating encryption keys leaves it as it is.</summary>
    public string Fingerprint { get; }

    /// <summary>Draws a new ring from the machine's random source.</summary>
    public static KeyRing Create() =>
        new("k1", new Dictionary<string, byte[]> { ["k1"] = NewKey() }, NewKey(), NewKey());

    /// <summary>The same ring with one more encryption key, which writes from now on; the others still read.</summary>
    /// <param name="id">The new key's id.</param>
    /// <exception cref="KeyRingUnusableException">The id is taken or malformed.</exception>
    public KeyRing WithNewEncryptionKey(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (encryption.ContainsKey(id)) throw new KeyRingUnusableException($"The key id '{id}' is taken. Choose another.");

        return new KeyRing(id, new Dictionary<string, byte[]>(encryption) { [id] = NewKey() }, index, identity);
    }

    internal ReadOnlySpan<byte> IndexKey => index;

    internal ReadOnlySpan<byte> IdentityKey => identity;

    internal byte[]? FindEncryptionKey(string id) => encryption.GetValueOrDefault(id);

    static bool IsKeyId(string id) =>
        id.Length is > 0 and <= 32 && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyLength);

    static void RequireLength(byte[] key, string name)
    {
        if (key is null || key.Length != KeyLength)
            throw new KeyRingUnusableException($"The {name} has {key?.Length ?? 0} bytes; {KeyLength} are needed.");
    }
}

/// <summary>The key ring cannot be used; the message says why and what to do, and holds no key.</summary>
public sealed class KeyRingUnusableException(string message, Exception? inner = null) : Exception(message, inner);
