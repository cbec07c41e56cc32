using System.Text;
using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Protection;
using IntegrationHub.Tests.Protection;

namespace IntegrationHub.Tests.Contacts;

public sealed class ContactProtectorTests
{
    static readonly ContactProtector Protector = new(Samples.Keys, new TenantId("sundby"));
    static readonly ContactId Id = new(42);

    static readonly Contact Call = new()
    {
        Channel = "phone",
        StartedAt = new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(1)),
        By = "anna.ek (agent)",
        Person = new ContactPerson { Name = "Tolvan Kanariefågel", PersonalNumber = "19121212-1212", OrganisationNumber = "202100-5489", Phone = "070-174 06 05", Email = "tolvan@example.com" },
    };

    static readonly ContactQuestion Asked = new()
    {
        Subject = "Kanariefågelns bur",
        Notes = "Kanariefågeln\nvill veta när",
        Answer = "Kanariefågeln får besked i mars",
        Result = "answered",
        Cases = [new CaseId(7), new CaseId(8)],
        Department = "byggnadsnamnden",
        Confidentiality = Confidentiality.Restricted,
    };

    [Fact]
    public void What_was_said_opens_as_it_was_written_with_times_in_utc()
    {
        Assert.Equivalent(Call with { StartedAt = Call.StartedAt.ToUniversalTime() }, Protector.Open(Protector.Protect(Id, Call, protectedIdentity: false)), strict: true);
        Assert.Equivalent(Asked, Protector.Open(Id, Protector.Protect(Id, 3, Asked, Call.StartedAt)), strict: true);
    }

    [Fact]
    public void Somebody_who_stays_anonymous_is_nobody_and_has_no_key()
    {
        var stored = Protector.Protect(Id, Call with { Person = null }, protectedIdentity: false);

        Assert.Empty(stored.Keys);
        Assert.Null(Protector.Open(stored).Person);
    }

    [Fact]
    public void Nothing_that_was_said_and_nobody_who_said_it_stands_clear()
    {
        var stored = JsonSerializer.Serialize(new object[] { Protector.Protect(Id, Call, protectedIdentity: false), Protector.Protect(Id, 1, Asked, Call.StartedAt) });

        foreach (var secret in new[] { "Kanarief", "1212", "2021", "1740605", "174 06", "tolvan", "anna" }) Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Kanarief", Encoding.UTF8.GetString(Protector.Protect(Id, 1, Asked, Call.StartedAt).Private), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_lives_under_a_protected_identity_is_found_by_their_number_only()
    {
        LookupKind[] Kinds(bool isProtected) => [.. Protector.Protect(Id, Call, isProtected).Keys.Select(key => key.Kind).Order()];

        Assert.Equal(new[] { LookupKind.Person, LookupKind.Organisation, LookupKind.Phone, LookupKind.Email, LookupKind.Name }.Order(), Kinds(isProtected: false));
        Assert.Equal(new[] { LookupKind.Person, LookupKind.Organisation }.Order(), Kinds(isProtected: true));
    }

    [Fact]
    public void A_question_that_was_moved_to_another_number_or_contact_does_not_open()
    {
        var stored = Protector.Protect(Id, 1, Asked, Call.StartedAt);

        Assert.Throws<ProtectedValueException>(() => Protector.Open(Id, stored with { Number = 2 }));
        Assert.Throws<ProtectedValueException>(() => Protector.Open(new ContactId(43), stored));
        Assert.Throws<ProtectedValueException>(() => Protector.Open(Protector.Protect(Id, Call, protectedIdentity: false) with { Id = new ContactId(43) }));
    }

    [Fact]
    public void A_case_that_is_named_twice_is_kept_once() =>
        Assert.Equal([new CaseId(7)], Protector.Protect(Id, 1, Asked with { Cases = [new CaseId(7), new CaseId(7)] }, Call.StartedAt).Cases);
}
