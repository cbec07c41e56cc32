namespace IntegrationHub.AdapterKit;

/// <summary>How much of an XML document is read before it is refused. The hub's limits on bytes and time stand beside these.</summary>
/// <param name="MaxCharacters">The longest document, in characters.</param>
/// <param name="MaxDepth">How deep elements may be nested; the root is at depth one.</param>
public sealed record XmlLimits(long MaxCharacters, int MaxDepth)
{
    /// <summary>256 Mi characters, 128 levels.</summary>
    public static XmlLimits Default { get; } = new(256L * 1024 * 1024, 128);
}
