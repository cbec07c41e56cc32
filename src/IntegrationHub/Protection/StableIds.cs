using System.Buffers.Binary;

namespace IntegrationHub.Protection;

/// <summary>What an encrypted value is bound to, as bytes.</summary>
static class StableIds
{
    public static byte[] Of(UInt128 id)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return bytes;
    }

    /// <summary>A part of something, by its number in it.</summary>
    public static byte[] Of(UInt128 id, int part)
    {
        var bytes = new byte[20];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), part);
        return bytes;
    }
}
