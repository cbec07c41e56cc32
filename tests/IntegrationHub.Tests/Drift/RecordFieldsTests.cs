using System.Text;
using IntegrationHub.Drift;
using IntegrationHub.Sources;

namespace IntegrationHub.Tests.Drift;

public sealed class RecordFieldsTests
{
    [Fact]
    public void The_fields_of_a_json_record_stand_under_the_paths_of_expressions() => Assert.Equal(
        ["id Number", "who Structure", "who.name Text", "fees List", "fees.code Text", "fees.code Text", "tags List", "tags[] Text", "open Boolean", "note –"],
        Json("""{"id":1,"who":{"name":"Siv"},"fees":[{"code":"A"},{"code":"B"}],"tags":["x"],"open":true,"note":null}"""));

    [Fact]
    public void The_fields_of_an_xml_record_are_its_elements_and_attributes_without_prefixes() => Assert.Equal(
        ["@nr Text", "status.@typ Text", "status Text", "part.namn Text", "part Structure", "slut –", "tom Text"],
        Of(RecordFormat.Xml, """<a:arende xmlns:a="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" nr="7"><a:status typ="B">öppet</a:status><part><namn>Siv</namn></part><slut xsi:nil="true"/><tom/></a:arende>"""));

    [Fact]
    public void The_fields_of_a_row_are_its_columns() => Assert.Equal(
        ["NR Text", "STATUS Text"], Seen(new SourceRecord { Content = "1;A"u8.ToArray(), Format = RecordFormat.Csv, Layout = new CsvLayout(["NR", "STATUS"], ';', '"') }));

    [Theory]
    [InlineData("")]
    [InlineData("[1,2]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{\"a\":\"\\uD800\"}")]
    [InlineData("{\"\\uD800\":1}")]
    [InlineData("no json")]
    public void What_cannot_be_read_is_no_fault_here(string text) => Assert.NotNull(Json(text));

    [Fact]
    public void A_record_that_breaks_off_tells_what_came_before() => Assert.Equal(["id Number"], Json("""{"id":1,"""));

    [Fact]
    public void A_hostile_record_is_looked_at_no_further_than_its_first_two_thousand_fields()
    {
        var wide = $"{{{string.Join(',', Enumerable.Range(0, 50_000).Select(n => $"\"f{n}\":1"))}}}";

        Assert.Equal(2000, Json(wide).Count);
    }

    [Fact]
    public void A_document_type_definition_is_never_read() => Assert.Empty(Of(RecordFormat.Xml, """<!DOCTYPE a [<!ENTITY b "c">]><a><d>&b;</d></a>"""));

    static List<string> Json(string text) => Of(RecordFormat.Json, text);

    static List<string> Of(RecordFormat format, string text) => Seen(new SourceRecord { Content = Encoding.UTF8.GetBytes(text), Format = format });

    static List<string> Seen(SourceRecord record)
    {
        var seen = new List<string>();
        RecordFields.Read(record, (path, kind) => seen.Add($"{path} {kind?.ToString() ?? "–"}"));
        return seen;
    }
}
