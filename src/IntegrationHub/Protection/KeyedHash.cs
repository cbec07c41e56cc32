using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Protection;

/// <summary>The first 16 bytes of an HMAC-SHA-256 under a key of its own purpose and tenant. Safe for several threads.</summary>
sealed class KeyedHash(ReadOnlySpan<byte> ringKey, params ReadOnlySpan<string> purpose)
{
    public const int Length = 16;

    readonly byte[] key = KeyDerivation.Derive(ringKey, purpose);
    readonly ConcurrentBag<IncrementalHash> pool = [];

    public byte[] Of(ReadOnlySpan<byte> content)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, full);
        return full[..Length].ToArray();
    }

    /// <summary>Over two stretches, as if they stood one behind the other: the first is canonical, so their border is plain.</summary>
    public byte[] Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var hash = pool.TryTake(out var pooled) ? pooled : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(first);
        hash.AppendData(second);
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.GetHashAndReset(full);
        pool.Add(hash);
        return full[..Length].ToArray();
    }

    public UInt128 NumberOf(ReadOnlySpan<byte> content)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, full);
        return BinaryPrimitives.ReadUInt128BigEndian(full);
    }

    public UInt128 NumberOf(string text)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = length <= 1024 ? stackalloc byte[length] : new byte[length];
        return NumberOf(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}
