using System.Buffers;

namespace IntegrationHub.Adapters.Files;

/// <summary>A view of a stream that moves forward and grows only as far as the longest record needs.</summary>
internal sealed class RecordWindow(Stream stream, int most) : IDisposable
{
    const int FirstSize = 64 * 1024;

    byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstSize, most));
    int start;
    int end;

    /// <summary>What has been read and not passed over.</summary>
    public ReadOnlySpan<byte> Span => buffer.AsSpan(start, end - start);

    /// <summary>Whether the stream has ended: the window holds all that is left.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Whether the window holds as much as it may.</summary>
    public bool Full => end - start >= most;

    /// <summary>Passes over bytes.</summary>
    public void Advance(int count) => start += count;

    /// <summary>Reads on, making room for it; false at the end of the stream or when the window is full.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (AtEnd || Full) return false;

        if (end == buffer.Length) MakeRoom();
        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        AtEnd = read == 0;
        end += read;
        return read > 0;
    }

    void MakeRoom()
    {
        var target = start < buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(buffer.Length * 2) : buffer;
        buffer.AsSpan(start, end - start).CopyTo(target);
        if (target != buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = target;
        }

        (start, end) = (0, end - start);
    }

    public void Dispose()
    {
        if (buffer.Length == 0) return;

        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }
}
