using IntegrationHub.Identity;
using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Tests.Workshop.Recording;

public sealed class DisguiseTests
{
    readonly Disguise disguise = new(1);

    [Fact]
    public void A_person_has_one_made_up_number_however_the_number_is_written()
    {
        var whole = disguise.Of(FieldKind.PersonalNumber, "198503129804");

        Assert.Equal($"{whole[..8]}-{whole[8..]}", disguise.Of(FieldKind.Name, "19850312-9804"));
        Assert.Equal($"{whole[2..8]}-{whole[8..]}", disguise.Of(FieldKind.Text, "850312-9804"));
        Assert.Equal(whole[2..], disguise.Of(FieldKind.Id, "8503129804"));
    }

    [Theory]
    [InlineData("070-999 77 31", "070-174 06 05")]
    [InlineData("+46 70 999 77 31", "+46 70 174 06 05")]
    [InlineData("+46 (0)70-999 77 31", "+46 (0)70-174 06 05")]
    [InlineData("0046709997731", "0046701740605")]
    [InlineData("08-123 456 78", "08-465 004 00")]
    [InlineData("0612-345 67", "0313900600")]
    [InlineData("+44 7911 123456", "+44 7700 900000")]
    [InlineData("+31612345678", "+46701740605")]
    public void A_telephone_number_becomes_one_that_is_kept_free_and_is_written_alike_where_it_is_as_long(string real, string made)
    {
        Assert.Equal(made, disguise.Of(FieldKind.Phone, real));
        Assert.True(PhoneNumber.TryParse(made, out _));
    }

    [Fact]
    public void The_parts_of_a_name_are_the_same_where_they_stand_together()
    {
        var first = disguise.Of(FieldKind.Name, "Kanariella");
        var last = disguise.Of(FieldKind.FamilyName, "von Fagelstrom");

        Assert.StartsWith("von ", last, StringComparison.Ordinal);
        Assert.Equal($"{last}, {first}", disguise.Of(FieldKind.Name, "von Fagelstrom, Kanariella"));
        Assert.Equal($"{first} {last}".ToUpperInvariant(), disguise.Of(FieldKind.Name, "KANARIELLA VON FAGELSTROM"), ignoreCase: true);
    }

    [Fact]
    public void An_address_keeps_its_form()
    {
        var made = disguise.Of(FieldKind.Address, "Kanariestigen 77 B, 123 45 Sundby");

        Assert.Matches("^[A-Z][a-z]+stigen [0-9]{2} B, [0-9]{3} [0-9]{2} [A-Z][a-z]+by$", made);
        Assert.Equal(made.Split(' ')[0], disguise.Of(FieldKind.Address, "Kanariestigen"));
    }

    [Fact]
    public void A_place_stays_near_and_has_as_many_decimals()
    {
        Assert.Matches(@"^59\.2[0-9]{5}$", disguise.Of(FieldKind.Place, "59.275311"));
        Assert.Matches("^658[0-9]{4}$", disguise.Of(FieldKind.Place, "6580822"));
        Assert.NotEqual("59.275311", disguise.Of(FieldKind.Place, "59.275311"));
    }

    [Fact]
    public void An_id_stays_of_its_form_and_a_UUID_one()
    {
        Assert.Matches("^[a-z]{3}[0-9]{2}[a-z]{3}$", disguise.Of(FieldKind.Id, "mar01agr"));
        Assert.True(Guid.TryParse(disguise.Of(FieldKind.Id, "d7af5f83-0001-468b-ab86-da8ca30ea97c"), out _));
        Assert.Equal(disguise.Of(FieldKind.Id, "mar01agr"), disguise.Of(FieldKind.Id, "mar01agr"));
    }

    [Theory]
    [InlineData("111222333")]
    [InlineData("070761-4285")]
    public void Numbers_that_cannot_be_told_by_themselves_are_replaced_where_somebody_says_what_they_are(string number)
    {
        var made = disguise.Of(FieldKind.PersonalNumber, number);

        Assert.NotEqual(number, made);
        Assert.Equal(number.Length, made.Length);
    }
}
