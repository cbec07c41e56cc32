namespace IntegrationHub.Tests.Mapping;

public sealed class FingerprintTests
{
    const string Codes = "codes:\n  t:\n    file: codes/t.csv\n";

    static string Of(string yaml, string table = "source,target\nA,a\n") => Convert.ToHexString(Mappings.Of(yaml, ("codes/t.csv", table)).Fingerprint.Span);

    static readonly string Yaml = Mappings.Json("type: x | lookup(t)", Codes);

    [Fact]
    public void It_has_16_bytes_and_is_the_same_every_time()
    {
        Assert.Equal(32, Of(Yaml).Length);
        Assert.Equal(Of(Yaml), Of(Yaml));
    }

    [Fact]
    public void The_version_comments_layout_and_ignored_fields_do_not_count()
    {
        Assert.Equal(Of(Yaml), Of(Yaml.Replace("1.0.0", "1.0.1", StringComparison.Ordinal)));
        Assert.Equal(Of(Yaml), Of("# a comment\n" + Yaml + "\n\n"));
        Assert.Equal(Of(Yaml), Of(Yaml.Replace("title: const('Ärende')", "title:   \"const('Ärende')\"", StringComparison.Ordinal)));
        Assert.Equal(Of(Yaml), Of(Yaml + "ignore:\n  a: not needed\n"));
    }

    [Fact]
    public void Whatever_decides_a_result_counts()
    {
        string[] all =
        [
            Of(Yaml),
            Of(Yaml.Replace("x | lookup", "y | lookup", StringComparison.Ordinal)),
            Of(Yaml.Replace("Europe/Stockholm", "UTC", StringComparison.Ordinal)),
            Of(Yaml.Replace("system: test", "system: other", StringComparison.Ordinal)),
            Of(Yaml, "source,target\nA,b\n"),
            Of(Yaml, "source,target\nA,a\nB,b\n"),
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
    }
}
