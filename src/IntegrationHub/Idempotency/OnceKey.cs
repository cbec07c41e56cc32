namespace IntegrationHub.Idempotency;

/// <summary>The key that a caller gave a request, so that it is carried out once however often it is sent.</summary>
/// <param name="Key">The key; unique among the caller's requests while it is remembered.</param>
/// <param name="Request">What is asked for: the method, the path and the body's bytes.</param>
public sealed record OnceKey(string Key, ReadOnlyMemory<byte> Request)
{
    /// <summary>How long a request is remembered.</summary>
    public static TimeSpan Remembered { get; } = TimeSpan.FromHours(24);

    /// <inheritdoc/>
    public override string ToString() => nameof(OnceKey);
}
