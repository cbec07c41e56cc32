namespace IntegrationHub.Adapters.Tests;

/// <summary>The sample tests that lie beside the shipped mappings, each by its name.</summary>
public sealed class ShippedMappingTests
{
    [Theory]
    [MappingSamples("mappings")]
    public Task A_sample_is_mapped_as_its_test_says(MappingSample sample) => sample.PassesAsync();
}
