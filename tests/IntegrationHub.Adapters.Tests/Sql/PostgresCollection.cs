namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>The tests that share one PostgreSQL.</summary>
[CollectionDefinition]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>;
