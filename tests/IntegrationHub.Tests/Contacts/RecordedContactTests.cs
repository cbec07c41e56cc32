using System.Text;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Diagnostics;
using IntegrationHub.Identity;
using IntegrationHub.Protection;

namespace IntegrationHub.Tests.Contacts;

public sealed class RecordedContactTests
{
    static readonly TenantId Tenant = new("sundby");
    static readonly SourceId Telephony = new("telephony");
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    static readonly KeyRing Keys = KeyRing.Create();
    static readonly CaseProtector Protector = new(Keys, Tenant);

    static readonly RecordedContact Call = new()
    {
        Key = "C-1",
        Number = "C-1",
        Channel = "phone",
        StartedAt = Now,
        By = "Anna Ek",
        Person = new ContactPerson { Name = "Tolvan Tolvansson", PersonalNumber = "19121212-1212", Phone = "070-174 06 05", Email = "tolvan@example.se" },
        Questions = [new RecordedQuestion { Subject = "Garage", Notes = "When?", Confidentiality = Confidentiality.Open, Cases = [new NamedCase { Source = "permits", Key = "B-1" }, new NamedCase { Number = "BYGG 2026-1" }] }],
    };

    static ProtectedContact Protect(RecordedContact contact, Confidentiality floor = Confidentiality.Open) => Protector.Contacts.Protect(contact, Telephony, floor, Now);

    [Fact]
    public void What_the_store_keeps_opens_again_and_holds_no_personal_data_in_clear()
    {
        var stored = Protect(Call);

        var opened = new ContactProtector(Keys, Tenant).Open(stored.Contact);
        Assert.Equal((Call.Person, "C-1", "Anna Ek"), (opened.Person, opened.Number, opened.By));
        Assert.Equal("When?", new ContactProtector(Keys, Tenant).Open(stored.Contact.Id, stored.Questions[0]).Notes);
        Assert.DoesNotContain("Tolvan", Encoding.UTF8.GetString([.. stored.Contact.Private, .. stored.Questions[0].Private]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_id_is_the_same_for_ever_for_one_source_and_key_and_another_for_another()
    {
        Assert.Equal(Protect(Call).Contact.Id, new CaseProtector(Keys, Tenant).Contacts.IdOf(Telephony, "C-1"));
        Assert.NotEqual(Protect(Call).Contact.Id, Protector.Contacts.IdOf(new SourceId("other"), "C-1"));
        Assert.NotEqual(Protect(Call).Contact.Id.Value, Protector.IdOf(Telephony, "C-1").Value);
    }

    [Fact]
    public void A_case_is_named_by_the_id_that_it_has_or_will_have_and_by_the_look_up_key_of_its_number()
    {
        var question = Protect(Call).Questions[0];

        Assert.Equal([Protector.IdOf(new SourceId("permits"), "B-1")], question.Cases);
        Assert.True(CaseNumber.TryParse("bygg2026-1", out var number));
        Assert.Equal([new NumberedCase(new BlindIndex(Keys, Tenant).Of(LookupKind.CaseNumber, number.Compact).Value, null)], question.Numbers);
    }

    [Fact]
    public void Who_is_marked_by_the_source_is_found_by_number_only()
    {
        var stored = Protect(Call with { Person = Call.Person! with { Protected = true } });

        Assert.Equal([LookupKind.Person], stored.Contact.Keys.Select(key => key.Kind).Except([LookupKind.ProtectedPerson]));
        Assert.True(new ContactProtector(Keys, Tenant).Open(stored.Contact).Person!.Protected);
        Assert.NotEqual(Protect(Call).ContentHash, stored.ContentHash);
    }

    [Fact]
    public void The_floor_of_the_stream_closes_questions_and_masked_values_are_no_data()
    {
        var stored = Protect(Call with { Person = Call.Person! with { Phone = "070-*** ** 05" } }, Confidentiality.Secret);

        Assert.Equal(Confidentiality.Secret, stored.Questions[0].Confidentiality);
        Assert.Null(new ContactProtector(Keys, Tenant).Open(stored.Contact).Person!.Phone);
    }

    [Fact]
    public void A_channel_a_result_and_a_source_that_cannot_be_are_told_with_what_there_is()
    {
        var faults = RecordedContactRules.FaultsOf(
            Call with { Channel = "fone", Questions = [Call.Questions[0] with { Result = "tolvan@example.se", Cases = [new NamedCase { Source = "Open Zaak", Key = "1" }] }] },
            new ContactOptions(), new Place("calls.stream.yaml", 1, 1));

        Assert.Equal(["IH3023", "IH3023", "IH3024"], faults.Select(fault => fault.Code));
        Assert.Contains("did you mean 'phone'?", faults[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tolvan", faults[1].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Zaak", faults[2].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(730, 0, false)]
    [InlineData(730, 729, false)]
    [InlineData(730, 731, true)]
    [InlineData(0, 10_000, false)]
    public void What_is_older_than_contacts_are_kept_does_not_come_in(int keepFor, int age, bool tooOld) =>
        Assert.Equal(tooOld, RecordedContactRules.IsTooOld(Call, TimeSpan.FromDays(keepFor), Now.AddDays(age)));
}
