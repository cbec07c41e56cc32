using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Identity;

namespace IntegrationHub.Tests.Identity;

public sealed class OrganisationNumberTests
{
    [Theory]
    [InlineData("559999-9991")]
    [InlineData("5599999991")]
    [InlineData("165599999991")]
    [InlineData("16559999-9991")]
    [InlineData(" 559999 9991 ")]
    public void An_organisation_has_one_normal_form_however_it_is_written(string written)
    {
        Assert.True(OrganisationNumber.TryParse(written, out var number));
        Assert.Equal("5599999991", number.Value);
        Assert.Equal("559999-9991", number.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("559999-9992")] // check digit
    [InlineData("19121212-1212")] // a person
    [InlineData("121212-1212")] // a person without century: the third digit is below 2
    [InlineData("195599999991")]
    [InlineData("55999-99991")]
    [InlineData("559999+9991")]
    [InlineData("55999999911")]
    public void What_is_no_organisation_is_refused(string? written) => Assert.False(OrganisationNumber.TryParse(written, out _));
}

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("070-174 06 05", "+46701740605")]
    [InlineData("070/1740605", "+46701740605")]
    [InlineData("0046 70 174 06 05", "+46701740605")]
    [InlineData("+46 (0)70-174 06 05", "+46701740605")]
    [InlineData("+46701740605", "+46701740605")]
    [InlineData("tel:+46-70-174-06-05", "+46701740605")]
    [InlineData("08-465 004 00", "+46846500400")]
    [InlineData("(08) 465.004.00", "+46846500400")]
    [InlineData("+45 12 34 56 78", "+4512345678")]
    [InlineData("0045 12345678", "+4512345678")]
    public void A_number_has_one_normal_form_however_it_is_written(string written, string normal)
    {
        Assert.True(PhoneNumber.TryParse(written, out var number));
        Assert.Equal(normal, number.Value);
    }

    [Theory]
    [InlineData("NL", "06-12345678", "+31612345678")]
    [InlineData("NL", "020 123 4567", "+31201234567")]
    [InlineData("NL", "+31 (0)20 123 4567", "+31201234567")]
    [InlineData("GB", "020 7946 0000", "+442079460000")]
    [InlineData("GB", "+44 (0)20 7946 0000", "+442079460000")]
    [InlineData("DK", "12 34 56 78", "+4512345678")]
    [InlineData("NO", "22 33 44 55", "+4722334455")]
    [InlineData("FI", "09 1234567", "+35891234567")]
    [InlineData("DE", "030 1234567", "+49301234567")]
    [InlineData("NL", "+46 70-174 06 05", "+46701740605")]
    public void A_number_without_a_country_is_one_of_the_country_that_is_named(string country, string written, string normal)
    {
        Assert.True(PhoneNumber.TryParse(written, PhoneCountry.Find(country)!, out var number));
        Assert.Equal(normal, number.Value);
    }

    [Theory]
    [InlineData("NL", "612345678")]
    [InlineData("NL", "06-1234567")]
    [InlineData("DK", "1234567")]
    [InlineData("NO", "02 33 44 55")]
    public void A_number_that_its_country_does_not_have_is_refused(string country, string written) =>
        Assert.False(PhoneNumber.TryParse(written, PhoneCountry.Find(country)!, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("701740605")] // a lost zero or a lost area code: nobody knows
    [InlineData("070-174")]
    [InlineData("070-174 06 05 1")]
    [InlineData("070-174 06 05, 08-465 004 00")]
    [InlineData("070-174 06 05 ankn 3")]
    [InlineData("+46")]
    [InlineData("+1234567890123456")]
    [InlineData("++46701740605")]
    [InlineData("070*****05")]
    public void What_cannot_be_called_is_refused(string? written) => Assert.False(PhoneNumber.TryParse(written, out _));

    [Fact]
    public void Its_text_shows_two_digits()
    {
        Assert.True(PhoneNumber.TryParse("070-174 06 05", out var number));

        Assert.Equal("+46*******05", number.ToString());
    }
}

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData(" Tolvan@Example.COM ", "tolvan@example.com")]
    [InlineData("mailto:tolvan@example.com", "tolvan@example.com")]
    [InlineData("tolvan@räksmörgås.example", "tolvan@xn--rksmrgs-5wao1o.example")]
    [InlineData("tolvan+bygg@example.com.", "tolvan+bygg@example.com")]
    public void An_address_has_one_normal_form_however_it_is_written(string written, string normal)
    {
        Assert.True(EmailAddress.TryParse(written, out var address));
        Assert.Equal(normal, address.Value);
        Assert.Equal("t***@***", address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("tolvan")]
    [InlineData("@example.com")]
    [InlineData("tolvan@")]
    [InlineData("tolvan@localhost")]
    [InlineData("tolvan@example..com")]
    [InlineData("tolvan@10.0.0.1")]
    [InlineData("tol van@example.com")]
    [InlineData("Tolvan <tolvan@example.com>")]
    [InlineData("a@example.com;b@example.com")]
    [InlineData(".tolvan@example.com")]
    [InlineData("tolvan@exam_ple.com")]
    public void What_is_no_address_is_refused(string? written) => Assert.False(EmailAddress.TryParse(written, out _));
}

public sealed class CaseNumberTests
{
    [Theory]
    [InlineData("BYGG 2026-000200", "BYGG 2026-000200")]
    [InlineData("  bygg\t2026\u2013000200 ", "BYGG 2026-000200")]
    [InlineData("A\u030Ar-1", "ÅR-1")]
    public void A_number_has_one_normal_form_however_it_is_written(string written, string normal)
    {
        Assert.True(CaseNumber.TryParse(written, out var number));
        Assert.Equal(normal, number.Value);
    }

