using IntegrationHub.Cases;
using IntegrationHub.Identity;

namespace IntegrationHub.Protection;

/// <summary>Turns normal forms into look-up keys: the first 16 bytes of an HMAC with a key of its own per tenant and kind.</summary>
/// <remarks>
/// A person who is stored with twelve digits has the key of those twelve. A person who is stored with ten has a key over the ten, and another space for those written with a plus,
/// since a plus once written stays true. A look-up asks for every key that the written number can mean today, so no century is guessed and none is missed.
/// </remarks>
sealed class BlindIndex
{
    readonly KeyedHash?[] hashes;

    public BlindIndex(KeyRing keys, TenantId tenant)
    {
        var kinds = Enum.GetValues<LookupKind>();
        hashes = new KeyedHash?[(int)kinds.Max() + 1];
        foreach (var kind in kinds) hashes[(int)kind] = new KeyedHash(keys.IndexKey, "look-up", kind.ToString(), tenant.Value);
    }

    public LookupKey Of(LookupKind kind, string normal) => new(kind, hashes[(int)kind]!.NumberOf(normal));

    /// <summary>The key that a stored person is found by.</summary>
    public LookupKey Stored(PersonNumber person) => person.Swedish is { } swedish ? Stored(swedish) : Of(LookupKind.CitizenServiceNumber, person.Digits);

    /// <summary>The keys under which the person who was asked for can be stored.</summary>
    public IEnumerable<LookupKey> Asked(PersonNumber person, DateOnly today) => person.Swedish is { } swedish ? Asked(swedish, today) : [Stored(person)];

    LookupKey Stored(PersonalNumber person) => person.HasCentury
        ? Of(LookupKind.Person, person.Value)
        : Of(LookupKind.PersonTenDigits, person.TenDigits + (person.Separator == '+' ? "+" : ""));

    IEnumerable<LookupKey> Asked(PersonalNumber person, DateOnly today)
    {
        var underAHundred = false;
        var overAHundred = false;
        foreach (var twelve in person.CenturiesOn(today))
        {
            yield return Of(LookupKind.Person, twelve);

            // What was stored with a hyphen can be of anybody: they may have turned a hundred since. What was stored with a plus is of somebody over a hundred.
            if (IsOverAHundred(twelve, today)) overAHundred = true;
            else underAHundred = true;
        }

        if (underAHundred || overAHundred) yield return Of(LookupKind.PersonTenDigits, person.TenDigits);
        if (overAHundred) yield return Of(LookupKind.PersonTenDigits, person.TenDigits + "+");
    }

    /// <summary>The key that marks a person as protected wherever they are found. Over the digits without a century: a mark too many is better than one too few.</summary>
    public LookupKey ProtectedMark(PersonNumber person) => Of(LookupKind.ProtectedPerson, person.Digits);

    /// <summary>A stored designation is found by its whole form, and as a longer reading of each shorter one.</summary>
    public IEnumerable<LookupKey> Stored(PropertyDesignation property) =>
        property.Shorter.Select(shorter => Of(LookupKind.Property, "…" + shorter)).Prepend(Of(LookupKind.Property, property.Value));

    /// <summary>The same designation, one with more words before it, or one with fewer; never one whose own first words differ.</summary>
    public IEnumerable<LookupKey> Asked(PropertyDesignation property) =>
        property.Shorter.Select(shorter => Of(LookupKind.Property, shorter)).Prepend(Of(LookupKind.Property, "…" + property.Value)).Prepend(Of(LookupKind.Property, property.Value));

    static bool IsOverAHundred(string twelveDigits, DateOnly today) =>
        today.Year - int.Parse(twelveDigits.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture) >= 100;
}
