using System.Text;
using IntegrationHub.Adapters.Files;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

/// <summary>Measures what the process holds, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(LargeFileTests), DisableParallelization = true)]
[Collection(nameof(LargeFileTests))]
public sealed class LargeFileTests : IDisposable
{
    readonly Drop drop = new();

    public void Dispose() => drop.Dispose();

    [Fact]
    public async Task A_hundred_thousand_rows_pass_through_with_a_page_of_them_held_at_most()
    {
        await using (var file = File.CreateText(drop.PathOf("a.csv")))
        {
            await file.WriteLineAsync(Drop.Header);
            for (var i = 0; i < 100_000; i++) await file.WriteLineAsync($"{i};{new string('n', 150)};x");
        }

        drop.Age("a.csv", drop.Clock.GetUtcNow() - TimeSpan.FromHours(1));
        var source = drop.Open();
        await using var _ = (IAsyncDisposable)source;
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var (rows, most) = (0L, 0L);
        string? next = null;
        do
        {
            var page = await source.ReadPageAsync(new PageRequest { Position = next }, TestContext.Current.CancellationToken);
            rows += page.Records.Count;
            next = page.Next;
            if (rows % 10_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        while (next is not null);

        Assert.Equal(100_000, rows);
        Assert.InRange(most, 0, 2 * 1024 * 1024);
    }

    [Fact]
    public async Task One_endless_XML_element_is_passed_over_without_being_held()
    {
        const int Length = 40 * 1024 * 1024;
        await using (var file = File.CreateText(drop.PathOf("a.xml")))
        {
            await file.WriteAsync("<all><case>1</case><case>");
            for (var i = 0; i < Length / 4096; i++) await file.WriteAsync(new string('x', 4096));
            await file.WriteAsync("</case><case>3</case></all>");
        }

        await using var stream = File.OpenRead(drop.PathOf("a.xml"));
        var options = FilesOptions.Read(new Dictionary<string, string> { ["folder"] = drop.Folder, ["content"] = "changes", ["format"] = "xml", ["recordPath"] = "case" }, ReadStrategy.Cursor);
        using var records = new XmlRecords("a.xml", stream, Encoding.UTF8, options);
        await records.ReadAsync(TestContext.Current.CancellationToken);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var broken = await records.ReadAsync(TestContext.Current.CancellationToken);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Contains("longer than", broken!.Broken);
        Assert.InRange(allocated, 0, Length / 4);
        Assert.NotNull(await records.ReadAsync(TestContext.Current.CancellationToken));
    }
}
