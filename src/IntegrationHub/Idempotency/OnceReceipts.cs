using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationHub.Disclosure;
using IntegrationHub.Protection;
using IntegrationHub.Storage;

namespace IntegrationHub.Idempotency;

/// <summary>Lets a request be answered, however often it is sent, with the receipt that it was given when it was carried out.</summary>
sealed class OnceReceipts<TDone, TReceipt>(IHubStore store, KeyRing keys, TenantId tenant, Func<TDone, TReceipt> receiptOf, JsonTypeInfo<TReceipt> json)
{
    readonly OnceProtector once = new(keys, tenant);

    /// <summary>The request as a store keeps it; nothing when it has no key.</summary>
    public OnceWrite<TDone>? Of(Caller caller, OnceKey? key, DateTimeOffset now)
    {
        if (key is null) return null;

        var request = once.Of(caller, key, now);
        return new OnceWrite<TDone>(request, done => once.Protect(request, JsonSerializer.SerializeToUtf8Bytes(receiptOf(done), json)));
    }

    /// <summary>What the same request was answered before; null when it was not carried out.</summary>
    /// <exception cref="ProtectedValueException">What is remembered does not open.</exception>
    public async ValueTask<WriteOutcome<TReceipt>?> BeforeAsync(OnceWrite<TDone>? write, CancellationToken cancellationToken)
    {
        if (write is null || await store.Once.FindAsync(tenant, write.Request, cancellationToken) is not { } before) return null;

        return before.Fingerprint.AsSpan().SequenceEqual(write.Request.Fingerprint) ? Outcome(new Written<TDone>.Again(before.Answer), write) : new WriteOutcome<TReceipt>.KeyReused();
    }

    /// <exception cref="ProtectedValueException">What is remembered does not open.</exception>
    public WriteOutcome<TReceipt> Outcome(Written<TDone> written, OnceWrite<TDone>? write = null) => written switch
    {
        Written<TDone>.Done done => new WriteOutcome<TReceipt>.Written(receiptOf(done.What), Before: false),
        Written<TDone>.Again again => new WriteOutcome<TReceipt>.Written(JsonSerializer.Deserialize(once.Open(write!.Request, again.Answer), json)!, Before: true),
        Written<TDone>.OtherRequest => new WriteOutcome<TReceipt>.KeyReused(),
        Written<TDone>.Changed changed => new WriteOutcome<TReceipt>.Changed(changed.Version),
        _ => new WriteOutcome<TReceipt>.NotFound(),
    };
}
