namespace IntegrationHub.Adapters.Tests.Testing;

public sealed class CanaryTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("canary-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Kanariella")]
    [InlineData("KANARIELLA FAGELSTROM was read")]
    [InlineData("no case of 19850312-9804")]
    [InlineData("198503129804")]
    [InlineData("850312+9804")]
    [InlineData("850312 9804")]
    [InlineData("GET /cases/19850312%2D9804")]
    [InlineData("call +46 70 999 77 31")]
    [InlineData("tel:0709997731")]
    [InlineData("mail to x@fagel.example")]
    [InlineData("?name=Kanariella%20Fagelstrom")]
    [InlineData("""{"name":"K\u0061nariella"}""")]
    [InlineData("key kanariehemligheten-4711 was refused")]
    public void A_leak_is_seen_however_it_is_written(string leak) => Assert.NotEmpty(Canary.In(leak));

    [Theory]
    [InlineData("building-permits run 3 ended succeeded: 20 read = 20 written")]
    [InlineData("19850312-****")]
    [InlineData("at 2026-03-10 08:00, 709 of 997 pages")]
    public void What_is_no_leak_is_not_taken_for_one(string clean) => Assert.Empty(Canary.In(clean));

    [Fact]
    public async Task A_leak_is_told_with_its_place_whether_it_came_out_or_lies_in_a_file()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "index.db"), $"....{Canary.Name}....", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "kanariella.csv"), "", TestContext.Current.CancellationToken);

        var search = await new CanarySearch("the key of a desk").In("log", "no case of 19850312-9804").In("metrics", "all well").In("errors", "the key of a desk is unknown")
            .InNamesOfFiles(folder).InStoredFilesAsync(folder, TestContext.Current.CancellationToken);

        Assert.Equal(["log", "metrics", "errors", "names of files"], search.Places);
        Assert.Equal(["errors", "index.db holds 'Kanariella Fagelstrom' in the clear", "log", "names of files"], search.Leaks.Select(leak => leak.Split(':')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Traces_are_kept_with_their_tags()
    {
        using var traces = new KeptTraces();
        using var source = new System.Diagnostics.ActivitySource("IntegrationHub.Tests.Canary");
        // Not the canary: tests beside it listen to the whole process for that.
        using (var activity = source.StartActivity("read")) activity?.SetTag("person", "somebody");

        Assert.Contains("person=somebody", traces.All, StringComparison.Ordinal);
    }
}
