using IntegrationHub.Idempotency;

namespace IntegrationHub.Storage.Writing;

/// <summary>The rows of requests that are carried out once, in one transaction of one tenant.</summary>
internal interface IOnceRows
{
    /// <summary>Takes the place for a request's answer, also from one that has expired; false when another has it.</summary>
    bool TryClaim(StoredOnce once);

    /// <summary>What is remembered of a request whose place is taken.</summary>
    RememberedOnce Remembered(UInt128 id);

    /// <summary>Keeps the answer of a request whose place was taken.</summary>
    void Remember(UInt128 id, byte[] answer);

    /// <summary>Gives the place back.</summary>
    void Forget(UInt128 id);
}

/// <summary>Carries a request out once, and remembers in the same transaction what it was answered.</summary>
internal sealed class OnceCommit(IOnceRows rows)
{
    // Of what comes to nothing nothing is remembered: it may be sent again.
    public Written<TDone> Write<TDone>(OnceWrite<TDone>? once, Func<Written<TDone>> write)
    {
        if (once is null) return write();

        var request = once.Request;
        if (!rows.TryClaim(request))
        {
            var before = rows.Remembered(request.Id);
            return before.Fingerprint.AsSpan().SequenceEqual(request.Fingerprint) ? new Written<TDone>.Again(before.Answer) : new Written<TDone>.OtherRequest();
        }

        var written = write();
        if (written is Written<TDone>.Done done) rows.Remember(request.Id, once.Answer(done.What));
        else rows.Forget(request.Id);
        return written;
    }
}
