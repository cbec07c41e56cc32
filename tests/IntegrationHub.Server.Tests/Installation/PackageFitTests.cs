using IntegrationHub.Installation;

namespace IntegrationHub.Server.Tests.Installation;

public sealed class PackageFitTests
{
    [Theory]
    [InlineData("0.1.0", "0.1.5", true)]
    [InlineData("0.1.9", "0.1.0", true)]
    [InlineData("0.1.0", "0.2.0", false)]
    [InlineData("0.2.0", "0.1.0", false)]
    [InlineData("1.0.0", "1.4.0", true)]
    [InlineData("1.5.0", "1.4.0", false)]
    [InlineData("1.0.0", "2.0.0", false)]
    [InlineData("2.0.0", "1.9.0", false)]
    public void A_package_fits_a_hub_of_its_major_version_that_is_not_older(string built, string host, bool fits) =>
        Assert.Equal(fits, PackageFit.Fault(Built(built), new Version(host)) is null);

    [Fact]
    public void The_words_say_both_versions_and_what_to_do()
    {
        Assert.Equal("it was built against IntegrationHub.Abstractions 1.0, and this hub has 2.3, between which the contract was broken: build it anew against 2.3, or keep the hub that it was built for", PackageFit.Fault(Built("1.0.0"), new Version(2, 3)));
        Assert.Equal("it was built against IntegrationHub.Abstractions 2.4, which is newer than this hub's 2.3: upgrade the hub, or build it against 2.3", PackageFit.Fault(Built("2.4.0"), new Version(2, 3)));
    }

    [Fact]
    public void What_an_assembly_was_built_against_is_read_from_its_file()
    {
        var built = PackageFit.Read(File.ReadAllBytes(typeof(IntegrationHub.Adapters.Files.FilesAdapter).Assembly.Location));

        Assert.Equal(PackageFit.Host, built["IntegrationHub.Abstractions"]);
        Assert.DoesNotContain("System.Runtime", built.Keys);
    }

    static Dictionary<string, Version> Built(string version) => new() { ["IntegrationHub.Abstractions"] = new Version(version) };
}
