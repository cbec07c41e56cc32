namespace IntegrationHub.Idempotency;

/// <summary>What came of writing something that people write.</summary>
/// <typeparam name="TDone">Where it stands when it is written.</typeparam>
public abstract record Written<TDone>
{
    Written()
    {
    }

    /// <summary>It is written.</summary>
    /// <param name="What">Where it stands.</param>
    public sealed record Done(TDone What) : Written<TDone>;

    /// <summary>The same request was carried out before.</summary>
    /// <param name="Answer">What it was answered.</param>
    public sealed record Again(byte[] Answer) : Written<TDone>;

    /// <summary>Another request was carried out before under the same key; nothing was written.</summary>
    public sealed record OtherRequest : Written<TDone>;

    /// <summary>Somebody else has changed it meanwhile; nothing was written.</summary>
    /// <param name="Version">The version that stands.</param>
    public sealed record Changed(long Version) : Written<TDone>;

    /// <summary>There is nothing such to write on.</summary>
    public sealed record Missing : Written<TDone>;
}

/// <summary>A request that is carried out once, with what it is answered.</summary>
/// <param name="Request">The request.</param>
/// <param name="Answer">Makes the answer of what was written; it is remembered in the same transaction.</param>
/// <typeparam name="TDone">Where it stands when it is written.</typeparam>
public sealed record OnceWrite<TDone>(StoredOnce Request, Func<TDone, byte[]> Answer);
