using System.Text;
using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Tests.Workshop.Recording;

public sealed class BodyTests
{
    static readonly Rewrite Shout = (path, value, isText) => path.EndsWith("name", StringComparison.Ordinal) ? (isText ? value.ToUpperInvariant() : "77") : value;

    [Theory]
    [InlineData("""{ "name" : "a",  "n":1.50e3, "rest":[1 , {"x.name":"b"}] }""", """{ "name" : "A",  "n":1.50e3, "rest":[1 , {"x.name":"B"}] }""")]
    [InlineData("""{"name":5,"o":{}}""", """{"name":77,"o":{}}""")]
    [InlineData("""[{"name":"\u00e5\"\n"},null,true]""", """[{"name":"Å\"\n"},null,true]""")]
    public void Other_values_are_written_into_JSON_and_every_other_byte_stays(string text, string expected) => Assert.Equal(expected, BodyValues.Json(text, Shout, name => name));

    [Theory]
    [InlineData("{\"name\": tru}")]
    [InlineData("{\"name\": \"\\ud800\"}")]
    [InlineData("")]
    public void What_is_no_JSON_is_said_to_be_none(string text) => Assert.Null(BodyValues.Json(text, Shout, name => name));

    [Fact]
    public void XML_keeps_its_declaration_its_charset_and_letters_that_the_charset_has_not()
    {
        var bytes = Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a b.name=\"å\"><name><![CDATA[ö &]]></name><t>&#8364; &lt;</t></a>");
        var body = AnswerBody.Of(bytes, "text/xml")!;

        var made = body.Bytes(BodyValues.Xml(body, (path, value, _) => path.EndsWith("name", StringComparison.Ordinal) ? value.ToUpperInvariant() : value)!);

        Assert.Equal("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a b.name=\"Å\"><name><![CDATA[Ö &]]></name><t>&#8364; &lt;</t></a>", Encoding.Latin1.GetString(made));
    }

    [Fact]
    public void A_document_type_definition_makes_XML_a_text() =>
        Assert.Null(BodyValues.Xml(AnswerBody.Of(Encoding.UTF8.GetBytes("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), "text/xml")!, Shout));

    [Fact]
    public void A_body_in_another_charset_than_its_answer_tells_goes_through_unharmed()
    {
        var bytes = Encoding.Latin1.GetBytes("""{"t":"på"}""");
        var body = AnswerBody.Of(bytes, "application/json; charset=utf-8")!;

        Assert.False(body.IsAsTold);
        Assert.Equal(bytes, body.Bytes(body.Text));
    }

    [Theory]
    [InlineData("application/pdf")]
    [InlineData(null)]
    public void What_is_no_text_is_told_by_its_bytes(string? type) => Assert.Null(AnswerBody.Of(new byte[] { 0x25, 0x50, 0, 1, 2, 0x80 }, type));

    [Fact]
    public void A_last_look_finds_what_a_redaction_has_missed_and_does_not_repeat_it()
    {
        var disguise = new Disguise(1);
        var secrets = new SecretForms();
        secrets.Add("kanariehemligheten", []);
        var made = disguise.Of(FieldKind.PersonalNumber, "19850312-9804");
        disguise.Of(FieldKind.Phone, "070-999 77 31");
        disguise.Of(FieldKind.Email, "kanariella@fagel.example");

        Assert.Equal("a: a secret, b: a number of a person or an organisation, c: a telephone number, d: a mail address", string.Join(", ", LastLook.At(new Dictionary<string, byte[]>
        {
            ["a"] = "x=kanariehemligheten"u8.ToArray(), ["b"] = "8503 12 98 04"u8.ToArray(), ["c"] = "+46 (0)70 999 77 31"u8.ToArray(), ["d"] = "%22KANARIELLA%40fagel.example%22"u8.ToArray(),
            ["e"] = Encoding.UTF8.GetBytes($"{made} 2026-03-14 1985031298045"),
        }, disguise, secrets)));
    }
}
