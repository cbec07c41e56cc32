using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;

namespace IntegrationHub.Tests.Quarantine;

public sealed class RecordViewTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two\nlines\tand a tab\r\n", "two\nlines\tand a tab\r\n")]
    [InlineData("\u001b[31mred", "⟦U+001B⟧[31mred")]
    [InlineData("a\u202eb", "a⟦U+202E⟧b")]
    [InlineData("zero\u200bwidth", "zero⟦U+200B⟧width")]
    [InlineData("alone\rhere", "alone⟦U+000D⟧here")]
    [InlineData("⟦U+0041⟧", "⟦U+27E6⟧U+0041⟧")]
    [InlineData("\ud83c\udfe0 house", "\ud83c\udfe0 house")]
    public void Signs_that_cannot_be_seen_are_marked_and_taken_back_as_they_were(string text, string marked)
    {
        Assert.Equal(marked, RecordView.Mark(text));
        Assert.Equal(text, RecordView.Unmark(marked));
    }

    [Fact]
    public void Half_of_a_pair_is_marked_too()
    {
        Assert.Equal("half ⟦U+D83C⟧", RecordView.Mark("half \ud83c"));
    }

    [Fact]
    public void Json_is_laid_out_for_reading_and_stays_letter_by_letter_for_editing()
    {
        var view = RecordView.Of(Json("""{"a":1,"b":{"namn":"Åsa"}}"""));

        Assert.Equal("""{"a":1,"b":{"namn":"Åsa"}}""", view.Text);
        Assert.Equal("{\n  \"a\": 1,\n  \"b\": {\n    \"namn\": \"Åsa\"\n  }\n}", view.Pretty.ReplaceLineEndings("\n"));
        Assert.Null(view.NotEditable);
    }

    [Fact]
    public void Xml_is_laid_out_and_its_charset_is_kept_through_an_edit()
    {
        var record = new SourceRecord { Content = Charsets.Get("iso-8859-1").GetBytes("<a><b>Åsa</b></a>"), Format = RecordFormat.Xml, Charset = "iso-8859-1", Broken = "cut" };

        var view = RecordView.Of(record);
        var edited = RecordView.Edited(record, view.Text.Replace("Åsa", "Ölund", StringComparison.Ordinal));

        Assert.Equal("<a>\n  <b>Åsa</b>\n</a>", view.Pretty.ReplaceLineEndings("\n"));
        Assert.Equal(("iso-8859-1", null), (edited.Charset, edited.Broken));
        Assert.Equal("<a><b>Ölund</b></a>", Charsets.Get("iso-8859-1").GetString(edited.Content.Span));
    }

    [Fact]
    public void A_letter_that_the_source_s_charset_lacks_makes_the_edited_record_utf_8()
    {
        var record = new SourceRecord { Content = "<a>x</a>"u8.ToArray(), Format = RecordFormat.Xml, Charset = "iso-8859-1" };

        var edited = RecordView.Edited(record, "<a>Dvořák</a>");

        Assert.Equal("utf-8", edited.Charset);
        Assert.Equal("<a>Dvořák</a>", Encoding.UTF8.GetString(edited.Content.Span));
    }

    [Fact]
    public void A_row_is_laid_out_by_its_columns()
    {
        var record = new SourceRecord { Content = "S-1;\"a; b\";x"u8.ToArray(), Format = RecordFormat.Csv, Layout = new CsvLayout(["Nr", "Titel"]) };

        Assert.Equal("Nr: S-1\nTitel: a; b\n(3): x\n", RecordView.Of(record).Pretty);
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("not json")]
    [InlineData("")]
    public void What_has_not_the_form_of_its_format_is_shown_as_it_stands(string text)
    {
        var view = RecordView.Of(Json(text));

        Assert.Equal((text, text, null), (view.Text, view.Pretty, view.NotEditable));
    }

    [Fact]
    public void A_document_type_is_not_read_but_shown()
    {
        const string Bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><a>&b;</a>";

        Assert.Equal(Bomb, RecordView.Of(new SourceRecord { Content = Encoding.UTF8.GetBytes(Bomb), Format = RecordFormat.Xml }).Pretty);
    }

    [Fact]
    public void Of_a_record_that_is_too_long_only_its_beginning_is_shown_and_it_cannot_be_edited()
    {
        var view = RecordView.Of(Json("\"" + new string('x', 300_000) + "\""));

        Assert.Equal(RecordView.MaxShown, view.Text.Length);
        Assert.Contains("more than 200,000 characters", view.NotEditable, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_far_as_they_are_and_cannot_be_edited()
    {
        var view = RecordView.Of(new SourceRecord { Content = new byte[] { 0x7B, 0xFF, 0xFE, 0x7D }, Format = RecordFormat.Json });

        Assert.Equal("{\ufffd\ufffd}", view.Text);
        Assert.Contains("utf-8", view.NotEditable, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_does_not_end_the_process()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 50_000)) + string.Concat(Enumerable.Repeat("]", 50_000));

        Assert.Equal(deep, RecordView.Of(Json(deep)).Pretty);
    }

    static SourceRecord Json(string text) => new() { Content = Encoding.UTF8.GetBytes(text), Format = RecordFormat.Json };
}
