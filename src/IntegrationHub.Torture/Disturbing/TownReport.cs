using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.Vendor;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>What became of a town.</summary>
internal sealed record TownReport
{
    /// <summary>Its seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Its folder, which is kept when something was found.</summary>
    public required string Folder { get; init; }

    /// <summary>How many steps the vendor's history has.</summary>
    public required int Steps { get; init; }

    /// <summary>The kills that counted, by where they struck.</summary>
    public required IReadOnlyDictionary<string, int> Kills { get; init; }

    /// <summary>How many workers were started.</summary>
    public required int Workers { get; init; }

    /// <summary>How many pauses ended with a run of the stopped worker refused.</summary>
    public required int Refused { get; init; }

    /// <summary>How many writes failed on a full disk, on a busy index, or after they were made.</summary>
    public required int StoreFailures { get; init; }

    /// <summary>The vendor's wrong answers, by what was wrong with them.</summary>
    public required IReadOnlyDictionary<VendorFault, int> Faults { get; init; }

    /// <summary>How many rebuilds were swapped in.</summary>
    public required int Swaps { get; init; }

    /// <summary>How often notifications were sent, and what became of them.</summary>
    public required TellerCounts Told { get; init; }

    /// <summary>How often somebody looked how many cases there were.</summary>
    public required int Sights { get; init; }

    /// <summary>How long it took from a kill to the next worker's first commit, each time.</summary>
    public required IReadOnlyList<TimeSpan> Restarts { get; init; }

    /// <summary>What is wrong with the index.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}
