using IntegrationHub.Adapters.Files;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

public sealed class FilesAdapterTests : IDisposable
{
    readonly Drop drop = new();

    public void Dispose() => drop.Dispose();

    [Theory]
    [InlineData("content", "some")]
    [InlineData("format", "xlsx")]
    [InlineData("pattern", "../*.csv")]
    [InlineData("archive", "../../elsewhere")]
    [InlineData("archive", "..")]
    [InlineData("doneSuffix", "/x")]
    [InlineData("settled", "10")]
    [InlineData("settled", "-1s")]
    [InlineData("encoding", "utf-9")]
    [InlineData("encoding", "utf-7")]
    [InlineData("delimiter", "å")]
    [InlineData("delimiter", ";;")]
    [InlineData("quote", ";")]
    [InlineData("header", "yes")]
    [InlineData("maxRecordSize", "0")]
    [InlineData("maxFileSize", "2 GB")]
    public void A_setting_that_cannot_be_is_refused_by_its_name(string setting, string value)
    {
        drop[setting] = value;

        var fault = Assert.Throws<MisconfiguredException>(() => drop.Open());

        Assert.Equal((FaultCodes.InvalidSetting, $"connection.{setting}"), (fault.Code, fault.Setting));
    }

    [Fact]
    public void A_file_without_a_header_needs_columns()
    {
        drop["header"] = "false";

        Assert.Equal("connection.columns", Assert.Throws<MisconfiguredException>(() => drop.Open()).Setting);
    }

    [Fact]
    public void Every_setting_is_described_and_its_default_is_one_that_the_adapter_takes()
    {
        var manifest = new FilesAdapter().Manifest;

        Assert.All(manifest.Settings, s => Assert.EndsWith(".", s.Description, StringComparison.Ordinal));
        Assert.All(manifest.Settings, s => Assert.True(s.Required || s.Default is not null || s.Example is not null, s.Name));
        foreach (var setting in manifest.Settings.Where(s => s.Default is not null)) drop[setting.Name] = setting.Default!;
        Assert.NotNull(drop.Open());
    }
}
