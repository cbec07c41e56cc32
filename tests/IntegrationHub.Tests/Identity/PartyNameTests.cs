using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Identity;

namespace IntegrationHub.Tests.Identity;

public sealed class PartyNameTests
{
    [Theory]
    [InlineData("Anna Andersson", "Andersson, Anna")]
    [InlineData("Anna Andersson", "  ANNA\u00A0\tandersson ")]
    [InlineData("Anna-Karin Åberg", "Åberg Anna Karin")]
    [InlineData("Anna-Karin Åberg", "Anna\u2013Karin A\u030Aberg")]
    [InlineData("René Ek", "rene ek")]
    [InlineData("Rene\u0301 Ek", "RENÉ EK")]
    [InlineData("Sean O'Neill", "Sean O\u2019Neill")]
    [InlineData("Sean O'Neill", "ONEILL SEAN")]
    [InlineData("Søren Kjær", "Sören Kjär")]
    [InlineData("Müller, Jürgen", "Jurgen Muller")]
    [InlineData("Łukasz Żak", "lukasz zak")]
    [InlineData("Bygg & Son AB", "AB Bygg Son")]
    [InlineData("Strandberg\u200B, Siv", "Siv Strand\u00ADberg")]
    public void What_people_write_for_one_name_is_one_name(string one, string other) => Assert.Equal(Parsed(one), Parsed(other));

    [Theory]
    [InlineData("Åke Ek", "Ake Ek")]
    [InlineData("Bo Öst", "Bo Ost")]
    [InlineData("Anna Andersson", "Anna Maria Andersson")]
    [InlineData("Anna Andersson", "Annaandersson")]
    [InlineData("Anna Ek", "Anne Ek")]
    [InlineData("Bygg 1 AB", "Bygg 2 AB")]
    public void Names_that_differ_stay_apart(string one, string other) => Assert.NotEqual(Parsed(one), Parsed(other));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("12 34")]
    [InlineData("- , .")]
    [InlineData("Anna\u0007Ek")]
    public void What_is_no_name_is_refused(string? text) => Assert.False(PartyName.TryParse(text, out _));

    [Fact]
    public void A_name_is_never_written_out() => Assert.Equal("A*** A***", Parsed("Anna Andersson").ToString());

    [Fact]
    public void Any_text_is_read_the_same_way_in_any_case_and_again()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            if (!PartyName.TryParse(text, out var name)) return true;
            return PartyName.TryParse(name.Value, out var again) && again == name && PartyName.TryParse(text.ToUpperInvariant(), out var upper) && upper == name;
        }).QuickCheckThrowOnFailure();
    }

    static PartyName Parsed(string text)
    {
        Assert.True(PartyName.TryParse(text, out var name), "This is a name.");
        return name;
    }
}
