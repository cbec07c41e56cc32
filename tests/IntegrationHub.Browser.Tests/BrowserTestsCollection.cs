namespace IntegrationHub.Browser.Tests;

/// <summary>All browser tests share one town and one browser.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTestsCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
