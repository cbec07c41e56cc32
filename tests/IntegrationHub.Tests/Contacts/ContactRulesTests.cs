using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using Told = IntegrationHub.Disclosure.Disclosure;

namespace IntegrationHub.Tests.Contacts;

public sealed class ContactRulesTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    static readonly ContactOptions Lists = new();

    static Contact Call => new() { Channel = "phone", StartedAt = Now };

    static IEnumerable<string> FieldsOf(Contact contact, params ContactQuestion[] questions) => ContactRules.ProblemsOf(contact, questions, Lists, Now).Select(problem => problem.Field);

    [Fact]
    public void A_call_with_nothing_but_its_channel_makes_sense() => Assert.Empty(FieldsOf(Call, new ContactQuestion()));

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_place()
    {
        var contact = Call with { Channel = "telegraph", EndedAt = Now.AddMinutes(-1), Person = new ContactPerson { PersonalNumber = "19121212-1213", OrganisationNumber = "1", Phone = "x", Email = "x", Name = new string('x', 201) } };
        var question = new ContactQuestion { Subject = new string('x', 501), Notes = new string('x', 20_001), Result = "solved", Confidentiality = (Confidentiality)9, Cases = [.. Enumerable.Range(0, 51).Select(id => new CaseId((UInt128)id))] };

        Assert.Equal(
            ["channel", "endedAt", "person.name", "person.personalNumber", "person.organisationNumber", "person.phone", "person.email",
                "questions[1].subject", "questions[1].notes", "questions[1].result", "questions[1].confidentiality", "questions[1].cases"],
            FieldsOf(contact, new ContactQuestion(), question));
    }

    [Theory]
    [InlineData(4, null, true)]
    [InlineData(6, null, false)]
    [InlineData(0, 4, true)]
    [InlineData(0, 6, false)]
    public void A_contact_neither_begins_nor_ends_later_than_clocks_may_differ(int startsIn, int? endsIn, bool good) =>
        Assert.Equal(good, !FieldsOf(Call with { StartedAt = Now.AddMinutes(startsIn), EndedAt = endsIn is { } end ? Now.AddMinutes(end) : null }).Any());

    [Fact]
    public void What_is_wrong_is_told_without_what_was_written() =>
        Assert.DoesNotContain(ContactRules.ProblemsOf(Call with { Person = new ContactPerson { PersonalNumber = "19121212-1213" } }, [], Lists, Now), problem => problem.Message.Contains("1212", StringComparison.Ordinal));

    [Fact]
    public void Agents_are_told_open_questions_specialists_those_of_their_departments_up_to_secret_and_operations_none()
    {
        var limit = new DisclosureLimit(new AccessRule { Departments = ["social"], Disclosure = Told.Hidden });
        var ofSources = new DisclosureLimit(new AccessRule { Sources = [new SourceId("permits")], Disclosure = Told.Hidden });
        var policy = new DisclosurePolicy([], [limit, ofSources]);
        Told Of(CallerRole role, string? department, Confidentiality closed) =>
            policy.ForQuestions(new Caller { Name = "x", Role = role, Departments = role == CallerRole.Specialist ? ["permits", "social"] : [] }).Of(default, department, null, closed);

        Assert.Equal(Told.Full, Of(CallerRole.Agent, null, Confidentiality.Open));
        Assert.Equal(Told.Hidden, Of(CallerRole.Agent, "permits", Confidentiality.Restricted));
        Assert.Equal(Told.Full, Of(CallerRole.Specialist, "permits", Confidentiality.Secret));
        Assert.Equal(Told.Hidden, Of(CallerRole.Specialist, "permits", Confidentiality.Protected));
        Assert.Equal(Told.Hidden, Of(CallerRole.Specialist, "parks", Confidentiality.Restricted));
        Assert.Equal(Told.Hidden, Of(CallerRole.Specialist, "social", Confidentiality.Open));
        Assert.Equal(Told.Hidden, Of(CallerRole.Operations, null, Confidentiality.Open));
    }
}
