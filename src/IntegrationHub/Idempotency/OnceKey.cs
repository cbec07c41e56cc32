namespace IntegrationHub.Idempotency;

/// <summary>The key that a caller gave a request, so that it is carried out once however often it is sent.</summary>
/// <param name="Key">The key; unique among the caller's requests while it is remembered.</param>
/// <param name="Request">What is asked for: the method, the path and the body's bytes.</param>
public sealed record OnceKey(string Key, ReadOnlyMemory<byte> Request)
{
    /// <summary>How long a request is remembered: the 24 hours that callers are told, and a day more, so that a clock that is a day ahead makes none of them forgotten.</summary>
    public static TimeSpan Remembered { get; } = TimeSpan.FromHours(50);

    /// <inheritdoc/>
    public override string ToString() => nameof(OnceKey);
}
