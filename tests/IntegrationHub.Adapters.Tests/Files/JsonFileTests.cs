using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

public sealed class JsonFileTests : IDisposable
{
    readonly Drop drop = new() { ["format"] = "json", ["pattern"] = "*.json", ["encoding"] = "auto" };

    public void Dispose() => drop.Dispose();

    [Fact]
    public async Task The_elements_of_an_array_come_as_the_vendors_bytes()
    {
        drop.Write("a.json", "[ {\"nr\": 1,  \"n\":\"Åsa\"} ,\n\"text\", 2.50, null, [1, [2]] ]");

        var run = await drop.RunAsync();

        Assert.Equal(["{\"nr\": 1,  \"n\":\"Åsa\"}", "\"text\"", "2.50", "null", "[1, [2]]"], run.Texts);
        Assert.Equal("a.json[4]", run.Records[4].Where);
        Assert.All(run.Records, r => Assert.Equal((RecordFormat.Json, "utf-8"), (r.Format, r.Charset)));
    }

    [Theory]
    [InlineData("{\"nr\":1}\n\n{\"nr\":2}")]
    [InlineData("\r\n{\"nr\":1}\r\n{\"nr\":2}\r\n")]
    [InlineData("{\"nr\":1} {\"nr\":2}")]
    public async Task Values_one_a_line_or_one_after_the_other_are_records(string text)
    {
        drop.Write("a.json", text);

        var run = await drop.RunAsync();

        Assert.Equal(["{\"nr\":1}", "{\"nr\":2}"], run.Texts);
    }

    [Fact]
    public async Task A_single_value_over_several_lines_is_one_record()
    {
        drop.Write("a.json", "{\n  \"nr\": 1\n}\n");

        Assert.Equal(["{\n  \"nr\": 1\n}"], (await drop.RunAsync()).Texts);
    }

    [Fact]
    public async Task A_bad_line_among_lines_is_handed_over_and_the_others_go_on()
    {
        drop.Write("a.json", "{\"nr\":1}\n{\"nr\":\n{\"nr\":3}\n");

        Assert.Equal(["{\"nr\":1}", "{\"nr\":", "{\"nr\":3}"], (await drop.RunAsync()).Texts);
    }

    [Theory]
    [InlineData("{\"data\":{\"cases\":[{\"nr\":1},{\"nr\":2}]}}")]
    [InlineData("{\"meta\":{\"cases\":[9],\"data\":{\"cases\":[8]}},\"data\":{\"other\":{\"cases\":[7]},\"cases\":[{\"nr\":1},{\"nr\":2}],\"more\":[[5]]},\"cases\":[6]}")]
    [InlineData("{\"data\":[],\"x\":{\"cases\":[9]},\"data\":{\"cases\":[{\"nr\":1},{\"nr\":2}]}}")]
    public async Task The_path_leads_to_the_array_and_to_no_other(string text)
    {
        drop["recordPath"] = "data.cases";
        drop.Write("a.json", text);

        Assert.Equal(["{\"nr\":1}", "{\"nr\":2}"], (await drop.RunAsync(pageSize: 1)).Texts);
    }

    [Fact]
    public async Task A_vendor_that_writes_a_single_record_without_its_array_is_understood()
    {
        drop["recordPath"] = "cases";
        drop.Write("a.json", "{\"cases\":{\"nr\":1},\"tags\":[1,2]}");

        Assert.Equal(["{\"nr\":1}"], (await drop.RunAsync()).Texts);
    }

    [Theory]
    [InlineData("{\"cases\":[]}")]
    [InlineData("{\"cases\":null,\"tags\":[1,2]}")]
    public async Task An_empty_list_is_no_records(string text)
    {
        drop["recordPath"] = "cases";
        drop.Write("a.json", text);

        Assert.Empty((await drop.RunAsync()).Records);
    }

    [Fact]
    public async Task A_path_that_is_not_in_the_file_stops_it_and_says_what_is()
    {
        drop["recordPath"] = "data.cases";
        drop.Write("a.json", "{\"meta\":1,\"data\":{\"case\":[1]}}");

        var fault = await drop.ReadOnceAsyncOrFault();

        Assert.Contains("nothing at 'data.cases'; names seen on the way: 'meta', 'case'", fault.Message);
    }

