using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Protection;

/// <summary>Encrypts one field of one kind of thing for one tenant with AES-256-GCM. Safe for several threads.</summary>
/// <remarks>
/// A value is: format (1 byte), length of the key id (1 byte), key id, nonce (12 bytes), ciphertext, tag (16 bytes). The associated data are tenant, kind, field, the stable id
/// of what it belongs to, and the value's own head, so a value moved to another row, field or tenant does not open.
/// Nonces are random: one key of the ring is good for 2³² values per tenant, kind and field.
/// </remarks>
sealed class FieldCipher(KeyRing keys, TenantId tenant, string kind, string field)
{
    const byte Format = 1;
    const int NonceLength = 12;
    const int TagLength = 16;

    // AesGcm holds native state that two threads may not use at once.
    readonly ConcurrentDictionary<string, ConcurrentBag<AesGcm>> ciphers = new(StringComparer.Ordinal);

    public byte[] Protect(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> stableId)
    {
        var id = keys.ActiveKeyId;
        var head = 2 + id.Length;
        var value = new byte[head + NonceLength + plain.Length + TagLength];
        value[0] = Format;
        value[1] = (byte)id.Length;
        Encoding.ASCII.GetBytes(id, value.AsSpan(2));
        var nonce = value.AsSpan(head, NonceLength);
        RandomNumberGenerator.Fill(nonce);

        var bag = ciphers.GetOrAdd(id, static _ => []);
        var cipher = Rent(bag, id);
        cipher.Encrypt(nonce, plain, value.AsSpan(head + NonceLength, plain.Length), value.AsSpan(value.Length - TagLength), AssociatedData(stableId, value.AsSpan(0, head)));
        bag.Add(cipher);
        return value;
    }

    /// <exception cref="ProtectedValueException">The key is missing, or the value was changed or belongs elsewhere.</exception>
    public byte[] Open(ReadOnlySpan<byte> value, ReadOnlySpan<byte> stableId)
    {
        if (value.Length < 2 || value[0] != Format)
            throw new ProtectedValueException($"The {field} part of a {kind} is in a format that this version does not know. Was it written by a newer one?");

        var head = 2 + value[1];
        if (value.Length < head + NonceLength + TagLength)
            throw new ProtectedValueException($"The {field} part of a {kind} is cut. Restore the store from a copy, or read the source anew.");

        var id = Encoding.ASCII.GetString(value[2..head]);
        var plain = new byte[value.Length - head - NonceLength - TagLength];
        var bag = ciphers.GetOrAdd(id, static _ => []);
        var cipher = Rent(bag, id);
        try
        {
            cipher.Decrypt(value.Slice(head, NonceLength), value[(head + NonceLength)..^TagLength], value[^TagLength..], plain, AssociatedData(stableId, value[..head]));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new ProtectedValueException($"The {field} part of a {kind} does not open with key '{id}': it was changed, it belongs to another row, or the key ring has another key of that id.", e);
        }

        bag.Add(cipher);
        return plain;
    }

    AesGcm Rent(ConcurrentBag<AesGcm> bag, string id)
    {
        if (bag.TryTake(out var cipher)) return cipher;

        var key = keys.FindEncryptionKey(id)
            ?? throw new ProtectedValueException($"The {field} part of a {kind} was written with key '{id}', which the key ring does not have. Put that key back under \"encryption\" in the key file.");
        return new AesGcm(KeyDerivation.Derive(key, "encrypt", kind, field, tenant.Value), TagLength);
    }

    ReadOnlySpan<byte> AssociatedData(ReadOnlySpan<byte> stableId, ReadOnlySpan<byte> head) =>
        new CanonicalBytes().Add(tenant.Value).Add(kind).Add(field).Add(stableId).Add(head).Written;
}

/// <summary>A protected value cannot be opened; the message says why and what to do.</summary>
public sealed class ProtectedValueException(string message, Exception? inner = null) : Exception(message, inner);
