using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Tests.Protection;
using static IntegrationHub.Lookup.LookupBy;
using TypedNumber = IntegrationHub.Identity.CaseNumber;

namespace IntegrationHub.Tests.Lookup;

public sealed class LookupGuessTests
{
    static readonly DateOnly Today = new(2026, 3, 10);
    static readonly LookupKeys Typed = new(Samples.Keys, Samples.Sundby);

    // What was typed; what it can be, the best first.
    public static TheoryData<string, LookupBy[]> Texts { get; } = new()
    {
        { "19121212-1212", [Person, CaseNumber] },
        { "191212121212", [Person, CaseNumber] },
        { "121212-1212", [Person, CaseNumber] },
        { "121212+1212", [Person, CaseNumber] },
        { " 1212121212 ", [Person, CaseNumber] },
        { "121212\u20131212", [Person, CaseNumber] },
        { "19701063-2391", [Person, CaseNumber] },
        { "19121212-1213", [Person, CaseNumber, Text] },
        { "121212-1213", [Person, CaseNumber, Text] },
        { "559999-9991", [Organisation, CaseNumber, Text] },
        { "165599999991", [Organisation, CaseNumber, Text] },
        { "070-174 06 05", [Phone, CaseNumber, Text] },
        { "+46 70 174 06 05", [Phone, CaseNumber, Text] },
        { "08-465 004 00", [Phone, CaseNumber, Text] },
        { "tolvan@example.com", [Email, Text, CaseNumber] },
        { "mailto:t2@example.com", [Email, CaseNumber, Text] },
        { "Balder 2:14", [LookupBy.Property, Address, CaseNumber, Text] },
        { "SUNDBY NORRA BALDER 2:14", [LookupBy.Property, Address, CaseNumber, Text] },
        { "kv. Balder 2", [Address, LookupBy.Property, CaseNumber, Text] },
        { "Storgatan 1", [Address, LookupBy.Property, CaseNumber, Text] },
        { "storgatan 1a lgh 1101", [Address, LookupBy.Property, CaseNumber, Text] },
        { "c/o Ek, Storgatan 1A, 854 60 SUNDBY", [Address, CaseNumber, Text] },
        { "BYGG 2026-000001", [CaseNumber, Text] },
        { "BYGG 2026-1", [CaseNumber, Address, Text] },
        { "dnr 2026/17", [CaseNumber, Address, Text] },
        { "2026-000123", [CaseNumber, Text] },
        { "100042", [CaseNumber, Text] },
        { "999990019", [CaseNumber, Person, Text] },
        { "999990018", [CaseNumber, Text] },
        { "SP_20224711", [CaseNumber, Text] },
        { "ES-2026-77", [CaseNumber, Text] },
        { "SOC-2026-0017", [CaseNumber, Text] },
        { "Anna Andersson", [Name, Text, CaseNumber] },
        { "andersson, anna", [Name, Text, CaseNumber] },
        { "Anna-Karin Åberg", [Name, Text, CaseNumber] },
        { "Bygg & Son AB", [Name, Text, CaseNumber] },
        { "Brf Balder 2", [Address, LookupBy.Property, CaseNumber, Name, Text] },
        { "garage", [Text, Name, CaseNumber] },
        { "Andersson", [Text, Name, CaseNumber] },
        { "ansökan om bygglov", [Text, Name, CaseNumber] },
        { "7", [CaseNumber] },
        { "?!", [Text] },
        { "", [Text] },
        { " \u200B ", [Text] },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_somebody_types_is_guessed_as_a_person_would_guess_it(string typed, LookupBy[] expected) =>
        Assert.Equal(expected, LookupGuess.Of(typed).Select(guess => guess.By));

    [Theory]
    [InlineData("191212121212", GuessReason.PersonalNumber)]
    [InlineData("121212-1212", GuessReason.PersonalNumberWithoutCentury)]
    [InlineData("121212-1213", GuessReason.PersonalNumberMistyped)]
    [InlineData("559999-9991", GuessReason.OrganisationNumber)]
    [InlineData("070-174 06 05", GuessReason.PhoneNumber)]
    [InlineData("tolvan@example.com", GuessReason.AtSign)]
    [InlineData("Balder 2:14", GuessReason.TractAndUnit)]
    [InlineData("Storgatan 1", GuessReason.StreetAndNumber)]
    [InlineData("BYGG 2026-000001", GuessReason.YearAndNumber)]
    [InlineData("100042", GuessReason.DigitsOnly)]
    [InlineData("SP_20224711", GuessReason.LettersAndDigits)]
    [InlineData("Bygg & Son AB", GuessReason.LegalForm)]
    [InlineData("Anna Andersson", GuessReason.SeveralWords)]
    [InlineData("garage", GuessReason.Words)]
    [InlineData(" ", GuessReason.Nothing)]
    [InlineData(null, GuessReason.Nothing)]
    public void The_first_guess_has_a_reason(string? typed, GuessReason reason) => Assert.Equal(reason, LookupGuess.Of(typed)[0].Reason);

    [Fact]
    public void More_than_anything_is_long_is_not_guessed_at() =>
        Assert.Equal(new LookupGuess(Text, GuessReason.TooLong), Assert.Single(LookupGuess.Of(new string('a', 301))));

    // Ten digits of a mobile phone can be a coordination number too: both are offered, the likelier first.
    [Theory]
    [InlineData("0701740607", new[] { Phone, Person })]
    [InlineData("0701140600", new[] { Person, Phone })]
    public void Bare_digits_that_can_be_of_a_phone_and_of_a_person_are_both(string typed, LookupBy[] expected) =>
        Assert.Equal(expected, LookupGuess.Of(typed).Take(2).Select(guess => guess.By));

    [Fact]
    public void Any_text_is_at_least_one_thing_and_none_twice()
    {
        Prop.ForAll(AnyText(), text =>
        {
            var guesses = LookupGuess.Of(text);
            return guesses.Count > 0 && guesses.DistinctBy(guess => guess.By).Count() == guesses.Count && guesses.SequenceEqual(LookupGuess.Of(text));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_guessed_can_be_looked_up()
    {
        Prop.ForAll(AnyText(), text => LookupGuess.Of(text).All(guess =>
            guess.Reason is GuessReason.PersonalNumberWithoutCentury or GuessReason.PersonalNumberMistyped or GuessReason.TooLong or GuessReason.Nothing || Typed.Of(guess.By, text, Today, out _) is not null)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_a_type_of_identity_accepts_is_guessed_as_that_first_or_second()
    {
        Prop.ForAll(Arb.From(Accepted()), sample =>
            LookupGuess.Of(sample.Text).Take(2).Any(guess => guess.By == sample.By)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_guess_holds_nothing_of_what_was_typed()
    {
        var shown = string.Join(' ', LookupGuess.Of("Tolvan Tolvansson").Concat(LookupGuess.Of("19121212-1212")));

        Assert.DoesNotContain("Tolvan", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("1212", shown, StringComparison.Ordinal);
    }

    static Arbitrary<string> AnyText() => Arb.From(Gen.OneOf(
        ArbMap.Default.GeneratorFor<string?>().Select(text => text ?? ""),
        Gen.Elements("19121212", "1212", "-", "+", " ", "2026", "/", "BYGG", "Storgatan", "1A", ":", "2:14", "Anna", ",", "@", "example.com", "070", "0", "AB", "å", "\u200B", "\uD800").ArrayOf()
            .Select(parts => string.Concat(parts)),
        Accepted().Select(sample => sample.Text)));

    // Only texts that the type itself accepts: a generator that were wrong would show.
    static Gen<(LookupBy By, string Text)> Accepted() => Gen.OneOf(
        Of(Person, Gen.Elements("19", "20"), Birthday(), "-", Digits(4)), Of(Person, Birthday(), "-", Digits(4)), Of(Person, Birthday(), "+", Digits(4)),
        Of(Person, Birthday(), Digits(4)), Of(Person, "19", Birthday(), Digits(4)),
        Of(Organisation, Digits(6), "-", Digits(4)), Of(Organisation, Digits(10)),
        Of(Phone, "0", Digits(8)), Of(Phone, "070", Digits(7)), Of(Phone, "070-", Digits(3), " ", Digits(2), " ", Digits(2)), Of(Phone, "+46", Digits(9)), Of(Phone, "0046 ", Digits(8)),
        Of(Email, Word(), ".", Word(), "@", Word(), ".se"), Of(Email, Word(), Digits(2), "@", Word(), ".example.com"),
        Of(LookupBy.Property, Word(), " ", Digits(1), ":", Digits(2)), Of(LookupBy.Property, Word(), " ", Word(), " S:", Digits(1)), Of(LookupBy.Property, Word(), " ", Digits(2)),
        Of(Address, Word(), " ", Digits(2)), Of(Address, Word(), " ", Word(), " ", Digits(1), "B"), Of(Address, Word(), " ", Digits(2), ", 854 60 ", Word()),
        Of(CaseNumber, Word(), " 2026-", Digits(6)), Of(CaseNumber, "2026-", Digits(6)), Of(CaseNumber, Digits(6)), Of(CaseNumber, Word(), "_", Digits(8)),
        Of(Name, Word(), " ", Word()), Of(Name, Word(), ", ", Word(), "-", Word()), Of(Name, Word(), " AB"), Of(Name, Word()));

    static Gen<(LookupBy By, string Text)> Of(LookupBy by, params object[] parts) =>
        parts.Aggregate(Gen.Constant(""), (text, part) => part is string fixedPart
            ? text.Select(before => before + fixedPart)
            : from before in text from next in (Gen<string>)part select before + next)
            .Where(text => Accepts(by, text)).Select(text => (by, text));

    static Gen<string> Digits(int count) => Gen.Choose(0, 9).ArrayOf(count).Select(digits => string.Concat(digits));

    static Gen<string> Birthday() =>
        from year in Digits(2) from month in Gen.Choose(1, 12) from day in Gen.Choose(1, 28) from coordination in Gen.Elements(0, 60)
        select string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{year}{month:00}{day + coordination:00}");

    static Gen<string> Word() => Gen.Elements([.. "abcdefghijklmnoprstuvåäö"]).ArrayOf(5).Select(letters => new string(letters));

    static bool Accepts(LookupBy by, string text) => by switch
    {
        Person => IntegrationHub.Identity.PersonalNumber.TryParse(text, out _),
        Organisation => IntegrationHub.Identity.OrganisationNumber.TryParse(text, out _),
        Phone => IntegrationHub.Identity.PhoneNumber.TryParse(text, out _),
        Email => IntegrationHub.Identity.EmailAddress.TryParse(text, out _),
        LookupBy.Property => IntegrationHub.Identity.PropertyDesignation.TryParse(text, out _),
        Address => IntegrationHub.Identity.StreetAddress.TryParse(text, out _),
        CaseNumber => TypedNumber.TryParse(text, out _),
        _ => IntegrationHub.Identity.PartyName.TryParse(text, out _),
    };
}
