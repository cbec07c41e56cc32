using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using static IntegrationHub.Tests.Protection.Samples;

namespace IntegrationHub.Tests.Protection;

public sealed class CaseKeysTests
{
    static readonly DateOnly Today = new(2026, 3, 10);
    static readonly LookupKeys Typed = new(Keys, Sundby);

    [Theory]
    [InlineData(LookupBy.Person, "191212121212")]
    [InlineData(LookupBy.Person, "19121212-1212")]
    [InlineData(LookupBy.CaseNumber, "bygg2026-000200")]
    [InlineData(LookupBy.CaseNumber, "es-2026-77")]
    [InlineData(LookupBy.Phone, "+46 (0)70 174 06 05")]
    [InlineData(LookupBy.Email, "TOLVAN@example.com")]
    [InlineData(LookupBy.Address, "storgatan 1a")]
    [InlineData(LookupBy.Address, "Kyrkogatan 7, Sundby")]
    [InlineData(LookupBy.Property, "balder 2:14")]
    [InlineData(LookupBy.Property, "Sundby Balder 2:14")]
    [InlineData(LookupBy.Name, "Tolvansson, Tolvan")]
    [InlineData(LookupBy.Name, "tolvan  TOLVANSSON")]
    public void A_case_is_found_by_what_it_holds(LookupBy by, string typed) => Assert.True(Finds(by, typed, Permit));

    [Theory]
    [InlineData(LookupBy.Person, "20121212-1212")]
    [InlineData(LookupBy.Organisation, "559999-9991")]
    [InlineData(LookupBy.CaseNumber, "BYGG 2026-000201")]
    [InlineData(LookupBy.Phone, "08-465 004 10")] // the handler's
    [InlineData(LookupBy.Email, "anna.ek@example.com")]
    [InlineData(LookupBy.Property, "BALDER 2:15")]
    [InlineData(LookupBy.Name, "Tolvansson")]
    [InlineData(LookupBy.Name, "Anna Ek")] // the handler's
    public void A_case_is_not_found_by_what_it_does_not_hold(LookupBy by, string typed) => Assert.False(Finds(by, typed, Permit));

    // Stored as the source wrote it; asked for as somebody typed it; whether it is found.
    [Theory]
    [InlineData("19121212-1212", "121212+1212", true)]
    [InlineData("19121212-1212", "1212121212", true)]
    [InlineData("19121212-1212", "121212-1212", false)] // under a hundred: born in 2012
    [InlineData("20121212-1212", "121212-1212", true)]
    [InlineData("20121212-1212", "121212+1212", false)]
    [InlineData("20121212-1212", "19121212-1212", false)]
    [InlineData("121212-1212", "19121212-1212", true)] // written down before the hundredth year
    [InlineData("121212-1212", "20121212-1212", true)]
    [InlineData("121212-1212", "121212-1212", true)]
    [InlineData("121212-1212", "121212+1212", true)]
    [InlineData("121212+1212", "19121212-1212", true)]
    [InlineData("121212+1212", "20121212-1212", false)] // a plus once written stays true
    [InlineData("121212+1212", "121212-1212", false)]
    [InlineData("121212+1212", "121212+1212", true)]
    [InlineData("1212121212", "19121212-1212", true)]
    [InlineData("1212121212", "121212+1212", true)]
    [InlineData("1212121212", "1212121212", true)]
    public void Ten_digits_neither_guess_a_century_nor_miss_a_person(string stored, string typed, bool found)
    {
        var @case = Permit with { Parties = [new Party { PersonalNumber = stored }] };

        Assert.Equal(found, Finds(LookupBy.Person, typed, @case));
    }

    [Fact]
    public void A_number_written_without_century_never_has_the_key_of_twelve_digits()
    {
        var hyphen = KeysOf(Permit with { Parties = [new Party { PersonalNumber = "121212-1212" }] });
        var plus = KeysOf(Permit with { Parties = [new Party { PersonalNumber = "121212+1212" }] });

        Assert.DoesNotContain(hyphen.Concat(plus), key => key.Kind == LookupKind.Person);
        Assert.Empty(hyphen.Where(key => key.Kind == LookupKind.PersonTenDigits).Intersect(plus));
    }

    [Fact]
    public void A_sole_trader_is_found_as_a_person_and_as_an_organisation()
    {
        var @case = Permit with { Parties = [new Party { OrganisationNumber = "19121212-1212" }] };

        Assert.True(Finds(LookupBy.Person, "19121212-1212", @case));
        Assert.True(Finds(LookupBy.Organisation, "19121212-1212", @case));
    }

    [Theory]
    [InlineData("999990019", "999990019", true)]
    [InlineData("9999.90.019", " 9999 90 019 ", true)]
    [InlineData("999990019", "999993653", false)]
    [InlineData("999990019", "19121212-1212", false)]
    public void A_citizen_service_number_finds_its_person_for_certain(string stored, string typed, bool found)
    {
        var term = Typed.Of(LookupBy.Person, typed, Today, out _)!;

        Assert.Equal(found, Finds(LookupBy.Person, typed, Permit with { Parties = [new Party { PersonalNumber = stored }] }));
        Assert.Contains(term.Keys[0].Kind, term.CertainBy);
        Assert.False(term.CenturyUnknown);
    }

