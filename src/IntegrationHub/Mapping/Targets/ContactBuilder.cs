using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Targets;

/// <summary>Makes a contact of what a plan has read.</summary>
internal sealed class ContactBuilder(FieldMapping?[] fields, IReadOnlyList<ListMapping> lists)
{
    readonly ListMapping? questions = lists.FirstOrDefault(list => list.Name == "questions");
    readonly ListMapping? cases = lists.FirstOrDefault(list => list.Name == "cases");

    /// <summary>The contact; null when what it must have is missing, which is reported.</summary>
    public RecordedContact? Build(Evaluation run, Value record, string key, List<RecordFault> faults)
    {
        var read = new FieldReader(run, fields, faults, null, 0, record);
        var channel = read.Text(ContactTarget.Channel);
        var startedAt = read.Time(ContactTarget.StartedAt);
        var endedAt = read.Time(ContactTarget.EndedAt);
        var number = read.Text(ContactTarget.Number);
        var by = read.Text(ContactTarget.By);
        var person = PersonOf(ref read);
        var level = (Confidentiality?)read.Scale(ContactTarget.Question.Confidentiality, out _) ?? Confidentiality.Protected;
        var own = QuestionOf(ref read, ContactTarget.Question, level);

        IReadOnlyList<NamedCase> about = ListReader.Read(run, record, cases, faults, key, level, static (ref FieldReader item, string _, Confidentiality _) => CaseOf(ref item, ContactTarget.ListedCase));
        var listed = ListReader.Read(run, record, questions, faults, key, level, ListedQuestionOf);
        if (channel is null || startedAt is null || faults.Count > 0) return null;

        // Without any question nothing would say how closed the contact is.
        RecordedQuestion[] all = listed.Length == 0 || IsAsked(own) ? [own, .. listed] : listed;
        return new RecordedContact
        {
            Key = key,
            Number = number ?? key,
            Channel = channel,
            StartedAt = startedAt.Value,
            EndedAt = endedAt,
            By = by,
            Person = person,
            Questions = [.. all.Select(question => question with { Department = question.Department ?? own.Department, Cases = [.. question.Cases.Concat(about).Distinct()] })],
        };
    }

    RecordedQuestion ListedQuestionOf(ref FieldReader read, string key, Confidentiality ofContact)
    {
        var says = questions!.Fields[ContactTarget.ListedQuestion.Confidentiality.Index] is not null;
        var level = (Confidentiality?)read.Scale(ContactTarget.ListedQuestion.Confidentiality, out _) ?? (says ? Confidentiality.Protected : ofContact);
        return QuestionOf(ref read, ContactTarget.ListedQuestion, level);
    }

    static RecordedQuestion QuestionOf(ref FieldReader read, ContactTarget.QuestionFields fields, Confidentiality level) => new()
    {
        Subject = read.Text(fields.Subject) ?? "",
        Notes = read.Text(fields.Notes) ?? "",
        Answer = read.Text(fields.Answer),
        Result = read.Text(fields.Result),
        Department = read.Text(fields.Department),
        Confidentiality = level,
        Cases = CaseOf(ref read, fields.Case) is { } about ? [about] : [],
    };

    // Where both are there the key is the surer of the two.
    static NamedCase? CaseOf(ref FieldReader read, ContactTarget.CaseFields fields)
    {
        var source = read.Text(fields.Source)?.Trim();
        var key = read.Text(fields.Key)?.Trim();
        var number = read.Text(fields.Number)?.Trim();
        return key is not null ? new NamedCase { Source = source, Key = key } : number is not null ? new NamedCase { Source = source, Number = number } : null;
    }

    static ContactPerson? PersonOf(ref FieldReader read)
    {
        var person = new ContactPerson
        {
            Name = read.Text(ContactTarget.PersonName),
            PersonalNumber = read.Text(ContactTarget.PersonalNumber),
            OrganisationNumber = read.Text(ContactTarget.OrganisationNumber),
            Phone = read.Text(ContactTarget.Phone),
            Email = read.Text(ContactTarget.Email),
            Protected = read.Flag(ContactTarget.Protected),
        };
        return person is { Name: null, PersonalNumber: null, OrganisationNumber: null, Phone: null, Email: null } ? null : person;
    }

    static bool IsAsked(RecordedQuestion question) => question is not { Subject: "", Notes: "", Answer: null, Result: null };
}
