namespace IntegrationHub.Testing;

/// <summary>What an adapter and its vendor can. What is declared is proved; what is not declared is told on the conformance page.</summary>
/// <remarks>Strategies, reading by key and secrets are in the adapter's manifest and are not declared twice.</remarks>
public enum Capability
{
    /// <summary>Its vendor is asked by time: what changed, or came in, since then.</summary>
    AsksByTime,

    /// <summary>Its vendor answers in pages whose size the vendor decides, and names the next one.</summary>
    VendorPages,

    /// <summary>Its vendor's rows come in an order that says nothing of when they changed.</summary>
    UnsortedRows,

    /// <summary>Its records have an order, so that an older state of a case never replaces a newer one.</summary>
    OrderedRecords,

    /// <summary>Its vendor says of a case that it was deleted.</summary>
    AnnouncesDeletes,

    /// <summary>Everything there is can be read, so that what vanished is noticed.</summary>
    CompleteReads,

    /// <summary>Its vendor tells with a complete read how many records it holds.</summary>
    TellsTotal,

    /// <summary>Its vendor writes local time without saying so.</summary>
    LocalTime,

    /// <summary>It writes back to its vendor; its subject is an <see cref="IWriteSubject"/>, and that declares it.</summary>
    WritesBack,
}

/// <summary>A test of the suite that an adapter cannot pass, and why that may stand.</summary>
/// <param name="Test">The test's name.</param>
/// <param name="Reason">Why, so that a municipality that reads it agrees. It is printed on the conformance page.</param>
public sealed record Waiver(string Test, string Reason);
