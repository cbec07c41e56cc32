namespace IntegrationHub.HandOvers;

/// <summary>Where a hand-over stands that was written.</summary>
/// <param name="HandOver">Its id.</param>
/// <param name="Version">The number of its last step: what the next one is written on.</param>
/// <param name="State">Its state.</param>
public sealed record HandOverReceipt(string HandOver, long Version, HandOverState State);
