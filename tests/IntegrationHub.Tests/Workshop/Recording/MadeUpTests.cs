using IntegrationHub.Identity;
using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Tests.Workshop.Recording;

public sealed class MadeUpTests
{
    [Fact]
    public void Made_up_personal_numbers_are_valid_different_and_of_the_series_for_tests()
    {
        var made = new MadeUp(1);

        var numbers = Enumerable.Range(0, 500).Select(_ => made.PersonalNumber(isCoordination: false, isOld: false)).ToList();

        Assert.All(numbers, n => Assert.True(PersonalNumber.TryParse(n, out _) && string.CompareOrdinal(n[8..11], "980") >= 0, n));
        Assert.Equal(500, numbers.Distinct().Count());
    }

    [Fact]
    public void A_made_up_coordination_number_is_one()
    {
        Assert.True(PersonalNumber.TryParse(new MadeUp(1).PersonalNumber(isCoordination: true, isOld: false), out var number));
        Assert.True(number.IsCoordinationNumber);
    }

    [Fact]
    public void Numbers_of_other_countries_are_valid_there_and_nobodys()
    {
        var made = new MadeUp(3);
        var (dutch, norwegian, danish) = (made.CitizenServiceNumber(), made.BirthNumber(), made.CivilNumber());

        Assert.True(NationalNumbers.IsDutch(dutch));
        Assert.StartsWith("9999", dutch, StringComparison.Ordinal);
        Assert.True(NationalNumbers.IsNorwegian(norwegian));
        Assert.InRange(int.Parse(norwegian[2..4], System.Globalization.CultureInfo.InvariantCulture), 81, 92);
        Assert.InRange(int.Parse(danish[..2], System.Globalization.CultureInfo.InvariantCulture), 61, 91);
    }

    [Fact]
    public void Made_up_organisation_numbers_are_valid() =>
        Assert.All(Enumerable.Range(0, 1200).Select(_ => 0).Select(Made(new MadeUp(1))), n => Assert.True(OrganisationNumber.TryParse(n, out _), n));

    [Fact]
    public void The_same_seed_makes_up_the_same()
    {
        Assert.Equal(Some(new MadeUp(7)), Some(new MadeUp(7)));
        Assert.NotEqual(Some(new MadeUp(7)), Some(new MadeUp(8)));
    }

    [Theory]
    [InlineData("9434728", false)]
    [InlineData("01019012345", false)]
    [InlineData("15076500565", true)]
    public void A_Norwegian_number_has_a_date_and_two_check_digits(string digits, bool isOne) => Assert.Equal(isOne, NationalNumbers.IsNorwegian(digits));

    static Func<int, string> Made(MadeUp made) => _ => made.OrganisationNumber();

    static string Some(MadeUp made) => string.Join(' ', Enumerable.Range(0, 20).Select(_ => $"{made.PersonalNumber(false, false)} {made.GivenName()} {made.FamilyName()} {made.Like("abc01def")}"));
}
