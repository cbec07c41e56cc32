using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace IntegrationHub.Protection;

/// <summary>Bytes that say the same for the same values and never for others: every value stands behind its length, and nothing differs from empty.</summary>
sealed class CanonicalBytes
{
    readonly ArrayBufferWriter<byte> buffer = new(256);

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public CanonicalBytes Add(string? text)
    {
        if (text is null) return Add(-1);

        Add(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, buffer);
        return this;
    }

    public CanonicalBytes Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        buffer.Write(bytes);
        return this;
    }

    public CanonicalBytes Add(int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(sizeof(int)), number);
        buffer.Advance(sizeof(int));
        return this;
    }

    public CanonicalBytes Add(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), number);
        buffer.Advance(sizeof(long));
        return this;
    }
}
