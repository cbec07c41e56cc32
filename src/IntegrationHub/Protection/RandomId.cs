using System.Buffers.Binary;
using System.Security.Cryptography;
using IntegrationHub.Cases;

namespace IntegrationHub.Protection;

/// <summary>Ids that people are told and that say nothing: row numbers never leave the store.</summary>
internal static class RandomId
{
    /// <summary>A new one, as a number.</summary>
    public static UInt128 New()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return BinaryPrimitives.ReadUInt128BigEndian(random);
    }

    /// <summary>A new one, as a text.</summary>
    public static string NewText() => new CaseId(New()).ToString();
}
