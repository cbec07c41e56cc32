using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Identity;
using IntegrationHub.Lookup;

namespace IntegrationHub.Protection;

/// <summary>What a look-up asks the index for.</summary>
public sealed record LookupTerm
{
    /// <summary>The keys; any of them finds a case. Empty for a search by words.</summary>
    public required IReadOnlyList<LookupKey> Keys { get; init; }

    /// <summary>What was understood, masked where it is personal.</summary>
    public required string Shown { get; init; }

    /// <summary>The kinds of keys by which a match is certain; by any other it is possible.</summary>
    public required IReadOnlyList<LookupKind> CertainBy { get; init; }

    /// <summary>Whom the look-up is about, for the audit: a look-up key in hexadecimal; null for a search by words.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether it names one person, organisation or case: only then may the existence of a case be told. An address is of many, and so is a name.</summary>
    public bool NamesOne { get; init; }

    /// <summary>Whether it finds somebody who lives under a protected identity. A name, an address, a telephone number or a word does not, whichever source the mark stands in.</summary>
    public bool FindsProtected { get; init; }

    /// <summary>Whether it is a personal number without its century.</summary>
    public bool CenturyUnknown { get; init; }
}

/// <summary>Turns what somebody typed into look-up keys.</summary>
public sealed class LookupKeys
{
    readonly BlindIndex index;

    /// <param name="keys">The hub's keys.</param>
    /// <param name="tenant">The municipality.</param>
    public LookupKeys(KeyRing keys, TenantId tenant)
    {
        ArgumentNullException.ThrowIfNull(keys);

        index = new BlindIndex(keys, tenant);
    }

    /// <summary>Makes the term, or says in words why the text cannot be one. The words never hold the text.</summary>
    /// <param name="by">What kind of value it is.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="today">The day, which decides who is over a hundred.</param>
    /// <param name="problem">Why it cannot be one; null when it can.</param>
    public LookupTerm? Of(LookupBy by, string text, DateOnly today, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);

        var term = by switch
        {
            LookupBy.Person => PersonNumber.TryParse(text, out var person) ? Of(person, today) : null,
            LookupBy.Organisation => OrganisationNumber.TryParse(text, out var organisation) ? One(LookupKind.Organisation, organisation.Value, organisation.ToString())
                : PersonNumber.TryParseTrader(text, out var trader) ? Of(trader, today) : null,
            LookupBy.CaseNumber => CaseNumber.TryParse(text, out var number) ? Of(number) : null,
            LookupBy.Phone => PhoneNumber.TryParse(text, out var phone) ? One(LookupKind.Phone, phone.Value, phone.ToString()) : null,
            LookupBy.Email => EmailAddress.TryParse(text, out var email) ? One(LookupKind.Email, email.Value, email.ToString()) : null,
            LookupBy.Address => StreetAddress.TryParse(text, out var address) ? Of(address) : null,
            LookupBy.Property => PropertyDesignation.TryParse(text, out var property) ? Of(property) : null,
            LookupBy.Name => PartyName.TryParse(text, out var name) ? Of(name, text) : null,
            LookupBy.Text => FreeText.IsSearchable(text) ? new LookupTerm { Keys = [], Shown = text.Trim(), CertainBy = [] } : null,
            _ => null,
        };
        problem = term is null ? Problem(by, text) : null;
        return term;
    }

    /// <summary>How the audit names a person who stands in a case; null when neither number is a person's.</summary>
    internal string? SubjectOf(Party party) =>
        PersonNumber.TryParse(party.PersonalNumber, out var person) || PersonNumber.TryParseTrader(party.OrganisationNumber, out person) ? Hex(index.Stored(person)) : null;

    /// <summary>The key under which a person would be marked as protected.</summary>
    internal LookupKey ProtectedMark(PersonNumber person) => index.ProtectedMark(person);

    LookupTerm? Of(PersonNumber person, DateOnly today)
    {
        var keys = index.Asked(person, today).ToList();
        return keys.Count == 0 ? null : new LookupTerm
        {
            Keys = keys,
            Shown = person.ToString(),
            // Ten digits may be of two people, a hundred years apart.
            CertainBy = person.Swedish is { HasCentury: false } ? [] : [LookupKind.Person, LookupKind.CitizenServiceNumber],
            Subject = Hex(index.Stored(person)),
            NamesOne = true,
            FindsProtected = true,
            CenturyUnknown = person.Swedish is { HasCentury: false },
        };
    }

    LookupTerm Of(CaseNumber number)
    {
        var own = index.Of(LookupKind.CaseNumber, number.Compact);
        return new LookupTerm
        {
            Keys = [own, index.Of(LookupKind.Link, number.Compact)],
            Shown = number.ToString(),
            CertainBy = [LookupKind.CaseNumber, LookupKind.Link],
            Subject = Hex(own),
            NamesOne = true,
            FindsProtected = true,
        };
    }

    LookupTerm Of(StreetAddress address)
    {
        var key = index.Of(LookupKind.Address, address.Value);
        return new LookupTerm { Keys = [key], Shown = address.Value, CertainBy = [], Subject = Hex(key) };
    }

    LookupTerm Of(PropertyDesignation property)
    {
        var keys = index.Asked(property).ToList();
        return new LookupTerm { Keys = keys, Shown = property.Value, CertainBy = [], Subject = Hex(keys[0]) };
    }

    LookupTerm Of(PartyName name, string written)
    {
        var key = index.Of(LookupKind.Name, name.Value);
        return new LookupTerm { Keys = [key], Shown = FreeText.Masked(written.Trim())!, CertainBy = [], Subject = Hex(key) };
    }

    LookupTerm One(LookupKind kind, string normal, string shown)
    {
        var key = index.Of(kind, normal);
        return new LookupTerm { Keys = [key], Shown = shown, CertainBy = [kind], Subject = Hex(key), NamesOne = true, FindsProtected = kind == LookupKind.Organisation };
    }

    static string Hex(LookupKey key) => key.Value.ToString("x32", CultureInfo.InvariantCulture);

    static string Problem(LookupBy by, string text) => by switch
    {
        LookupBy.Person => "This is no personal number that somebody can have today. Write twelve digits, or ten with - (under a hundred years old) or + (a hundred or more); the date and the check digit are tested. Of a Dutch citizen service number write nine digits.",
        LookupBy.Organisation => "This is no organisation number. Write ten digits; the check digit is tested.",
        LookupBy.CaseNumber => $"This is no case number. Write it as it stands on the letter, at most {CaseNumber.MaxLength} characters.",
        LookupBy.Phone => "This is no telephone number. Write one number with its area code, or with + and the country.",
        LookupBy.Email => "This is no e-mail address. Write it as name@example.com.",
        LookupBy.Address => "This is no street address. Write the street and the house number, such as Storgatan 1.",
        LookupBy.Property => "This is no property designation. Write the tract or block and the unit, such as Balder 2:14.",
        LookupBy.Name => $"This is no name. Write all of it, at least two letters and at most {PartyName.MaxLength} characters.",
        LookupBy.Text when FreeText.HoldsPersonalNumber(text) => "A personal number stands among the words. Look it up as a person instead.",
        LookupBy.Text => "Write at least two letters or digits.",
        _ => "It is not known what to look up by.",
    };
}
