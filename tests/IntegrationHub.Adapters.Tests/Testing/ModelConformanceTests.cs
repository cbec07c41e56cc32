namespace IntegrationHub.Adapters.Tests.Testing;

/// <summary>The suite lets an adapter pass that does everything right.</summary>
public sealed class ModelConformanceTests() : AdapterConformance(new ModelSubject());

/// <summary>And one that reads events.</summary>
public sealed class ModelEventsConformanceTests() : AdapterConformance(new ModelEventsSubject());
