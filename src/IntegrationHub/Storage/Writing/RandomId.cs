using System.Buffers.Binary;
using System.Security.Cryptography;
using IntegrationHub.Cases;

namespace IntegrationHub.Storage.Writing;

/// <summary>Ids that people are told and that say nothing: row numbers never leave the store.</summary>
internal static class RandomId
{
    public static string New()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return new CaseId(BinaryPrimitives.ReadUInt128BigEndian(random)).ToString();
    }
}
