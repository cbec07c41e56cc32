namespace IntegrationHub.Idempotency;

/// <summary>A request that is carried out once however often it is sent, as a store sees it.</summary>
/// <param name="Id">A keyed hash of who sends it and the key that they gave it.</param>
/// <param name="Fingerprint">A keyed hash of what it asks for.</param>
/// <param name="At">When it came, by the hub's clock.</param>
/// <param name="ExpiresAt">Until when it is remembered.</param>
public sealed record StoredOnce(UInt128 Id, byte[] Fingerprint, DateTimeOffset At, DateTimeOffset ExpiresAt);
