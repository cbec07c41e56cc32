using IntegrationHub.Cases;
using IntegrationHub.Identity;

namespace IntegrationHub.Protection;

/// <summary>The look-up keys of a case.</summary>
sealed class CaseKeys(BlindIndex index)
{
    public IReadOnlyList<LookupKey> Of(Case @case, bool hasProtectedParty)
    {
        var keys = new List<LookupKey>(8);
        if (CaseNumber.TryParse(@case.Reference.Number, out var number)) Add(keys, index.Of(LookupKind.CaseNumber, number.Compact));
        foreach (var link in @case.Links)
            if (CaseNumber.TryParse(link.Number, out var linked)) Add(keys, index.Of(LookupKind.Link, linked.Compact));
        foreach (var party in @case.Parties) AddIdentity(keys, party);

        // Who lives under a protected identity is not to be found by name, by where they live or how they are reached.
        if (hasProtectedParty) return keys;

        foreach (var party in @case.Parties) AddReach(keys, party);
        if (StreetAddress.TryParse(@case.Location?.Address, out var address)) Add(keys, index.Of(LookupKind.Address, address.Value));
        if (PropertyDesignation.TryParse(@case.Location?.Property, out var property))
            foreach (var key in index.Stored(property)) Add(keys, key);
        return keys;
    }

    /// <summary>The look-up keys of one party alone.</summary>
    public IReadOnlyList<LookupKey> Of(Party party, bool isProtected)
    {
        var keys = new List<LookupKey>(4);
        AddIdentity(keys, party);
        if (!isProtected) AddReach(keys, party);
        return keys;
    }

    void AddReach(List<LookupKey> keys, Party party)
    {
        if (PartyName.TryParse(Masks.Without(party.Name), out var name)) Add(keys, index.Of(LookupKind.Name, name.Value));
        if (PhoneNumber.TryParse(party.Phone, out var phone)) Add(keys, index.Of(LookupKind.Phone, phone.Value));
        if (EmailAddress.TryParse(party.Email, out var email)) Add(keys, index.Of(LookupKind.Email, email.Value));
        if (StreetAddress.TryParse(party.Address, out var home)) Add(keys, index.Of(LookupKind.Address, home.Value));
    }

    // Systems keep both kinds of number in either field: a sole trader's organisation number is their personal number.
    void AddIdentity(List<LookupKey> keys, Party party)
    {
        if (PersonNumber.TryParse(party.PersonalNumber, out var person)) AddPerson(keys, person, party);
        else if (OrganisationNumber.TryParse(party.PersonalNumber, out var misplaced)) Add(keys, index.Of(LookupKind.Organisation, misplaced.Value));

        if (PersonNumber.TryParseTrader(party.OrganisationNumber, out var trader)) AddPerson(keys, trader, party);
        else if (OrganisationNumber.TryParse(party.OrganisationNumber, out var organisation)) Add(keys, index.Of(LookupKind.Organisation, organisation.Value));
    }

    void AddPerson(List<LookupKey> keys, PersonNumber person, Party party)
    {
        Add(keys, index.Stored(person));
        if (party.Protected) Add(keys, index.ProtectedMark(person));
    }

    static void Add(List<LookupKey> keys, LookupKey key)
    {
        if (!keys.Contains(key)) keys.Add(key);
    }
}
