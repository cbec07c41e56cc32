using System.Text;
using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.Protection;
using IntegrationHub.Tests.Protection;

namespace IntegrationHub.Tests.HandOvers;

public sealed class HandOverProtectorTests
{
    static readonly HandOverProtector Protector = new(Samples.Keys, new TenantId("sundby"));
    static readonly HandOverId Id = new(42);
    static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(1));

    static readonly HandOver CallBack = new()
    {
        Kind = HandOverKind.CallBack,
        Contact = new ContactId(7),
        Question = 2,
        Cases = [new CaseId(7), new CaseId(8)],
        Subject = "Kanariefågelns bur",
        Text = "Kanariefågeln\nvill veta när",
        Department = "barn",
        Confidentiality = Confidentiality.Restricted,
        DueAt = Start.AddHours(2),
        RemindAt = Start.AddHours(1),
        Person = new ContactPerson { Name = "Tolvan Kanariefågel", PersonalNumber = "19121212-1212", OrganisationNumber = "202100-5489", Phone = "070-174 06 05", Email = "tolvan@example.com" },
    };

    static readonly HandOverStep Created = new()
    {
        Number = 1,
        Kind = HandOverStepKind.PassedOn,
        At = Start,
        By = "anna.ek (agent)",
        From = new HandOverHolder(HolderKind.Person, "contactCentre", "anna.ek"),
        To = new HandOverHolder(HolderKind.External, "barn", "Kanariefågelföreningen", "kanariefagel@example.com"),
        Text = "Kanariefågeln",
        Outcome = AttemptOutcome.LeftMessage,
    };

    static StoredHandOver Protect(HandOver handOver, bool isProtected = false) => Protector.Protect(Id, handOver, HandOverCourse.Begun(Created), originIsTold: false, isProtected);

    [Fact]
    public void What_was_written_opens_as_it_was_with_times_in_utc()
    {
        Assert.Equivalent(CallBack with { DueAt = CallBack.DueAt?.ToUniversalTime(), RemindAt = CallBack.RemindAt?.ToUniversalTime() }, Protector.Open(Protect(CallBack)), strict: true);
        Assert.Equivalent(Created with { At = Start.ToUniversalTime() }, Protector.Open(Id, Protector.Protect(Id, Created)), strict: true);
        Assert.Null(Protector.Open(Protect(CallBack with { Person = null })).Person);
    }

    [Fact]
    public void Nothing_that_was_written_and_nobody_whom_it_is_about_or_who_has_it_stands_clear()
    {
        var step = Protector.Protect(Id, Created);
        var stored = JsonSerializer.Serialize(new object[] { Protect(CallBack), step });

        foreach (var secret in new[] { "Kanarief", "1212", "2021", "1740605", "174 06", "tolvan", "anna", "example" }) Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Kanarief", Encoding.UTF8.GetString(step.Private), StringComparison.Ordinal);
        Assert.DoesNotContain("Kanarief", Encoding.UTF8.GetString(Protect(CallBack).Private), StringComparison.Ordinal);
        foreach (var printed in new[] { CallBack.ToString(), Created.ToString(), Created.To.ToString(), new HandOverOrder(HandOverStepKind.Noted, "Kanariefågel").ToString() })
            Assert.DoesNotContain("anarief", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_lives_under_a_protected_identity_is_found_by_their_number_only() =>
        Assert.Equal(new[] { LookupKind.Person, LookupKind.Organisation }.Order(), Protect(CallBack, isProtected: true).Keys.Select(key => key.Kind).Order());

    [Fact]
    public void A_step_that_was_moved_to_another_place_or_hand_over_does_not_open()
    {
        var step = Protector.Protect(Id, Created);

        Assert.Throws<ProtectedValueException>(() => Protector.Open(Id, step with { Number = 2 }));
        Assert.Throws<ProtectedValueException>(() => Protector.Open(new HandOverId(43), step));
        Assert.Throws<ProtectedValueException>(() => Protector.Open(Protect(CallBack) with { Id = new HandOverId(43) }));
    }

    [Fact]
    public void A_person_is_found_by_their_name_in_any_case_in_their_unit_alone()
    {
        UInt128? Of(HolderKind kind, string unit, string? name) => Protector.KeyOf(new HandOverHolder(kind, unit, name));

        Assert.Equal(Of(HolderKind.Person, "barn", "bo.barn"), Of(HolderKind.Person, "barn", " Bo.Barn"));
        Assert.NotEqual(Of(HolderKind.Person, "barn", "bo.barn"), Of(HolderKind.Person, "it", "bo.barn"));
        Assert.NotEqual(Of(HolderKind.Person, "barn", "bo.barn"), Of(HolderKind.Group, "barn", "bo.barn"));
        Assert.Null(Of(HolderKind.Unit, "barn", null));
    }

    [Fact]
    public void Somebody_is_reminded_at_the_first_of_the_two_times()
    {
        Assert.Equal(CallBack.RemindAt, Protect(CallBack).Standing.RemindNext);
        Assert.Equal(CallBack.DueAt, Protect(CallBack with { RemindAt = null }).Standing.RemindNext);
        Assert.Equal(CallBack.RemindAt, Protect(CallBack with { DueAt = null }).Standing.RemindNext);
        Assert.Null(Protect(CallBack with { DueAt = null, RemindAt = null }).Standing.RemindNext);
    }
}