    [Theory]
    [InlineData("[{\"nr\":1},{\"nr\":2}")]
    [InlineData("[{\"nr\":1},{\"nr\":19121212")]
    [InlineData("[{\"nr\":1},<html>")]
    public async Task A_cut_document_stops_the_file_without_quoting_it(string text)
    {
        drop.Write("a.json", text);

        var fault = await drop.ReadOnceAsyncOrFault();

        Assert.Equal(FaultCodes.MalformedAnswer, fault.Code);
        Assert.DoesNotContain("19121212", fault.ToString());
        Assert.Equal(["a.json"], drop.Names);
    }

    [Fact]
    public async Task The_records_before_the_place_where_a_document_is_cut_are_handed_over_first()
    {
        drop.Write("a.json", "[{\"nr\":1},{\"nr\":2},{\"nr\"");

        var page = await drop.ReadOnceAsync();
        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => drop.ReadOnceAsync(page.Next));

        Assert.Equal(["{\"nr\":1}", "{\"nr\":2}"], page.Records.Select(Drop.TextOf));
        Assert.Contains("behind its record 2", fault.Message);
    }

    [Fact]
    public void An_array_comes_element_by_element_as_JSON_has_it_and_anything_else_comes_to_an_end() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements("[", "]", "{", "}", ",", ":", "\"a\"", "1", "null", " ", "\n", "{\"a\":[1]}", ",[2,3]", "x")).ToArbitrary(), parts =>
        {
            using var one = new Drop { ["format"] = "json", ["pattern"] = "*.json", ["maxRecordSize"] = "256" };
            var text = $"[{string.Concat(parts)}]";
            one.Write("a.json", text);

            var read = ReadOrStop(one);

            return ElementsOf(text) is not { } expected || (read is not null && read.SequenceEqual(expected));
        }).QuickCheckThrowOnFailure();

    static IReadOnlyList<string>? ReadOrStop(Drop drop)
    {
        try
        {
            return drop.RunAsync(pageSize: 2).GetAwaiter().GetResult().Texts;
        }
        catch (UnreadableAnswerException)
        {
            return null;
        }
    }

    static List<string>? ElementsOf(string text)
    {
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray().Select(e => e.GetRawText())];
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    [Fact]
    public async Task A_record_longer_than_allowed_is_broken_and_the_others_go_on()
    {
        drop["maxRecordSize"] = "1000";
        var many = string.Join(',', Enumerable.Range(0, 2000).Select(n => $"{{\"a\":[{n}]}}"));
        drop.Write("a.json", $"[{{\"nr\":1}},{{\"many\":[{many}]}},{{\"nr\":3}}]");

        var run = await drop.RunAsync();

        Assert.Equal(["{\"nr\":1}", "{\"nr\":3}"], run.Good);
        Assert.Contains("longer than 1000 bytes", run.Records[1].Broken);
        Assert.Equal("a.json[2]", run.Records[2].Where);
    }

    [Fact]
    public async Task A_line_longer_than_allowed_is_broken_and_the_others_go_on()
    {
        drop["maxRecordSize"] = "1000";
        drop.Write("a.json", $"{{\"nr\":1}}\n\"{new string('x', 100_000)}\"\n{{\"nr\":3}}");

        var run = await drop.RunAsync();

        Assert.Equal(["{\"nr\":1}", "{\"nr\":3}"], run.Good);
        Assert.Equal("a.json:2", run.Records[1].Where);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public async Task A_byte_order_mark_is_none_of_the_document(string charset)
    {
        var encoding = Encoding.GetEncoding(charset);
        drop.Write("a.json", [.. encoding.GetPreamble(), .. encoding.GetBytes("[{\"n\":\"Åsa\"}]")]);

        Assert.Equal(["{\"n\":\"Åsa\"}"], (await drop.RunAsync()).Texts);
    }

    [Fact]
    public async Task A_document_nested_a_hundred_thousand_deep_stops_the_file()
    {
        drop.Write("a.json", new string('[', 100_000));

        Assert.Equal(FaultCodes.MalformedAnswer, (await drop.ReadOnceAsyncOrFault()).Code);
    }
}
