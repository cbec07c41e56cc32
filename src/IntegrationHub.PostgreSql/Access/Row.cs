using System.Globalization;

namespace IntegrationHub.PostgreSql;

/// <summary>A row, its columns read by their position.</summary>
internal readonly struct Row(object[] values)
{
    public bool IsNull(int column) => values[column] is DBNull;

    public long Int64(int column) => values[column] is long number ? number : Convert.ToInt64(values[column], CultureInfo.InvariantCulture);

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public int Int32(int column) => (int)Int64(column);

    public bool Flag(int column) => (bool)values[column];

    public string Text(int column) => (string)values[column];

    public string? TextOrNull(int column) => values[column] as string;

    public string[] Texts(int column) => (string[])values[column];

    public byte[] Blob(int column) => (byte[])values[column];

    public byte[]? BlobOrNull(int column) => values[column] as byte[];

    public UInt128 Key(int column) => KeyBytes.Of((Guid)values[column]);

    public DateTimeOffset Time(int column) => new(Int64(column), TimeSpan.Zero);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);
}

/// <summary>Sixteen bytes stand as a uuid: PostgreSQL keeps and compares those as sixteen bytes, in the same order as the numbers.</summary>
internal static class KeyBytes
{
    public static Guid Of(UInt128 key)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return new Guid(bytes, bigEndian: true);
    }

    public static UInt128 Of(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
