using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Mapping;

/// <summary>The hub's own reading of JSON, held to the framework's: whatever the bytes are, both take them or both refuse them.</summary>
public sealed class JsonCursorTests
{
    static readonly string[] Records =
    [
        """{"id":"1","a":" å ","b":{"c":[{"d":true},{"d":null}]},"n":12.50,"list":[{"x":"1","y":"2026-03-01T00:00:00Z"}],"deep":[[[[[[[[[[]]]]]]]]]],"t":true,"f":false,"o":{}}""",
        "{ \"id\" : 7 , \"a\" : null ,\r\n\t\"b\" : [ ] , \"n\" : -0.5e-7 , \"list\" : [ 1 , \"2\" , { } , [ 3 , { \"x\" : 4 } ] ] , \"u\" : { \"v\" : { \"w\" : \"\" } } }\n",
        """{"id":"é\ud83d\ude00\\\"\/\b\f\n\r\t","\u0061":"once","b":{"c":{"d":"\u00e5"}},"n":1E+2,"list":"text","other":[1,2.0,"a\"b"],"a\"b":0,"long":"a text of more than sixteen characters, åäö, and a \\ in it"}""",
    ];

    // One looks at nearly everything, one at next to nothing: what nobody wants is read by other code.
    static readonly CompiledMapping Much = (CompiledMapping)Mappings.Of(Mappings.Json("summary: a\ntype: b.c[0].d\nattributes.n: n\nattributes.l: list | map(x) | join(',')\nattributes.d: deep | flatten | count\nattributes.q: \"root['a\\\"b']\""));
    static readonly CompiledMapping Little = (CompiledMapping)Mappings.Of(Mappings.Json("summary: z"));

    [Fact]
    public void What_the_framework_reads_is_read_and_what_it_refuses_is_refused_for_the_same_reason() =>
        Fuzzing.Bytes([.. Records.Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            var expected = Verdict(bytes);
            var record = new SourceRecord { Content = bytes, Format = RecordFormat.Json };
            Assert.Equal(expected, Much.Input.Read(record, new Evaluation())?.Code);
            Assert.Equal(expected, Little.Input.Read(record, new Evaluation())?.Code);
        });

    [Theory]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("-01")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("0x1")]
    [InlineData("1 2")]
    [InlineData("tru")]
    [InlineData("trues")]
    [InlineData("nul")]
    [InlineData("Infinity")]
    [InlineData("\"a")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u123")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"0123456789abcdef\u0001\"")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[1")]
    [InlineData("{\"x\"}")]
    [InlineData("{\"x\":}")]
    [InlineData("{\"x\":1,}")]
    [InlineData("{x:1}")]
    [InlineData("\u00A01")]
    public void What_JSON_does_not_allow_is_refused_wherever_it_stands(string value)
    {
        foreach (var name in (string[])["a", "unwanted"])
        {
            var bytes = Encoding.UTF8.GetBytes($$"""{"id":"1","{{name}}":{{value}}}""");

            Assert.Equal("IH3005", Verdict(bytes));
            Assert.Equal("IH3005", Much.Input.Read(new SourceRecord { Content = bytes, Format = RecordFormat.Json }, new Evaluation())?.Code);
        }
    }

    [Theory]
    [InlineData(127, null)]
    [InlineData(128, "IH3005")]
    public void As_many_levels_are_read_as_there_may_be_and_no_more(int inside, string? code)
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"x\":", "}") })
        {
            foreach (var name in (string[])["deep", "unwanted"])
            {
                var text = $"{{\"{name}\":{string.Concat(Enumerable.Repeat(open, inside))}1{string.Concat(Enumerable.Repeat(close, inside))}}}";

                Assert.Equal(code, Verdict(Encoding.UTF8.GetBytes(text)));
                Assert.Equal(code, Much.Input.Read(Mappings.JsonRecord(text), new Evaluation())?.Code);
            }
        }
    }

    [Fact]
    public void A_text_is_what_the_framework_reads_however_it_is_written() => Prop.ForAll<string>(IsReadAsByTheFramework).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("\v\f")]
    [InlineData(" \u0085\u00A0\u2003")]
    [InlineData("\u001C")]
    [InlineData("\u007F\0")]
    [InlineData("\uFFFD\uFEFF")]
    public void What_is_blank_in_a_string_is_blank_in_a_record(string text) => IsReadAsByTheFramework(text);

    static readonly IMapping OneText = Mappings.Of(Mappings.Json("attributes.a: a\nattributes.b: if((a | nullIfBlank) == null, 'blank', 'text')"));

    static void IsReadAsByTheFramework(string? text)
    {
        var record = JsonSerializer.Serialize(new { id = "1", a = text });
        var expected = JsonDocument.Parse(record).RootElement.GetProperty("a").GetString();
        var attributes = OneText.Case(record).Case.Attributes;

        Assert.Equal(string.IsNullOrWhiteSpace(expected) ? (null, "blank") : (expected, "text"), (attributes.GetValueOrDefault("a"), attributes["b"]));
    }

    [Fact]
    public void Names_are_found_in_any_order_and_told_when_they_stand_twice_however_many_are_wanted()
    {
        const int count = 80;
        var names = Enumerable.Range(0, count).Select(i => $"n{i}").ToList();
        var mapping = Mappings.Of(Mappings.Json(string.Join('\n', names.Select(n => $"attributes.{n}: {n}"))));
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var present = names.Where(_ => random.Next(4) > 0).ToArray();
            random.Shuffle(present);
            var members = string.Concat(present.Select(n => $",\"{n}\":\"{n}\""));

            Assert.Equal(present.Order(), mapping.Case($$"""{"id":"1"{{members}}}""").Case.Attributes.Values.Order());
            var twice = present[random.Next(present.Length)];
            Assert.Equal("IH3006", mapping.Fault(Mappings.JsonRecord($$"""{"id":"1"{{members}},"{{twice}}":1}""")).Code);
        }
    }

    [Theory]
    [InlineData("b", "\\u0000a")]
    [InlineData("cbbb", "cbbbb")]
    [InlineData("ab", "ba")]
    [InlineData("longer name", "longer namf")]
    public void Names_that_are_nearly_the_same_are_not_the_same(string one, string other) =>
        Assert.Null(Little.Input.Read(Mappings.JsonRecord($$"""{"id":"1","{{one}}":1,"{{other}}":2}"""), new Evaluation()));

    [Fact]
    public void A_name_that_must_be_escaped_is_found_by_what_it_means() =>
        Assert.Equal("x", Mappings.Of(Mappings.Json("summary: \"root['a\\\"b']\"")).Case("""{"id":"1","a\"b":"x"}""").Case.Summary);

    // What the framework says of the bytes, in the hub's words.
    static string? Verdict(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes)) return "IH3004";
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = JsonRecordReader.MaxDepth });
        var names = new Stack<HashSet<string>>();
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return "IH3007";
            names.Push([]);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject) names.Push([]);
                else if (reader.TokenType == JsonTokenType.EndObject) names.Pop();
                else if (reader.TokenType == JsonTokenType.PropertyName && !names.Peek().Add(NameAt(reader))) return "IH3006";
            }

            return null;
        }
        catch (JsonException)
        {
            return "IH3005";
        }
    }

    static string NameAt(Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is compared as it is written.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
