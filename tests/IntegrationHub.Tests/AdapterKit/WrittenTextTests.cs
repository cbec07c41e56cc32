using IntegrationHub.AdapterKit;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.AdapterKit;

public sealed class WrittenTextTests
{
    [Theory]
    [InlineData("Hålet är större.", "Hålet är större.")]
    [InlineData("Två\nrader\r\noch en.", "  Två rader och\ten. ")]
    [InlineData("Tack – det räcker 🙂", "Tack ? det räcker ??")]
    [InlineData("Tack 🙂", "Tack ?")]
    [InlineData("", null)]
    public void A_text_that_was_read_is_the_one_that_was_written(string written, string? read) => Assert.True(WrittenText.IsSame(written, read));

    [Theory]
    [InlineData("Hålet är större.", "Hålet är storre.")]
    [InlineData("Ring mig.", "ring mig.")]
    [InlineData("Ring mig.", "Ring mig. Nu.")]
    [InlineData("Ring mig.", "")]
    [InlineData("två ord", "tvåord")]
    public void Another_text_is_another_one(string written, string read) => Assert.False(WrittenText.IsSame(written, read));

    [Theory]
    [InlineData("å & <b> ]]> \"'\r\n\t🙂", "å & <b> ]]> \"'\r\n\t🙂")]
    [InlineData("ett\u000Btecken", "ett\uFFFDtecken")]
    [InlineData("\uFFFE\0", "\uFFFD\uFFFD")]
    public void Of_a_text_XML_carries_all_but_what_it_cannot(string text, string carried) => Assert.Equal(carried, WrittenText.ForXml(text));

    // Attributes cannot hold halves of characters.
    [Fact]
    public void Of_half_a_character_the_sign_for_what_is_lost_is_carried()
    {
        Assert.Equal("halvt \uFFFD!", WrittenText.ForXml("halvt \uD83D!"));
        Assert.Equal("halvt \uFFFD", WrittenText.ForXml("halvt \uDE42"));
        Assert.Equal("\uFFFD🙂", WrittenText.ForXml("\uD83D🙂"));
    }

    [Fact]
    public void A_subject_stands_before_the_text_where_both_have_room()
    {
        var command = new WriteCommand { Id = default, Kind = WriteKind.Note, Subject = " Om hålet ", Text = "Det är större.", AskedAt = default };

        Assert.Equal("Om hålet\n\nDet är större.", WrittenText.WithSubject(command));
        Assert.Equal("Om hålet\n\nDet är större.", WrittenText.WithSubject(command, longest: 24));
        Assert.Equal("Det är större.", WrittenText.WithSubject(command, longest: 23));
        Assert.Equal("Om hålet", WrittenText.WithSubject(command with { Text = "" }));
        Assert.Equal("Det är större.", WrittenText.WithSubject(command with { Subject = null }));
    }
}
