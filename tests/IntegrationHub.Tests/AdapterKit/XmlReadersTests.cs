using System.Text;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Tests.AdapterKit;

public sealed class XmlReadersTests
{
    [Theory]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<!DOCTYPE a SYSTEM 'http://sundby.example/a.dtd'><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://sundby.example/x'> %x;]><a/>")]
    [InlineData("<?xml version='1.0'?><!-- first --><!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;'>]><a>&y;</a>")]
    [InlineData("<a><!DOCTYPE b></a>")]
    public async Task A_document_type_definition_is_refused_whatever_it_holds(string xml)
    {
        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadToEnd(xml));

        Assert.Contains(fault.Code, new[] { FaultCodes.DtdForbidden, FaultCodes.MalformedAnswer });
    }

    [Fact]
    public async Task A_document_type_definition_is_called_by_its_name()
    {
        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadToEnd("<!DOCTYPE a><a/>"));

        Assert.Equal(FaultCodes.DtdForbidden, fault.Code);
    }

    [Theory]
    [InlineData("<a><b>text")]
    [InlineData("<a><b>text</a>")]
    [InlineData("<a>&unknown;</a>")]
    [InlineData("<a x='1' x='2'/>")]
    [InlineData("<a/><a/>")]
    [InlineData("{\"json\": true}")]
    [InlineData("")]
    public async Task What_is_cut_or_not_well_formed_is_a_malformed_answer(string xml)
    {
        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadToEnd(xml));

        Assert.Equal(FaultCodes.MalformedAnswer, fault.Code);
    }

    [Fact]
    public async Task A_fault_tells_the_place_and_nothing_of_the_document()
    {
        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadToEnd("<a>\n  <Tolvansson>\n</a>"));

        Assert.Contains("line 3, column 3", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Tolvansson", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_level_allowed_is_read_and_the_next_one_is_not()
    {
        var limits = new XmlLimits(10_000, MaxDepth: 3);

        await ReadToEnd("<a><b><c>text</c></b></a>", limits);
        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadToEnd("<a><b><c><d/></c></b></a>", limits));

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
    }

    [Fact]
    public async Task A_document_of_a_hundred_thousand_levels_is_refused()
    {
        var xml = string.Concat(Enumerable.Repeat("<a>", 100_000));

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadToEnd(xml));

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
    }

    [Fact]
    public async Task A_document_longer_than_allowed_is_refused()
    {
        var xml = $"<a>{new string('x', 20_000)}</a>";

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadToEnd(xml, new XmlLimits(10_000, 10)));

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
    }

    [Fact]
    public async Task Escaped_signs_are_no_entities_that_count()
    {
        var xml = $"<a>{string.Concat(Enumerable.Repeat("&amp;&#229;", 5_000))}</a>";

        var text = await ReadToEnd(xml);

        Assert.Equal(string.Concat(Enumerable.Repeat("&å", 5_000)), text);
    }

    [Fact]
    public void Reading_without_await_finds_the_same()
    {
        using var reader = XmlReaders.Create(Encoding.UTF8.GetBytes("<a><b>å</b></a>").AsMemory());

        reader.ReadToFollowing("b");

        Assert.Equal("å", reader.ReadElementContentAsString());
    }

    [Fact]
    public void A_charset_told_from_outside_stands_over_the_declaration()
    {
        using var reader = XmlReaders.Create(Encoding.Latin1.GetBytes("<a>åäö</a>").AsMemory(), encoding: Encoding.Latin1);

        reader.ReadToFollowing("a");

        Assert.Equal("åäö", reader.ReadElementContentAsString());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_in_their_charset_are_a_malformed_answer()
    {
        using var reader = XmlReaders.Create(Encoding.Latin1.GetBytes("<a>åäö</a>").AsMemory());

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(async () => { while (await reader.ReadAsync()) await reader.GetValueAsync(); });

        Assert.Equal(FaultCodes.MalformedAnswer, fault.Code);
    }

    [Fact]
    public async Task A_text_of_a_million_characters_that_is_cut_is_noticed_when_it_is_asked_for()
    {
        var xml = $"<a>{new string('x', 1_000_000)}";

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => ReadToEnd(xml));

        Assert.Equal(FaultCodes.MalformedAnswer, fault.Code);
    }

    [Fact]
    public void A_short_document_in_memory_is_read_without_the_large_buffers_of_one_that_arrives()
    {
        var xml = Encoding.UTF8.GetBytes("<permit><number>BYGG 2026-1</number></permit>");
        Read(xml);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(xml);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 1, 24 * 1024);

        static void Read(byte[] xml)
        {
            using var reader = XmlReaders.Create(xml);
            while (reader.Read()) { }
        }
    }

    [Fact]
    public void Bytes_in_memory_that_are_no_text_are_a_malformed_answer_before_anything_is_read()
    {
        var strict = Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

        var fault = Assert.Throws<UnreadableAnswerException>(() => XmlReaders.Create(new byte[] { 0x3C, 0x61, 0x3E, 0xC1, 0x3C }, encoding: strict));

        Assert.Equal(FaultCodes.MalformedAnswer, fault.Code);
    }

    [Fact]
    public async Task A_document_in_memory_may_be_awaited_like_any_other()
    {
        using var reader = XmlReaders.Create(Encoding.UTF8.GetBytes("<a><skipped><b/></skipped><c>text</c></a>"));
        await reader.ReadAsync();
        await reader.ReadAsync();

        await reader.SkipAsync();

        Assert.Equal("text", await reader.ReadTextAsync());
    }

    static async Task<string> ReadToEnd(string xml, XmlLimits? limits = null)
    {
        using var reader = XmlReaders.Create(new MemoryStream(Encoding.UTF8.GetBytes(xml)), limits);
        var text = new StringBuilder();
        while (await reader.ReadAsync())
        {
            if (reader.NodeType == XmlNodeType.Text) text.Append(await reader.GetValueAsync());
        }

        return text.ToString();
    }
}
