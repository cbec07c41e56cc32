using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

public sealed class XmlFileTests : IDisposable
{
    readonly Drop drop = new() { ["format"] = "xml", ["pattern"] = "*.xml", ["encoding"] = "auto", ["recordPath"] = "case" };

    public void Dispose() => drop.Dispose();

    [Fact]
    public async Task The_elements_of_the_name_come_wherever_they_stand_with_the_namespaces_they_need()
    {
        drop.Write("a.xml", """
            <?xml version="1.0"?>
            <all xmlns="urn:a" xmlns:t="urn:types" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
              <case i:type="t:permit"><nr>1</nr></case><list><case xmlns="" nr="2"/></list><t:case>3 &amp; 4</t:case>
            </all>
            """);

        var run = await drop.RunAsync();

        Assert.Equal(3, run.Records.Count);
        var first = System.Xml.Linq.XElement.Load(new MemoryStream(run.Records[0].Content.ToArray()));
        Assert.Equal("urn:a", first.Name.NamespaceName);
        Assert.Equal("urn:types", first.GetNamespaceOfPrefix("t")?.NamespaceName);
        Assert.Equal("1", first.Element("{urn:a}nr")?.Value);
        Assert.Equal("2", System.Xml.Linq.XElement.Load(new MemoryStream(run.Records[1].Content.ToArray())).Attribute("nr")?.Value);
        Assert.Equal("3 & 4", System.Xml.Linq.XElement.Load(new MemoryStream(run.Records[2].Content.ToArray())).Value);
        Assert.Equal((RecordFormat.Xml, "a.xml:3"), (run.Records[0].Format, run.Records[0].Where));
    }

    [Theory]
    [InlineData("windows-1252", "<?xml version=\"1.0\" encoding=\"windows-1252\"?>")]
    [InlineData("iso-8859-1", "<?xml version='1.0' encoding='ISO-8859-1' ?>")]
    [InlineData("utf-16", "<?xml version=\"1.0\" encoding=\"utf-16\"?>")]
    [InlineData("utf-8", "")]
    public async Task The_charset_is_what_the_file_itself_declares(string charset, string declaration)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        drop.Write("a.xml", [.. encoding.GetPreamble(), .. encoding.GetBytes($"{declaration}<all><case>Åsa</case></all>")]);

        Assert.Equal(["<case>Åsa</case>"], (await drop.RunAsync()).Texts);
    }

    [Theory]
    [InlineData("<!DOCTYPE all [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><all><case>&e;</case></all>", FaultCodes.DtdForbidden)]
    [InlineData("<!DOCTYPE all><all><case>1</case></all>", FaultCodes.DtdForbidden)]
    [InlineData("<all><case>19121212-1212</all>", FaultCodes.MalformedAnswer)]
    [InlineData("<all><case>1</case>", FaultCodes.MalformedAnswer)]
    public async Task What_is_no_plain_well_formed_document_stops_the_file_without_quoting_it(string text, string code)
    {
        drop.Write("a.xml", text);

        var fault = await drop.ReadOnceAsyncOrFault();

        Assert.Equal(code, fault.Code);
        Assert.StartsWith("a.xml", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("19121212", fault.ToString());
    }

    [Fact]
    public async Task An_element_longer_than_allowed_is_broken_and_the_others_go_on()
    {
        drop["maxRecordSize"] = "1000";
        drop.Write("a.xml", $"<all><case>1</case><case>{string.Concat(Enumerable.Repeat("<note>text</note>", 500))}</case><case>3</case></all>");

        var run = await drop.RunAsync();

        Assert.Equal(["<case>1</case>", "<case>3</case>"], run.Good);
        Assert.Contains("longer than 1000 bytes", run.Records[1].Broken);
    }

    [Fact]
    public void Without_the_name_of_the_element_nothing_can_be_read()
    {
        drop["recordPath"] = "";

        Assert.Equal("connection.recordPath", Assert.Throws<MisconfiguredException>(() => drop.Open()).Setting);
    }
}