    [Fact]
    public void Nine_digits_where_an_organisations_number_stands_are_no_persons()
    {
        var @case = Permit with { Parties = [new Party { OrganisationNumber = "999990019", Protected = true }] };

        Assert.False(Finds(LookupBy.Person, "999990019", @case));
        Assert.DoesNotContain(KeysOf(@case), key => key.Kind is LookupKind.CitizenServiceNumber or LookupKind.ProtectedPerson);
    }

    [Theory]
    [InlineData("NORRA BALDER 2:14", "SÖDRA BALDER 2:14", false)]
    [InlineData("NORRA BALDER 2:14", "BALDER 2:14", true)]
    [InlineData("SUNDBY NORRA BALDER 2:14", "NORRA BALDER 2:14", true)]
    [InlineData("BALDER 2:14", "SUNDBY BALDER 2:14", true)]
    [InlineData("SUNDBY BALDER 2:14", "SUNDBY BALDER 2:14", true)]
    [InlineData("SUNDBY BALDER 2:14", "NORRBY BALDER 2:14", false)]
    public void A_property_is_found_with_and_without_the_words_before_its_tract(string stored, string typed, bool found)
    {
        var @case = Permit with { Location = new CaseLocation { Property = stored } };

        Assert.Equal(found, Finds(LookupBy.Property, typed, @case));
    }

    [Fact]
    public void With_a_protected_party_a_case_is_not_found_by_where_anybody_lives_or_how_they_are_reached()
    {
        var neighbour = new Party { Name = "Anna Ek", Phone = "08-465 004 00", Email = "anna@example.com", Address = "Lillgatan 2" };
        var @case = Permit with { Parties = [Tolvan with { Protected = true }, neighbour] };

        Assert.Equal(
            [LookupKind.CaseNumber, LookupKind.Person, LookupKind.Link, LookupKind.ProtectedPerson],
            KeysOf(@case).Select(key => key.Kind).Distinct().Order());
        Assert.True(Finds(LookupBy.Person, "19121212-1212", @case));
        Assert.False(Finds(LookupBy.Phone, neighbour.Phone, @case));
        Assert.False(Finds(LookupBy.Name, "Tolvan Tolvansson", @case));
        Assert.False(Finds(LookupBy.Name, neighbour.Name, @case));
    }

    [Theory]
    [InlineData("*****")]
    [InlineData("19121212-****")]
    [InlineData("XXXXXXXX-XXXX")]
    [InlineData("••••••")]
    public void A_mask_is_neither_stored_nor_searched(string mask)
    {
        var @case = Permit with { Parties = [new Party { Name = mask, PersonalNumber = mask, OrganisationNumber = mask, Phone = mask, Email = mask, Address = mask }] };

        var stored = Protect(@case).Case;

        Assert.Equivalent(new Party(), Assert.Single(Protector.Open(stored).Parties), strict: true);
        Assert.DoesNotContain(stored.Keys, key => key.Kind is LookupKind.Person or LookupKind.PersonTenDigits or LookupKind.Phone or LookupKind.Email or LookupKind.Name);
    }

    [Theory]
    [InlineData("Max Exx")]
    [InlineData("X")]
    [InlineData("anna*ek@example.com")]
    [InlineData("Ek ** Co")]
    public void A_value_with_a_strange_sign_is_no_mask(string value) => Assert.Equal(value, Masks.Without(value));

    [Fact]
    public void Keys_are_apart_for_each_municipality_and_each_kind()
    {
        var here = KeysOf(Permit);
        var there = new CaseProtector(Keys, new TenantId("norrby")).Protect(new(Permit, 1), Permits, PermitStream, Confidentiality.Open).Case.Keys;

        Assert.Empty(here.Select(key => key.Value).Intersect(there.Select(key => key.Value)));
        Assert.Equal(here.Count, here.Select(key => key.Value).Distinct().Count());
    }

    // Computed apart from this code, with HKDF-SHA-256 and HMAC-SHA-256 of Python's standard library.
    [Theory]
    [InlineData(LookupBy.Person, "19121212-1212", "0b9ac270bd9919e7400e3892ed3f4063")]
    [InlineData(LookupBy.CaseNumber, "BYGG 2026-000200", "00134504cc5112e8bc1f10e850cc3543")]
    [InlineData(LookupBy.Email, "tolvan@example.com", "e367681fbda5609e1ef161deb3b097bb")]
    public void Keys_are_what_they_were_when_indexes_were_written(LookupBy by, string typed, string expected)
    {
        var term = Typed.Of(by, typed, Today, out _)!;

        Assert.Equal(expected, term.Keys[0].Value.ToString("x32", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_public_id_is_what_it_was_when_indexes_were_written()
    {
        Assert.Equal("a5b39d2ae06f1f9a83d2c967c2edb0a0", Protector.IdOf(Permits, "4711").Value.ToString("x32", CultureInfo.InvariantCulture));
    }

    static bool Finds(LookupBy by, string typed, Case @case)
    {
        var term = Typed.Of(by, typed, Today, out var problem);
        Assert.Null(problem);
        return term!.Keys.Intersect(KeysOf(@case)).Any();
    }

    static IReadOnlyList<LookupKey> KeysOf(Case @case) => Protect(@case).Case.Keys;
}