    [Fact]
    public void Blanks_make_no_difference_to_a_search()
    {
        Assert.True(CaseNumber.TryParse("bygg2026-000200", out var tight));
        Assert.True(CaseNumber.TryParse("BYGG 2026-000200", out var spaced));

        Assert.Equal(spaced.Compact, tight.Compact);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("---")]
    [InlineData("A\u00001")]
    public void What_is_no_number_is_refused(string? written) => Assert.False(CaseNumber.TryParse(written, out _));

    [Fact]
    public void A_number_that_is_a_personal_number_is_masked()
    {
        Assert.True(CaseNumber.TryParse("19121212-1212", out var number));

        Assert.Equal("19121212-****", number.ToString());
    }
}

public sealed class PropertyDesignationTests
{
    [Theory]
    [InlineData("BALDER 2", "BALDER 2")]
    [InlineData(" Balder  2:14 ", "BALDER 2:14")]
    [InlineData("Balder 2 : 14", "BALDER 2:14")]
    [InlineData("kv. Balder 2", "BALDER 2")]
    [InlineData("Fastigheten Balder 2:14", "BALDER 2:14")]
    [InlineData("Balder 2:14>1", "BALDER 2:14")]
    [InlineData("Åkern s:1", "ÅKERN S:1")]
    [InlineData("A\u030Akern GA:3", "ÅKERN GA:3")]
    [InlineData("Sundby Norra Balder 2:14", "SUNDBY NORRA BALDER 2:14")]
    public void A_designation_has_one_normal_form_however_it_is_written(string written, string normal)
    {
        Assert.True(PropertyDesignation.TryParse(written, out var property));
        Assert.Equal(normal, property.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("BALDER")]
    [InlineData("2:14")]
    [InlineData("BALDER 2:")]
    [InlineData("BALDER X:2")]
    [InlineData("BALDER 2:14 OCH 2:15, 16")]
    public void What_is_no_designation_is_refused(string? written) => Assert.False(PropertyDesignation.TryParse(written, out _));

    [Fact]
    public void Every_reading_with_fewer_words_keeps_the_name_of_the_tract()
    {
        Assert.True(PropertyDesignation.TryParse("Sundby Norra Balder 2:14", out var property));

        Assert.Equal(["NORRA BALDER 2:14", "BALDER 2:14"], property.Shorter);
        Assert.Equal("SUNDBY NORRA BALDER ***", property.ToString());
    }
}

public sealed class StreetAddressTests
{
    [Theory]
    [InlineData("Storgatan 1 A", "STORGATAN 1A")]
    [InlineData("storgatan 1a", "STORGATAN 1A")]
    [InlineData("Storgatan 1 A, 854 60 SUNDBY", "STORGATAN 1A")]
    [InlineData("Storgatan 1A lgh 1101", "STORGATAN 1A")]
    [InlineData("c/o Ek 3, Storgatan 1 A, 854 60 SUNDBY", "STORGATAN 1A")]
    [InlineData("Östra Långgatan 12 854 60 SUNDBY", "ÖSTRA LÅNGGATAN 12")]
    [InlineData("Storgatan 1 TR 2", "STORGATAN 1")]
    [InlineData("3:e Tvärgatan 5", "3:E TVÄRGATAN 5")]
    [InlineData("Kyrkogatan 7-9", "KYRKOGATAN 7-9")]
    public void An_address_has_one_normal_form_however_it_is_written(string written, string normal)
    {
        Assert.True(StreetAddress.TryParse(written, out var address));
        Assert.Equal(normal, address.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Storgatan")]
    [InlineData("854 60 SUNDBY")]
    [InlineData("12")]
    public void What_names_no_house_is_refused(string? written) => Assert.False(StreetAddress.TryParse(written, out _));

    [Fact]
    public void Its_text_hides_the_house()
    {
        Assert.True(StreetAddress.TryParse("Storgatan 1 A", out var address));

        Assert.Equal("STORGATAN ***", address.ToString());
    }
}

public sealed class NormalFormTests
{
    [Fact]
    public void Whatever_is_typed_no_reader_fails_and_every_normal_form_reads_as_itself()
    {
        var signs = "aÅö \t,;:/@.-+()0123456789\u0308\u200B\u2013>\uD83D'".ToCharArray();
        Prop.ForAll(Gen.Elements(signs).ArrayOf().Select(chars => new string(chars)).ToArbitrary(), text =>
            (!OrganisationNumber.TryParse(text, out var organisation) || (OrganisationNumber.TryParse(organisation.Value, out var organisation2) && organisation2 == organisation))
            && (!PhoneNumber.TryParse(text, out var phone) || (PhoneNumber.TryParse(phone.Value, out var phone2) && phone2 == phone))
            && (!EmailAddress.TryParse(text, out var email) || (EmailAddress.TryParse(email.Value, out var email2) && email2 == email))
            && (!CaseNumber.TryParse(text, out var number) || (CaseNumber.TryParse(number.Value, out var number2) && number2 == number))
            && (!PropertyDesignation.TryParse(text, out var property) || (PropertyDesignation.TryParse(property.Value, out var property2) && property2 == property))
            && (!StreetAddress.TryParse(text, out var address) || (StreetAddress.TryParse(address.Value, out var address2) && address2 == address)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }
}
