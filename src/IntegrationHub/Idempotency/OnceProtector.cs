using IntegrationHub.Disclosure;
using IntegrationHub.Protection;

namespace IntegrationHub.Idempotency;

/// <summary>Makes of a caller's key and request what a store may keep: both may hold anything, personal data too.</summary>
sealed class OnceProtector(KeyRing keys, TenantId tenant)
{
    readonly KeyedHash ids = new(keys.IndexKey, "once", "key", tenant.Value);
    readonly KeyedHash fingerprints = new(keys.IndexKey, "once", "request", tenant.Value);
    readonly FieldCipher answers = new(keys, tenant, "once", "answer");

    /// <summary>The request as a store keeps it. The keys of one caller say nothing of another's.</summary>
    public StoredOnce Of(Caller caller, OnceKey key, DateTimeOffset now) => new(
        ids.NumberOf(new CanonicalBytes().Add(caller.Name).Add(key.Key).Written), fingerprints.Of(key.Request.Span), now, now + OnceKey.Remembered);

    public byte[] Protect(StoredOnce once, ReadOnlySpan<byte> answer) => answers.Protect(answer, StableIds.Of(once.Id));

    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public byte[] Open(StoredOnce once, byte[] answer) => answers.Open(answer, StableIds.Of(once.Id));
}
