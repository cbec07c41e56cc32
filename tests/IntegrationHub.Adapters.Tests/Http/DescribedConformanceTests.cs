namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>What the hub expects of an adapter, of pages by number.</summary>
public sealed class PagesConformanceTests() : AdapterConformance(new PagesSubject());

/// <summary>The same of next pages that the answer links to.</summary>
public sealed class LinkConformanceTests() : AdapterConformance(new LinkSubject());

/// <summary>The same of windows of time and offsets.</summary>
public sealed class OffsetConformanceTests() : AdapterConformance(new OffsetSubject());

/// <summary>The same of complete reads by the header Link.</summary>
public sealed class SnapshotConformanceTests() : AdapterConformance(new SnapshotSubject());

/// <summary>The same of a list that leads to records, and records that lead to look-ups.</summary>
public sealed class DetailConformanceTests() : AdapterConformance(new DetailSubject());

/// <summary>The same of SOAP.</summary>
public sealed class SoapConformanceTests() : AdapterConformance(new SoapSubject());
