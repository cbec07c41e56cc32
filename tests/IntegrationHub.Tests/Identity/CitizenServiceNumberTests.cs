using IntegrationHub.Identity;

namespace IntegrationHub.Tests.Identity;

public sealed class CitizenServiceNumberTests
{
    [Theory]
    [InlineData("999990019", "999990019")]
    [InlineData(" 9999.90.019 ", "999990019")]
    [InlineData("9999 90 019", "999990019")]
    [InlineData("\u200E999993653", "999993653")]
    public void A_number_has_one_normal_form_however_it_is_written(string written, string normal)
    {
        Assert.True(CitizenServiceNumber.TryParse(written, out var number));
        Assert.Equal(normal, number.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("999990018")] // eleven test
    [InlineData("999990091")] // two digits changed places
    [InlineData("12345672")] // eight digits: a zero in front is left out, or it is a company's
    [InlineData("9999900190")]
    [InlineData("000000000")]
    [InlineData("99999-0019")]
    [InlineData(".999990019")]
    [InlineData("99999001A")]
    public void What_is_none_is_refused(string? written) => Assert.False(CitizenServiceNumber.TryParse(written, out _));

    [Fact]
    public void A_digit_mistyped_is_always_noticed()
    {
        const string Right = "999990019";
        for (var at = 0; at < Right.Length; at++)
            foreach (var digit in "0123456789".Where(d => d != Right[at]))
                Assert.False(CitizenServiceNumber.TryParse(Right.Remove(at, 1).Insert(at, digit.ToString()), out _));
    }

    [Fact]
    public void It_is_shown_by_its_last_digits_only()
    {
        Assert.True(CitizenServiceNumber.TryParse("999990019", out var number));

        Assert.Equal("******019", number.ToString());
        Assert.Equal("****", default(CitizenServiceNumber).ToString());
    }

    [Theory]
    [InlineData("999990019", "999990019", "******019")]
    [InlineData("19121212-1212", "1212121212", "19121212-****")]
    [InlineData("121212-1212", "1212121212", "121212-****")]
    public void A_persons_number_is_of_one_country(string written, string digits, string shown)
    {
        Assert.True(PersonNumber.TryParse(written, out var number));

        Assert.Equal((digits, shown, true), (number.Digits, number.ToString(), number.Swedish is null ^ number.Dutch is null));
    }

    [Fact]
    public void Where_an_organisations_number_stands_nine_digits_are_the_organisations()
    {
        Assert.False(PersonNumber.TryParseTrader("999990019", out _));
        Assert.True(PersonNumber.TryParseTrader("19121212-1212", out _));
        Assert.False(PersonNumber.TryParse("559999-9991", out _));
    }
}
