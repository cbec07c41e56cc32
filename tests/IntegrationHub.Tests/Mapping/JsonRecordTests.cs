using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Tests.Mapping;

public sealed class JsonRecordTests
{
    static readonly IMapping Mapping = Mappings.Of(Mappings.Json("summary: a.b\ntype: c\nattributes.n: n | decimal"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"id":"1"} {}""")]
    [InlineData("""{"id":"1",}""")]
    [InlineData("""{"id":NaN}""")]
    [InlineData("""{'id':'1'}""")]
    [InlineData("""{"id":"1" /* no */}""")]
    [InlineData("<html></html>")]
    public void What_is_no_JSON_is_quarantined(string text) => Assert.Equal("IH3005", Mapping.Fault(Mappings.JsonRecord(text)).Code);

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public void What_is_no_object_is_quarantined(string text) => Assert.Equal("IH3007", Mapping.Fault(Mappings.JsonRecord(text)).Code);

    [Theory]
    [InlineData("""{"id":"1","id":"1"}""")]
    [InlineData("""{"id":"1","\u0069d":"2"}""")]
    [InlineData("""{"id":"1","a":{"b":1,"b":2}}""")]
    [InlineData("""{"id":"1","unmapped":1,"unmapped":2}""")]
    [InlineData("""{"id":"1","unmapped":{"deep":[{"x":1,"x":2}]}}""")]
    public void A_name_that_stands_twice_quarantines_the_record_wherever_it_stands(string text) =>
        Assert.Equal("IH3006", Mapping.Fault(Mappings.JsonRecord(text)).Code);

    [Fact]
    public void The_same_name_in_different_objects_is_fine() =>
        Assert.Equal("x", Mapping.Case("""{"id":"1","a":{"b":"x","id":"y"},"o":[{"id":1},{"id":2}],"z":{"q":{"id":1},"id":2}}""").Case.Summary);

    [Fact]
    public void More_names_than_fit_the_first_search_are_still_compared()
    {
        var names = Enumerable.Range(0, 1000).Select(i => $"\"n{i}\":{i}").ToList();
        var fine = $$"""{"id":"1",{{string.Join(',', names)}}}""";
        var twice = $$"""{"id":"1",{{string.Join(',', names)}},"n500":0}""";

        Assert.IsType<MappingResult.MappedCase>(Mapping.Map(Mappings.JsonRecord(fine)));
        Assert.Equal("IH3006", Mapping.Fault(Mappings.JsonRecord(twice)).Code);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("windows-1252")]
    [InlineData("utf-16")]
    public void Charsets_are_read_as_the_source_says(string charset) =>
        Assert.Equal("Åsa", ((MappingResult.MappedCase)Mapping.Map(Mappings.JsonRecord("""{"id":"1","c":"Åsa"}""", charset))).Case.Type);

    [Fact]
    public void A_byte_order_mark_is_dropped() =>
        Assert.Equal("Åsa", ((MappingResult.MappedCase)Mapping.Map(Mappings.JsonRecord("\uFEFF{\"id\":\"1\",\"c\":\"Åsa\"}"))).Case.Type);

    [Fact]
    public void Bytes_that_are_no_text_are_quarantined()
    {
        var record = new SourceRecord { Content = Encoding.Latin1.GetBytes("""{"id":"1","c":"Åsa"}"""), Format = RecordFormat.Json };

        Assert.Equal("IH3004", Mapping.Fault(record).Code);
        Assert.Equal("IH3003", Mapping.Fault(record with { Charset = "klingon-1" }).Code);
    }

    [Theory]
    [InlineData("1234567890123456789012345678", "1234567890123456789012345678")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("\"-12345678901234567890.12345678\"", "-12345678901234567890.12345678")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e3", "1000")]
    [InlineData("12345678901234567890123456789", "fails IH3110")]
    [InlineData("1e400", "fails IH3110")]
    [InlineData("\"12345678901234567890123456789\"", "fails IH3201")]
    public void Numbers_keep_every_digit_or_fail(string number, string expected) =>
        Assert.Equal(expected, Expressions.Evaluate("n | decimal", $$"""{"n":{{number}}}"""));

    [Theory]
    [InlineData("s == '3'", "true")]
    [InlineData("n == 3", "true")]
    [InlineData("n == '3'", "true")]
    [InlineData("n > 2.5", "true")]
    [InlineData("t == true", "true")]
    [InlineData("t and not f", "true")]
    [InlineData("missing == null and nul == null and blank != null", "true")]
    [InlineData("missing != 'x'", "true")]
    [InlineData("s in ['1', '3']", "true")]
    [InlineData("s < '30' or false", "true")]
    [InlineData("obj != null", "true")]
    [InlineData("s == 3", "fails IH3107")]
    [InlineData("s and t", "fails IH3109")]
    [InlineData("obj | lower", "fails IH3103")]
    [InlineData("list | lower", "fails IH3104")]
    [InlineData("list.x", "fails IH3104")]
    [InlineData("s | count", "fails IH3105")]
    [InlineData("list | sort | join(',')", "1,a")]
    [InlineData("mixed | sort | join(',')", "fails IH3107")]
    [InlineData("s | int | round | abs", "3")]
    [InlineData("not (s == '4')", "true")]
    [InlineData("nul ?? blank ?? s", "null")]
    [InlineData("nul ?? (blank | nullIfBlank) ?? s", "3")]
    public void Values_are_what_they_are_written_as(string expression, string expected) =>
        Assert.Equal(expected, Expressions.Evaluate(expression, """{"s":"3","n":3,"t":true,"f":false,"nul":null,"blank":" ","obj":{"x":1},"list":[1,"a"],"mixed":[true,"a"]}"""));

    [Fact]
    public void Escaped_text_is_read_as_what_it_means() =>
        Assert.Equal("a\"Å😀\\", Mapping.Case("""{"id":"1","c":"a\"\u00c5\ud83d\ude00\\"}""").Case.Type);

    [Fact]
    public void Half_a_surrogate_pair_is_no_text() =>
        Assert.Equal(("IH3004", "type"), (Mapping.Fault(Mappings.JsonRecord("""{"id":"1","c":"\ud83d"}""")) is var fault ? fault.Code : "", Mapping.Fault(Mappings.JsonRecord("""{"id":"1","c":"\ud83d"}""")).Field));

    [Fact]
    public void Nesting_deeper_than_the_limit_is_refused()
    {
        var deep = $$"""{"id":"1","x":{{new string('[', 200)}}{{new string(']', 200)}}}""";

        Assert.Equal("IH3005", Mapping.Fault(Mappings.JsonRecord(deep)).Code);
    }

    [Fact]
    public void More_list_elements_than_the_limit_are_refused()
    {
        var mapping = Mappings.Of(Mappings.Json("attributes.n: a | count"));
        var many = $$"""{"id":"1","a":[{{string.Join(',', Enumerable.Repeat("1", 10_001))}}]}""";

        Assert.Equal("IH3011", mapping.Fault(Mappings.JsonRecord(many)).Code);
    }

    [Fact]
    public void A_record_that_the_source_calls_broken_is_quarantined_with_its_reason()
    {
        var fault = Mapping.Fault(Mappings.JsonRecord("{}") with { Broken = "row 7: an unclosed quote" });

        Assert.Equal(("IH3001", "the source could tell that the record is broken: row 7: an unclosed quote"), (fault.Code, fault.Message));
    }

    [Fact]
    public void A_record_of_another_format_is_quarantined() => Assert.Equal("IH3018", Mapping.Fault(Mappings.XmlRecord("<r/>")).Code);

    [Fact]
    public void No_bytes_whatever_make_a_mapping_throw()
    {
        var json = Mappings.Of(Mappings.Json("summary: a.b\nopenedAt: c | datetime", "lists:\n  parties: { each: d | toList, fields: { name: n } }\n"));
        var xml = Mappings.Of(Mappings.Xml("summary: a.b", "lists:\n  parties: { each: d, fields: { name: n } }\n"));
        var csv = Mappings.Of("mapping: t\nversion: 1.0.0\ntarget: case@1\nsource: { system: t, format: csv, csv: { columns: [a, b] } }\nidentity: { key: a }\nfields: { title: b }\n");

        Prop.ForAll<byte[], bool>((bytes, asText) =>
        {
            // Half of them begin like a record, so that more than the first character is looked at.
            byte[] content = asText ? [.. "{\"id\":\"1\",\"a\":{\"b\":\""u8, .. bytes, .. "\"}}"u8] : bytes;
            foreach (var (mapping, format) in new[] { (json, RecordFormat.Json), (xml, RecordFormat.Xml), (csv, RecordFormat.Csv) })
            {
                var record = new SourceRecord { Content = content, Format = format };
                mapping.TryReadKey(record, out _);
                Assert.NotNull(mapping.Map(record));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_order_of_the_fields_gives_the_same_case()
    {
        var mapping = Mappings.Of(Mappings.Json("summary: a.b\nopenedAt: c | datetime\ntype: a.t\nstatusText: if(z == 1, a.b, 'no')", "lists:\n  parties: { each: d, fields: { name: n, phone: p, address: root.a.b } }\n"));
        string[] outer = ["\"id\":\"1\"", "\"c\":\"2026-03-05T12:00:00Z\"", "\"z\":1", "\"q\":{\"a\":1}", "\"d\":[{\"n\":\"x\",\"p\":\"1\"},{\"p\":\"2\",\"n\":\"y\"}]"];
        var expected = mapping.Case("{" + string.Join(',', outer) + ",\"a\":{\"b\":\"B\",\"t\":\"T\"}}").Case;

        var none = new Dictionary<string, string>();
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            string[] inner = ["\"b\":\"B\"", "\"t\":\"T\""];
            random.Shuffle(inner);
            string[] fields = [.. outer, "\"a\":{" + string.Join(',', inner) + "}"];
            random.Shuffle(fields);

            var mapped = mapping.Case("{" + string.Join(',', fields) + "}").Case;

            Assert.Equal(expected with { Parties = [], Links = [], Attributes = none }, mapped with { Parties = [], Links = [], Attributes = none });
            Assert.Equal(expected.Parties, mapped.Parties);
        }).QuickCheckThrowOnFailure();
    }
}
