namespace IntegrationHub.Adapters.Tests.Testing;

/// <summary>The suite lets an adapter pass that does everything right.</summary>
public sealed class ModelConformanceTests() : AdapterConformance(new ModelSubject());
