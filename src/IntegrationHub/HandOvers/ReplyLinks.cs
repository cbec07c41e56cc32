using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using IntegrationHub.Protection;

namespace IntegrationHub.HandOvers;

/// <summary>Makes what stands in a link to reply by, and knows it again. Safe for several threads.</summary>
/// <remarks>
/// What stands in the link is made of random bits in the store and a key that is not in it. The bits are wiped when the mail has gone, and what is left is a hash: from then on nobody can make the link again,
/// and until then a mail that is sent twice holds the same one.
/// </remarks>
sealed class ReplyLinks(KeyRing keys, TenantId tenant)
{
    /// <summary>What every path begins with.</summary>
    public const string Path = "reply";

    readonly KeyedHash secrets = new(keys.IndexKey, "handOver", "reply", tenant.Value);

    /// <summary>What stands in the link.</summary>
    /// <param name="id">The hand-over.</param>
    /// <param name="bits">The random bits.</param>
    public UInt128 SecretOf(HandOverId id, UInt128 bits) => secrets.NumberOf(new CanonicalBytes().Add(StableIds.Of(id.Value)).Add(StableIds.Of(bits)).Written);

    /// <summary>What the store keeps of it.</summary>
    public static UInt128 HashOf(UInt128 secret) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(StableIds.Of(secret)));

    /// <summary>The link.</summary>
    public static Uri AddressOf(Uri begins, UInt128 secret) => new($"{begins.AbsoluteUri.TrimEnd('/')}/{Path}/{new HandOverId(secret)}");

    /// <summary>What the store keeps of what stands in a link.</summary>
    public static bool TryHash([NotNullWhen(true)] string? text, out UInt128 hash)
    {
        // Written as every public id is; it names no hand-over.
        var is26 = HandOverId.TryParse(text, null, out var secret);
        hash = is26 ? HashOf(secret.Value) : default;
        return is26;
    }

    /// <summary>What goes out of the house with a letter.</summary>
    public HandOverOut Begin(HandOverId id, DateTimeOffset now, TimeSpan validFor)
    {
        var bits = RandomId.New();
        return new HandOverOut { Reply = HashOf(SecretOf(id, bits)), ReplyUntil = now + validFor, Mail = bits, MailDue = now };
    }
}
