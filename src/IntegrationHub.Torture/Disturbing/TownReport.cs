using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.Vendor;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>What became of a town.</summary>
internal sealed record TownReport
{
    /// <summary>Its seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Its folder, which is kept when something was found.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether its folder and its schema are kept, so that somebody can see what happened.</summary>
    public bool IsKept => Findings.Count > 0 || Late.Count > 0;

    /// <summary>The schema of its index; null where the index is in the folder.</summary>
    public string? Schema { get; init; }

    /// <summary>How many steps the vendor's history has.</summary>
    public int Steps { get; init; }

    /// <summary>The kills that counted, by where they struck.</summary>
    public required IReadOnlyDictionary<string, int> Kills { get; init; }

    /// <summary>How many workers were started.</summary>
    public int Workers { get; init; }

    /// <summary>How many pauses ended with a run of the stopped worker refused.</summary>
    public required int Refused { get; init; }

    /// <summary>How many writes failed on a full disk, on a busy index, or after they were made.</summary>
    public required int StoreFailures { get; init; }

    /// <summary>The vendor's wrong answers, by what was wrong with them.</summary>
    public IReadOnlyDictionary<VendorFault, int> Faults { get; init; } = new Dictionary<VendorFault, int>();

    /// <summary>How many rebuilds were swapped in.</summary>
    public int Swaps { get; init; }

    /// <summary>How often notifications were sent, and what became of them.</summary>
    public TellerCounts Told { get; init; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>What was asked for of commands, and what the vendor has of them.</summary>
    public ClerkCounts Commands { get; init; } = new(0, 0, 0, 0, 0);

    /// <summary>How many commands ended how.</summary>
    public IReadOnlyDictionary<WriteState, int> Ends { get; init; } = new Dictionary<WriteState, int>();

    /// <summary>The vendor's wrong answers to commands, by what was wrong with them.</summary>
    public IReadOnlyDictionary<VendorFault, int> DeskFaults { get; init; } = new Dictionary<VendorFault, int>();

    /// <summary>How many of the kills struck while a command was on its way.</summary>
    public int KillsInOutbox => Kills.Where(kill => Worker.CrashPoint.Find(kill.Key) is { IsOfOutbox: true }).Sum(kill => kill.Value);

    /// <summary>How often somebody looked how many cases there were.</summary>
    public int Sights { get; init; }

    /// <summary>How long it took from a kill to the next worker's first commit, each time.</summary>
    public IReadOnlyList<TimeSpan> Restarts { get; init; } = [];

    /// <summary>What is wrong with the index.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How long it took from a kill of a node until others had gone on with everything that it did; of several nodes on one index.</summary>
    public IReadOnlyList<TakeOver> TakeOvers { get; init; } = [];

    /// <summary>How long it took from asking a node to end until others had gone on with everything that it did, and how many nodes were asked.</summary>
    public IReadOnlyList<TakeOver> HandOvers { get; init; } = [];

    /// <summary>How long it took from a pause of a node until others had gone on with everything that it did, while it stood still.</summary>
    public IReadOnlyList<TakeOver> StandIns { get; init; } = [];

    /// <summary>The kills and pauses that others made up for later than after twice the lease.</summary>
    public IReadOnlyList<TakeOver> Late { get; init; } = [];

    /// <summary>How many nodes were asked to end, and did.</summary>
    public int RollingRestarts { get; init; }

    /// <summary>How many connections of nodes were cut.</summary>
    public int Cuts { get; init; }
}

/// <summary>How others went on with the streams of a node that was gone.</summary>
/// <param name="Why">What happened to it.</param>
/// <param name="Streams">How many streams it had.</param>
/// <param name="Begun">How long until the last of them was run by another node.</param>
/// <param name="Committed">How long until another node had committed something for the last of them.</param>
internal sealed record TakeOver(string Why, int Streams, TimeSpan Begun, TimeSpan Committed)
{
    /// <summary>When it happened, and what became of each stream.</summary>
    public string Course { get; init; } = "";
}
