namespace IntegrationHub.Idempotency;

/// <summary>What whoever writes is told of it.</summary>
/// <typeparam name="TReceipt">Where it stands.</typeparam>
public abstract record WriteOutcome<TReceipt>
{
    /// <summary>One of those below, or what else may come of this kind of writing.</summary>
    protected WriteOutcome()
    {
    }

    /// <summary>It is written, now or when the same request came before.</summary>
    /// <param name="Receipt">Where it stands.</param>
    /// <param name="Before">Whether it was written before.</param>
    public sealed record Written(TReceipt Receipt, bool Before) : WriteOutcome<TReceipt>;

    /// <summary>The key was given to another request before; nothing was written.</summary>
    public sealed record KeyReused : WriteOutcome<TReceipt>;

    /// <summary>Somebody else has changed it meanwhile; nothing was written.</summary>
    /// <param name="Version">The version that stands.</param>
    public sealed record Changed(long Version) : WriteOutcome<TReceipt>;

    /// <summary>There is nothing such of which the caller may know.</summary>
    public sealed record NotFound : WriteOutcome<TReceipt>;
}
