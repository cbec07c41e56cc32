using IntegrationHub.Cases;
using IntegrationHub.Contacts;

namespace IntegrationHub.AspNetCore;

/// <summary>A contact as it is sent.</summary>
public sealed record ContactBody
{
    /// <summary>The channel's code; GET /api/v1/contacts/lists has them.</summary>
    public required string Channel { get; init; }

    /// <summary>When it began; now unless sent.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; left out while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>With whom; left out for somebody who stays anonymous.</summary>
    public ContactPerson? Person { get; init; }

    /// <summary>Its questions; of a new contact only.</summary>
    public IReadOnlyList<QuestionBody> Questions { get; init; } = [];

    /// <summary>The version that is changed; of a change only.</summary>
    public long? Version { get; init; }

    internal static (ContactBody? Body, HubProblem? Problem) ParseNew(ReadOnlyMemory<byte> utf8) =>
        JsonBody.Parse(utf8, """{"channel":"phone","person":{"phone":"…"},"questions":[{"subject":"…"}]}""", body => Read(body) with { Questions = body.List("questions", QuestionBody.Read) });

    internal static (ContactBody? Body, HubProblem? Problem) ParseChange(ReadOnlyMemory<byte> utf8) =>
        JsonBody.Parse(utf8, """{"channel":"phone","startedAt":"…","person":{"phone":"…"},"version":1}""", body => Read(body) with { Version = body.Number("version") });

    internal Contact ToContact(DateTimeOffset now) => new() { Channel = Channel, StartedAt = StartedAt ?? now, EndedAt = EndedAt, Person = Person };

    static ContactBody Read(JsonBody body) => new()
    {
        Channel = body.Text("channel", required: true) ?? "",
        StartedAt = body.Time("startedAt"),
        EndedAt = body.Time("endedAt"),
        Person = body.One("person", PersonBody.Read),
    };
}

/// <summary>Reads a person.</summary>
static class PersonBody
{
    public static ContactPerson Read(JsonBody person) => new()
    {
        Name = person.Text("name"),
        PersonalNumber = person.Text("personalNumber"),
        OrganisationNumber = person.Text("organisationNumber"),
        Phone = person.Text("phone"),
        Email = person.Text("email"),
    };
}

/// <summary>Reads a list of cases.</summary>
static class CasesBody
{
    public static IReadOnlyList<string> Read(JsonBody body)
    {
        var cases = body.Texts("cases");
        for (var at = 0; at < cases.Count; at++)
            if (!CaseId.TryParse(cases[at], null, out _)) body.Wrong($"cases/{at}", "This is no id of a case: 26 letters and digits were expected.");
        return cases;
    }
}

/// <summary>A question as it is sent: all of it, every time.</summary>
public sealed record QuestionBody
{
    /// <summary>What it is about, in a few words.</summary>
    public string? Subject { get; init; }

    /// <summary>Notes, of any number of lines.</summary>
    public string? Notes { get; init; }

    /// <summary>What was answered.</summary>
    public string? Answer { get; init; }

    /// <summary>The result's code; GET /api/v1/contacts/lists has them.</summary>
    public string? Result { get; init; }

    /// <summary>The ids of the cases that it is about.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>The department whose matter it is, when it is about no case yet.</summary>
    public string? Department { get; init; }

    /// <summary>How closed it is by itself; open unless sent.</summary>
    public Confidentiality? Confidentiality { get; init; }

    /// <summary>The version that is changed; of a change only.</summary>
    public long? Version { get; init; }

    internal static (QuestionBody? Body, HubProblem? Problem) ParseNew(ReadOnlyMemory<byte> utf8) => JsonBody.Parse(utf8, """{"subject":"…","notes":"…"}""", Read);

    internal static (QuestionBody? Body, HubProblem? Problem) ParseChange(ReadOnlyMemory<byte> utf8) =>
        JsonBody.Parse(utf8, """{"subject":"…","notes":"…","version":1}""", body => Read(body) with { Version = body.Number("version") });

    internal static QuestionBody Read(JsonBody body) => new()
    {
        Subject = body.Lines("subject"),
        Notes = body.Lines("notes"),
        Answer = body.Lines("answer"),
        Result = body.Text("result"),
        Cases = CasesBody.Read(body),
        Department = body.Text("department"),
        Confidentiality = body.Choice<Confidentiality>("confidentiality"),
    };

    internal ContactQuestion ToQuestion() => new()
    {
        Subject = Subject?.Trim() ?? "",
        Notes = Notes ?? "",
        Answer = Answer,
        Result = Result,
        Cases = [.. Cases.Select(id => CaseId.Parse(id))],
        Department = Department,
        Confidentiality = Confidentiality ?? default,
    };
}

/// <summary>The municipality's own words for contacts.</summary>
/// <param name="Channels">The channels.</param>
/// <param name="Results">What may come of a question.</param>
public sealed record ContactListsBody(IReadOnlyList<CodeAndTitle> Channels, IReadOnlyList<CodeAndTitle> Results)
{
    internal static ContactListsBody Of(ContactOptions lists) => new(Of(lists.Channels), Of(lists.Results));

    static IReadOnlyList<CodeAndTitle> Of(IReadOnlyDictionary<string, string> codes) => [.. codes.Select(code => new CodeAndTitle(code.Key, code.Value))];
}

/// <summary>A code with what people call it.</summary>
/// <param name="Code">The code.</param>
/// <param name="Title">What people call it.</param>
public sealed record CodeAndTitle(string Code, string Title);
