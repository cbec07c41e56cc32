using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

public sealed class RestartTests : IDisposable
{
    readonly Drop drop = new();

    public void Dispose() => drop.Dispose();

    static string Rows(int from, int count) => $"{Drop.Header}\n{string.Concat(Enumerable.Range(from, count).Select(n => $"{n};N;x\n"))}";

    [Fact]
    public void Starting_again_at_any_page_boundary_gives_what_an_unbroken_read_gives_and_nothing_is_missing() =>
        Prop.ForAll(Gen.Choose(1, 5).SelectMany(files => Gen.ArrayOf(Gen.Choose(0, 9), files)).ToArbitrary(), Gen.Choose(1, 5).ToArbitrary(), Gen.Elements("csv", "json", "lines", "xml").ToArbitrary(), (sizes, pageSize, format) =>
        {
            using var one = new Drop { ["pattern"] = "*", ["format"] = format == "lines" ? "json" : format };
            if (format == "xml") one["recordPath"] = "r";
            var expected = new List<string>();
            foreach (var (file, size) in sizes.Index())
            {
                var numbers = Enumerable.Range(expected.Count, size).ToList();
                one.Write($"{file:000}", Content(format, file, numbers));
                expected.AddRange(numbers.Select(n => Record(format, n)));
            }

            // A new source for every page is a crash at every page boundary.
            var read = new List<string>();
            string? next = null;
            do
            {
                var page = one.ReadOnceAsync(next, pageSize).GetAwaiter().GetResult();
                read.AddRange(page.Records.Select(Drop.TextOf));
                next = page.Next;
            }
            while (next is not null);

            return read.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    static string Record(string format, int n) => format switch
    {
        "csv" => $"{n};N;x",
        "xml" => $"<r>{n}</r>",
        _ => $"{{\"n\":{n}}}",
    };

    // Each file says which it is, since a file that says the same as one before is a repeat.
    static string Content(string format, int file, List<int> numbers) => format switch
    {
        "csv" => $"{Drop.Header}\n{new string('\n', file)}{string.Concat(numbers.Select(n => Record(format, n) + "\n"))}",
        "xml" => $"<all file=\"{file}\">{string.Concat(numbers.Select(n => Record(format, n)))}</all>",
        "json" => $"[{new string(' ', file)}{string.Join(',', numbers.Select(n => Record(format, n)))}]",
        _ => $"{new string('\n', file + 1)}{string.Concat(numbers.Select(n => Record(format, n) + "\n"))}",
    };

    [Fact]
    public async Task A_file_that_is_replaced_between_two_runs_is_read_again_from_its_beginning()
    {
        drop.Write("a.csv", Rows(1, 4));
        var half = await drop.ReadOnceAsync(pageSize: 2);
        drop.Write("a.csv", Rows(11, 4));

        var rest = await drop.RunAsync(half.Next);

        Assert.Equal(["11;N;x", "12;N;x", "13;N;x", "14;N;x"], rest.Texts);
    }

    [Fact]
    public async Task A_file_that_is_written_to_while_it_is_read_is_no_good_until_it_has_been_read_again()
    {
        drop.Write("a.csv", Rows(1, 40_000));
        var source = drop.Open();
        var first = await source.ReadPageAsync(new PageRequest(), TestContext.Current.CancellationToken);
        var content = Encoding.UTF8.GetBytes(Rows(1, 40_000).Replace("39999;N", "39999;M", StringComparison.Ordinal));
        // The same file, length and time: only its content tells.
        var written = File.GetLastWriteTimeUtc(drop.PathOf("a.csv"));
        await using (var file = drop.OpenToWrite("a.csv")) await file.WriteAsync(content, TestContext.Current.CancellationToken);
        drop.Age("a.csv", written);

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => ReadToEndAsync(source, first.Next));
        var again = await drop.RunAsync(first.Next);

        Assert.Contains("written to while it was read", fault.Message);
        Assert.Equal(40_000, again.Records.Count);
        Assert.Contains("39999;M;x", again.Texts);
    }

    [Fact]
    public async Task A_file_that_is_cut_while_it_is_read_is_not_called_malformed()
    {
        drop["format"] = "json";
        drop["pattern"] = "*.json";
        drop.Write("a.json", $"[{string.Join(',', Enumerable.Range(0, 40_000).Select(n => $"{{\"n\":{n}}}"))}]");
        var source = drop.Open();
        var first = await source.ReadPageAsync(new PageRequest(), TestContext.Current.CancellationToken);
        await using (var file = drop.OpenToWrite("a.json")) file.SetLength(200_000);

        await Assert.ThrowsAsync<SourceUnavailableException>(() => ReadToEndAsync(source, first.Next));
    }

    [Fact]
    public async Task A_file_that_is_taken_away_half_read_is_told_of_and_goes_on_when_it_is_back()
    {
        drop.Write("a.csv", Rows(1, 4));
        var half = await drop.ReadOnceAsync(pageSize: 2);
        File.Move(drop.PathOf("a.csv"), drop.PathOf("hidden.txt"));

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => drop.ReadOnceAsync(half.Next));
        File.Move(drop.PathOf("hidden.txt"), drop.PathOf("a.csv"));
        var rest = await drop.RunAsync(half.Next);

        Assert.Contains("a.csv is gone", fault.Message);
        Assert.Equal(["3;N;x", "4;N;x"], rest.Texts);
    }

    static async Task ReadToEndAsync(ISource source, string? next)
    {
        while (next is not null)
            next = (await source.ReadPageAsync(new PageRequest { Position = next }, TestContext.Current.CancellationToken)).Next;
    }
}
