using IntegrationHub.Protection;

namespace IntegrationHub.Tests.Protection;

public sealed class FreeTextTests
{
    [Theory]
    [InlineData("Ansökan av 19121212-1212.", "Ansökan av 19121212-****.")]
    [InlineData("191212121212 och 121212+1212", "19121212-**** och 121212+****")]
    [InlineData("121212 1212", "121212-****")]
    [InlineData("(1212121212)", "(121212-****)")]
    [InlineData("Aanvraag van BSN 999990019.", "Aanvraag van BSN ******019.")]
    [InlineData("burgerservicenummer: 9999.90.019; tel", "burgerservicenummer: ******019; tel")]
    [InlineData("bsn-nr: 999990019 2 kinderen", "bsn-nr: ******019 2 kinderen")]
    [InlineData("bsn-nummer 999993653 en 19121212-1212", "bsn-nummer ******653 en 19121212-****")]
    public void A_personal_number_in_a_text_is_masked(string text, string masked)
    {
        Assert.True(FreeText.HoldsPersonalNumber(text));
        Assert.Equal(masked, FreeText.Masked(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("BYGG 2026-000200")]
    [InlineData("19121212-1213")] // check digit
    [InlineData("0191212121212")] // in the middle of a longer number
    [InlineData("ring 08-465 004 00")]
    [InlineData("559999-9991")]
    [InlineData("zaak 999990019")] // one number in eleven passes: only what is called a BSN is one
    [InlineData("BSN 999990018")] // eleven test
    [InlineData("BSN 9999900190")] // in the beginning of a longer number
    public void Other_numbers_stay_as_they_are(string? text)
    {
        Assert.False(FreeText.HoldsPersonalNumber(text));
        Assert.Equal(text, FreeText.Masked(text));
    }
}
