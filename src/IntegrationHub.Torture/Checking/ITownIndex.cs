namespace IntegrationHub.Torture.Checking;

/// <summary>A town's index as somebody sees it who does not write it, and the journal in it: what was committed in between cannot hide behind what stands in the end.</summary>
internal interface ITownIndex : IAsyncDisposable
{
    /// <summary>Lets the store make its tables, and begins the journal: triggers that write down what every transaction did, and go with it when it rolls back.</summary>
    /// <param name="keyFingerprint">Of the town's keys.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task PrepareAsync(string keyFingerprint, CancellationToken cancellationToken);

    /// <summary>Where a worker finds it, for its environment.</summary>
    /// <param name="worker">The worker's number.</param>
    IReadOnlyDictionary<string, string> Variables(int worker);

    /// <summary>Reads everything that is checked.</summary>
    IndexFacts ReadFacts();

    /// <summary>How many cases there are now; null when nobody can look.</summary>
    Sight? Look();

    /// <summary>The commands in the outbox now; null when nobody can look.</summary>
    IReadOnlyList<IndexedCommand>? ReadCommands();

    /// <summary>How many rebuilds took the place of what was there.</summary>
    int CountSwaps();

    /// <summary>The runs of all streams, oldest first.</summary>
    IReadOnlyList<IndexedRun> ReadRuns();
}
