using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

public sealed class AnswerCharsetTests
{
    const string Words = "Anmälan om sjukfrånvaro på Östra skolan, é";

    [Theory]
    // What they say and what they are, all of them together.
    [InlineData("iso-8859-1", "ISO-8859-1", "ISO-8859-1")]
    [InlineData("iso-8859-1", "ISO-8859-1", null)]
    [InlineData("iso-8859-1", null, "ISO-8859-1")]
    [InlineData("iso-8859-1", null, null)]
    [InlineData("iso-8859-1", "utf-8", "ISO-8859-1")]
    [InlineData("iso-8859-1", "ISO-8859-1", "UTF-8")]
    [InlineData("iso-8859-1", "utf-8", "UTF-8")]
    [InlineData("iso-8859-1", "no-such-charset", "nor-this-one")]
    [InlineData("utf-8", "ISO-8859-1", "ISO-8859-1")]
    [InlineData("utf-8", "ISO-8859-1", null)]
    [InlineData("utf-8", null, "ISO-8859-1")]
    [InlineData("utf-8", null, null)]
    [InlineData("utf-8", "utf-8", "UTF-8")]
    public void Letters_survive_whatever_the_header_and_the_declaration_say(string bytes, string? byHttp, string? declared)
    {
        var content = Charsets.Get(bytes).GetBytes($"{Declaration(declared)}<a>{Words}</a>");

        Assert.EndsWith($"<a>{Words}</a>", AnswerCharset.Choose(content, byHttp).GetString(content), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_Swedish_letters_stand_side_by_side_they_are_never_taken_for_others()
    {
        const string Letters = "aåäöÅÄÖéÉü";
        var texts = from one in Letters from two in Letters from three in Letters select $"<a>{one}{two}{three}</a>";
        var said = (string?[])["ISO-8859-1", "utf-8", null];

        foreach (var text in texts)
        {
            foreach (var bytes in (string[])["iso-8859-1", "utf-8"])
            {
                var content = Charsets.Get(bytes).GetBytes(text);
                Assert.All(said, byHttp => Assert.Equal(text, AnswerCharset.Choose(content, byHttp).GetString(content)));
            }
        }
    }

    [Fact]
    public void A_single_byte_charset_that_is_named_is_taken_at_its_word()
    {
        var content = Charsets.Get("iso-8859-15").GetBytes($"{Declaration("ISO-8859-15")}<a>Å 5 €</a>");

        Assert.Contains("Å 5 €", AnswerCharset.Choose(content, null).GetString(content), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_pasted_out_of_an_office_program_keeps_its_dashes()
    {
        var content = Charsets.Get("windows-1252").GetBytes($"{Declaration("ISO-8859-1")}<a>å – ”ja”</a>");

        Assert.Contains("å – ”ja”", AnswerCharset.Choose(content, "ISO-8859-1").GetString(content), StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        byte[] content = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($"<a>{Words}</a>")];

        using var reader = XmlReaders.Create(content, encoding: AnswerCharset.Choose(content, "ISO-8859-1"));

        Assert.True(reader.Read());
        Assert.Equal(Words, reader.ReadElementContentAsString());
    }

    [Fact]
    public void UTF_8_that_is_damaged_in_one_place_is_not_guessed_at()
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{Declaration("UTF-8")}<a>{Words}"), 0xE5, .. "</a>"u8];

        var fault = Assert.Throws<UnreadableAnswerException>(() => AnswerCharset.Choose(content, null));

        Assert.Equal(FaultCodes.MalformedAnswer, fault.Code);
    }

    static string Declaration(string? charset) => charset is null ? "" : $"<?xml version=\"1.0\" encoding=\"{charset}\" standalone=\"no\"?>";
}
