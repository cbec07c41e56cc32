namespace IntegrationHub.Operation;

/// <summary>What an operator asked of a stream makes no sense, so nothing was done.</summary>
/// <param name="field">What is wrong: <c>from</c>, <c>until</c>, <c>confirm</c>.</param>
/// <param name="message">Why, and what to do.</param>
public sealed class OrderRefusedException(string field, string message) : Exception(message)
{
    /// <summary>What is wrong.</summary>
    public string Field { get; } = field;
}
