using IntegrationHub.WriteBack;

namespace IntegrationHub.Streams;

/// <summary>One kind of command that a stream file lets through to its vendor.</summary>
/// <param name="Capability">What the adapter says of it.</param>
/// <param name="Settings">Its settings as written: texts with <c>${NAME}</c> and <c>${secret:NAME}</c> in them.</param>
public sealed record StreamWrite(WriteCapability Capability, IReadOnlyDictionary<string, string> Settings);
