namespace IntegrationHub.Torture.History;

/// <summary>A change that its vendor tells of by a notification.</summary>
/// <param name="Number">1, 2, 3 … without a gap.</param>
/// <param name="Key">The case's key.</param>
/// <param name="Revision">The revision that it is about.</param>
/// <param name="Early">Whether it is told of before it can be seen: the vendor sends the notification from within a transaction that is not committed yet.</param>
internal sealed record ModelTelling(int Number, string Key, int Revision, bool Early);
