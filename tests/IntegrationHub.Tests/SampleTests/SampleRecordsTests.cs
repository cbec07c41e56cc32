using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;

namespace IntegrationHub.Tests.SampleTests;

public sealed class SampleRecordsTests
{
    [Fact]
    public async Task A_row_keeps_its_bytes_and_knows_its_columns()
    {
        var bytes = Charsets.Get("windows-1252").GetBytes("NR;NAMN\r\n1;Åsa\r\n2;\"Öberg;\"\"Ö\"\"\r\nAB\"\r\n");

        var records = await SampleRecords.ReadAsync(bytes, RecordFormat.Csv, Csv("{ delimiter: ';', encoding: windows-1252 }"), null);

        Assert.Equal(["1;Åsa", "2;\"Öberg;\"\"Ö\"\"\r\nAB\""], records.Select(r => Charsets.Get(r.Charset).GetString(r.Content.Span)));
        Assert.All(records, r => Assert.Equal(["NR", "NAMN"], r.Layout!.Columns));
    }

    [Fact]
    public async Task Without_a_header_the_mapping_names_the_columns()
    {
        var records = await SampleRecords.ReadAsync("1,2\n3,4"u8.ToArray(), RecordFormat.Csv, Csv("{ delimiter: ',', header: false, columns: [A, B] }"), null);

        Assert.Equal(2, records.Count);
        Assert.Equal(["A", "B"], records[0].Layout!.Columns);
        Assert.Equal(',', records[0].Layout!.Delimiter);
    }

    [Fact]
    public async Task Json_is_one_record_a_list_or_a_list_inside()
    {
        var one = await SampleRecords.ReadAsync("\uFEFF{\"a\": 1.50}"u8.ToArray(), RecordFormat.Json, null, null);
        var list = await SampleRecords.ReadAsync("[{\"a\":1}, {\"a\":1,\"a\":2}]"u8.ToArray(), RecordFormat.Json, null, null);
        var inside = await SampleRecords.ReadAsync("{\"data\":{\"cases\":[{\"a\":1},{\"a\":2},{\"a\":3}]}}"u8.ToArray(), RecordFormat.Json, null, "data.cases");

        Assert.Equal("{\"a\": 1.50}", Encoding.UTF8.GetString(Assert.Single(one).Content.Span));
        Assert.Equal("{\"a\":1,\"a\":2}", Encoding.UTF8.GetString(list[1].Content.Span));
        Assert.Equal(3, inside.Count);
    }

    [Fact]
    public async Task Xml_is_one_record_or_the_elements_of_a_name()
    {
        const string xml = "<?xml version='1.0' encoding='iso-8859-1'?><svar xmlns='urn:a' xmlns:x='urn:x'><arende nr='1'><x:namn>Åsa</x:namn></arende><arende nr='2'/></svar>";
        var bytes = Encoding.Latin1.GetBytes(xml);

        var whole = await SampleRecords.ReadAsync(bytes, RecordFormat.Xml, null, null);
        var each = await SampleRecords.ReadAsync(bytes, RecordFormat.Xml, null, "arende");

        Assert.Contains("Åsa", Encoding.UTF8.GetString(Assert.Single(whole).Content.Span), StringComparison.Ordinal);
        Assert.Equal(2, each.Count);
        Assert.StartsWith("<arende", Encoding.UTF8.GetString(each[0].Content.Span), StringComparison.Ordinal);
        Assert.Contains("<x:namn>Åsa</x:namn>", Encoding.UTF8.GetString(each[0].Content.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status", "Nytt", "<arende xmlns=\"urn:a\" nr=\"1\"><status xmlns=\"urn:b\">Nytt</status><h><slag>A</slag></h><h><slag>B</slag></h></arende>")]
    [InlineData("@nr", "", "<arende xmlns=\"urn:a\" nr=\"\"><status xmlns=\"urn:b\">P</status><h><slag>A</slag></h><h><slag>B</slag></h></arende>")]
    [InlineData("h[1].slag", "<C>", "<arende xmlns=\"urn:a\" nr=\"1\"><status xmlns=\"urn:b\">P</status><h><slag>A</slag></h><h><slag>&lt;C&gt;</slag></h></arende>")]
    public void A_text_of_an_xml_sample_is_changed_in_its_place(string path, string value, string expected) => Assert.Equal(expected, PatchXml(path, value));

    [Theory]
    [InlineData("statsu", "the sample has no 'statsu' (did you mean 'status'?); 'with' changes what is there")]
    [InlineData("@nummer", "the sample has no '@nummer'; 'with' changes what is there")]
    [InlineData("h[2].slag", "the sample has no 'h[2].slag'; 'with' changes what is there")]
    [InlineData("h.slag", "the sample has 2 'h' at 'h.slag'; choose one: h[0]")]
    [InlineData("@nr.x", "the sample has no '@nr.x' (did you mean '@nr'?); 'with' changes what is there")]
    public void A_path_that_the_xml_sample_does_not_have_is_told(string path, string message) =>
        Assert.Equal(message, Assert.Throws<SampleException>(() => PatchXml(path, "x")).Message);

    static string PatchXml(string path, string value)
    {
        var xml = "<arende xmlns='urn:a' nr='1'><status xmlns='urn:b'>P</status><h><slag>A</slag></h><h><slag>B</slag></h></arende>"u8.ToArray();
        var place = new Place("t", 1, 1);
        var patch = new SamplePatch(path, FieldPath.Parse(path)!, new YamlText(place, value, YamlTextStyle.Quoted, place), place);
        return Encoding.UTF8.GetString(SamplePatching.Apply(new SourceRecord { Content = xml, Format = RecordFormat.Xml }, [patch]).Content.Span);
    }

    [Theory]
    [InlineData(RecordFormat.Json, "{", null)]
    [InlineData(RecordFormat.Xml, "<a>", null)]
    [InlineData(RecordFormat.Xml, "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", null)]
    [InlineData(RecordFormat.Xml, "<a/>", "b")]
    [InlineData(RecordFormat.Csv, "", null)]
    public async Task A_sample_that_makes_no_sense_is_told(RecordFormat format, string text, string? records) =>
        await Assert.ThrowsAsync<SampleException>(async () => await SampleRecords.ReadAsync(Encoding.UTF8.GetBytes(text), format, null, records));

    static YamlMap Csv(string yaml) => (YamlMap)YamlTreeReader.Read("m", yaml, new DiagnosticBag())!;
}
