using IntegrationHub.SampleTests;

namespace IntegrationHub.Tests.SampleTests;

public sealed class FieldPathTests
{
    [Theory]
    [InlineData("status", "status")]
    [InlineData("permit.fees[0].amount", "permit|fees|0|amount")]
    [InlineData("a[0][12]", "a|0|12")]
    [InlineData("Data['Times.OpenedDate']", "Data|Times.OpenedDate")]
    [InlineData("Data['Contact.Customer'].Data.Id", "Data|Contact.Customer|Data|Id")]
    [InlineData("list['a[0]'][1]", "list|a[0]|1")]
    [InlineData("@dnr", "@dnr")]
    public void A_path_is_read_step_by_step(string path, string steps) =>
        Assert.Equal(steps, string.Join('|', FieldPath.Parse(path)!.Select(s => s.Name ?? s.Item.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("[0]")]
    [InlineData("['a']")]
    [InlineData("a[")]
    [InlineData("a[]")]
    [InlineData("a['']")]
    [InlineData("a['b]")]
    [InlineData("a[x]")]
    [InlineData("a[-1]")]
    [InlineData("a[0]b")]
    [InlineData("a['b']c")]
    public void What_is_no_path_is_none(string text) => Assert.Null(FieldPath.Parse(text));
}
