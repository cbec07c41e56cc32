using IntegrationHub.Diagnostics;
using IntegrationHub.Idempotency;
using IntegrationHub.Identity;

namespace IntegrationHub.Contacts;

/// <summary>The decisions over what somebody wrote that need no store.</summary>
static class ContactRules
{
    public const int MaxSubject = 500;
    public const int MaxNotes = 20_000;
    const int MaxName = 200;
    const int MaxDepartment = 100;
    const int MaxCases = 50;
    const int MaxQuestions = 50;

    // Clocks of desks and telephone systems differ a little.
    static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<WriteProblem> ProblemsOf(Contact contact, IReadOnlyList<ContactQuestion> questions, ContactOptions lists, DateTimeOffset now)
    {
        var problems = new List<WriteProblem>();
        Check(problems, "channel", OfCode(contact.Channel, lists.Channels, "channel"));
        if (contact.StartedAt > now + MostAhead) problems.Add(new WriteProblem("startedAt", "A contact cannot begin in the future; check the clock of what sends it."));
        if (contact.EndedAt < contact.StartedAt) problems.Add(new WriteProblem("endedAt", "A contact cannot end before it began."));
        if (contact.EndedAt > now + MostAhead) problems.Add(new WriteProblem("endedAt", "A contact cannot end in the future; leave it out while it goes on."));
        if (contact.Person is { } person) problems.AddRange(ProblemsOf(person));
        if (questions.Count > MaxQuestions) problems.Add(new WriteProblem("questions", $"At most {MaxQuestions} questions are taken."));
        for (var at = 0; at < questions.Count; at++) problems.AddRange(ProblemsOf(questions[at], lists, $"questions[{at}]."));
        return problems;
    }

    public static IReadOnlyList<WriteProblem> ProblemsOf(ContactQuestion question, ContactOptions lists, string at = "")
    {
        var problems = new List<WriteProblem>();
        Check(problems, at + "subject", TooLong(question.Subject, MaxSubject));
        Check(problems, at + "notes", TooLong(question.Notes, MaxNotes));
        Check(problems, at + "answer", TooLong(question.Answer, MaxNotes));
        Check(problems, at + "department", TooLong(question.Department, MaxDepartment));
        if (question.Result is { } result) Check(problems, at + "result", OfCode(result, lists.Results, "result"));
        if (!Enum.IsDefined(question.Confidentiality)) problems.Add(new WriteProblem(at + "confidentiality", "There is no such level."));
        if (question.Cases.Count > MaxCases) problems.Add(new WriteProblem(at + "cases", $"At most {MaxCases} cases are taken."));
        return problems;
    }

    /// <summary>What is wrong with a person.</summary>
    public static IReadOnlyList<WriteProblem> ProblemsOf(ContactPerson person)
    {
        var problems = new List<WriteProblem>();
        Check(problems, "person.name", TooLong(person.Name, MaxName));
        if (person.PersonalNumber is { } number && !PersonNumber.TryParse(number, out _))
            problems.Add(new WriteProblem("person.personalNumber", "This is no personal number. Write twelve digits, or ten with - or +; the date and the check digit are tested."));
        if (person.OrganisationNumber is { } organisation && !OrganisationNumber.TryParse(organisation, out _) && !PersonNumber.TryParseTrader(organisation, out _))
            problems.Add(new WriteProblem("person.organisationNumber", "This is no organisation number. Write ten digits; the check digit is tested."));
        if (person.Phone is { } phone && !PhoneNumber.TryParse(phone, out _))
            problems.Add(new WriteProblem("person.phone", "This is no telephone number. Write one number with its area code, or with + and the country."));
        if (person.Email is { } email && !EmailAddress.TryParse(email, out _))
            problems.Add(new WriteProblem("person.email", "This is no e-mail address. Write it as name@example.com."));
        return problems;
    }

    // The codes are the municipality's own, so naming them tells nothing of anybody.
    static string? OfCode(string code, IReadOnlyDictionary<string, string> codes, string what) =>
        codes.ContainsKey(code) ? null : $"There is no such {what}{DidYouMean.Hint(code, codes.Keys)}; there are {string.Join(", ", codes.Keys)}.";

    static string? TooLong(string? text, int most) => text?.Length > most ? $"At most {most} characters are taken." : null;

    static void Check(List<WriteProblem> problems, string field, string? problem)
    {
        if (problem is not null) problems.Add(new WriteProblem(field, problem));
    }
}
