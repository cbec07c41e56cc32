namespace IntegrationHub.Idempotency;

/// <summary>What requests were answered that are carried out once.</summary>
public interface IOnceStore
{
    /// <summary>What is remembered of a request under its key, whatever it asked for; null when nothing is, or while it goes on.</summary>
    /// <remarks>Asked before a request is refused: what was carried out is answered as it was, also where it could not be carried out again.</remarks>
    ValueTask<RememberedOnce?> FindAsync(TenantId tenant, StoredOnce once, CancellationToken cancellationToken);
}

/// <summary>What is remembered of a request.</summary>
/// <param name="Fingerprint">What it asked for.</param>
/// <param name="Answer">What it was answered, encrypted.</param>
public sealed record RememberedOnce(byte[] Fingerprint, byte[] Answer);
