using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Identity;

namespace IntegrationHub.Tests.Identity;

public sealed class PersonalNumberTests
{
    static readonly DateOnly Today = new(2026, 3, 10);

    [Theory]
    [InlineData("19121212-1212", "191212121212")]
    [InlineData("191212121212", "191212121212")]
    [InlineData(" 19121212 1212 ", "191212121212")]
    [InlineData("19121212\u20131212", "191212121212")]
    [InlineData("19121212+1212", "191212121212")]
    [InlineData("121212-1212", "121212-1212")]
    [InlineData("121212+1212", "121212+1212")]
    [InlineData("1212121212", "1212121212")]
    [InlineData("\u200E121212\u22121212", "121212-1212")]
    [InlineData("19701063-2391", "197010632391")]
    public void A_number_has_one_normal_form_however_it_is_written(string written, string normal)
    {
        Assert.True(PersonalNumber.TryParse(written, out var number));
        Assert.Equal(normal, number.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("19121212-1213")] // check digit
    [InlineData("19121312-1211")] // month 13
    [InlineData("20230229-1237")] // no leap year
    [InlineData("17121212-1212")] // century
    [InlineData("1912121-21212")] // hyphen in the wrong place
    [InlineData("19121212--1212")]
    [InlineData("121212-121")]
    [InlineData("5599999991")] // an organisation
    [InlineData("19121212-TF12")]
    [InlineData("********-1212")]
    [InlineData("1912121212129")]
    public void What_is_no_number_is_refused(string? written) => Assert.False(PersonalNumber.TryParse(written, out _));

    [Fact]
    public void The_leap_day_without_century_is_real_when_any_century_has_it()
    {
        Assert.True(PersonalNumber.TryParse(WithCheckDigit("000229", "980"), out var number));
        Assert.Equal(["2000" + number.TenDigits[2..]], number.CenturiesOn(Today));
    }

    [Fact]
    public void A_coordination_number_counts_its_day_from_sixty()
    {
        Assert.True(PersonalNumber.TryParse("19701063-2391", out var coordination));
        Assert.True(PersonalNumber.TryParse("19121212-1212", out var personal));

        Assert.True(coordination.IsCoordinationNumber);
        Assert.False(personal.IsCoordinationNumber);
        Assert.Equal("19701063-****", coordination.ToString());
    }

    [Theory]
    [InlineData("121212-1212", new[] { "201212121212" })]
    [InlineData("121212+1212", new[] { "181212121212", "191212121212" })]
    [InlineData("1212121212", new[] { "181212121212", "191212121212", "201212121212" })]
    [InlineData("191212121212", new[] { "191212121212" })]
    public void The_separator_says_under_or_over_a_hundred_and_the_century_is_never_guessed(string written, string[] possible)
    {
        Assert.True(PersonalNumber.TryParse(written, out var number));

        Assert.Equal(possible, number.CenturiesOn(Today));
    }

    [Fact]
    public void The_plus_stands_from_the_year_in_which_somebody_turns_a_hundred()
    {
        var digits = WithCheckDigit("261231", "980");
        Assert.True(PersonalNumber.TryParse($"{digits[..6]}-{digits[6..]}", out var under));
        Assert.True(PersonalNumber.TryParse($"{digits[..6]}+{digits[6..]}", out var over));

        Assert.Contains($"19{digits}", under.CenturiesOn(new DateOnly(2025, 12, 31)));
        Assert.DoesNotContain($"19{digits}", under.CenturiesOn(new DateOnly(2026, 1, 1)));
        Assert.DoesNotContain($"19{digits}", over.CenturiesOn(new DateOnly(2025, 12, 31)));
        Assert.Contains($"19{digits}", over.CenturiesOn(new DateOnly(2026, 1, 1)));
    }

    [Theory]
    [InlineData("191212121212", "19121212-****")]
    [InlineData("121212-1212", "121212-****")]
    [InlineData("121212+1212", "121212+****")]
    [InlineData("1212121212", "121212-****")]
    public void Its_text_shows_the_birthday_and_no_more(string written, string shown)
    {
        Assert.True(PersonalNumber.TryParse(written, out var number));

        Assert.Equal(shown, number.ToString());
    }

    [Fact]
    public void A_number_that_was_never_set_shows_nothing() => Assert.Equal("****", default(PersonalNumber).ToString());

    [Fact]
    public void Whatever_is_typed_reading_it_never_fails_and_its_normal_form_reads_as_itself()
    {
        var noise = Gen.Elements("0123456789-+ \u2013*ax".ToCharArray()).ArrayOf().Select(chars => new string(chars));
        Prop.ForAll(noise.ToArbitrary(), text =>
            !PersonalNumber.TryParse(text, out var number) || (PersonalNumber.TryParse(number.Value, out var again) && again == number)).QuickCheckThrowOnFailure();
    }

    static string WithCheckDigit(string date, string serial)
    {
        var nine = date + serial;
        return Enumerable.Range(0, 10).Select(digit => nine + digit).Single(ten => PersonalNumber.TryParse(ten, out _));
    }
}
