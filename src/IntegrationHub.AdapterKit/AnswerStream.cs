using IntegrationHub.Faults;

namespace IntegrationHub.AdapterKit;

/// <summary>The body of an answer while it arrives: it stops when asked to, which XML readers cannot be told, and calls a broken connection by its name.</summary>
sealed class AnswerStream(Stream inner, CancellationToken cancellationToken) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ignored = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw Broken(fault);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken ignored) => ReadAsync(buffer.AsMemory(offset, count), ignored).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return inner.Read(buffer, offset, count);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw Broken(fault);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    static SourceUnavailableException Broken(Exception fault) =>
        new(FaultCodes.Connection, "The connection broke while the answer was being read.", fault);
}
