namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>What the hub expects of an adapter, of a file of SQLite.</summary>
public sealed class SqliteConformanceTests() : AdapterConformance(new SqlitePermits());

/// <summary>The same of windows of local time.</summary>
public sealed class WindowedConformanceTests() : AdapterConformance(new WindowedPermits());

/// <summary>The same of complete reads over a provider that is found by its name.</summary>
public sealed class SnapshotConformanceTests() : AdapterConformance(new SnapshotPermits());
