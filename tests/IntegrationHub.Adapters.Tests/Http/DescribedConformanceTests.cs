namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>What the hub expects of an adapter, of pages by number.</summary>
public sealed class PagesConformanceTests() : AdapterConformance(new PagesSubject());
