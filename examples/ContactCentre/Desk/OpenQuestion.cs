using IntegrationHub.Cases;
using IntegrationHub.Contacts;

namespace ContactCentre.Desk;

/// <summary>A question while somebody writes on it: what stands in the fields, and what of it the hub has.</summary>
public sealed class OpenQuestion
{
    public string Subject { get; set; } = "";

    public string Notes { get; set; } = "";

    public string Answer { get; set; } = "";

    public string Result { get; set; } = "";

    public HashSet<CaseId> Cases { get; } = [];

    /// <summary>Its number in the contact; null until the hub has it.</summary>
    public int? Number { get; set; }

    /// <summary>The version that it was written in last.</summary>
    public long Version { get; set; }

    /// <summary>What the hub has of it.</summary>
    public ContactQuestion? Stored { get; set; }

    /// <summary>The key under which it is added, the same however often that is tried.</summary>
    public string Key { get; } = Guid.NewGuid().ToString("n");

    public bool IsEmpty => Subject.Length == 0 && Notes.Length == 0 && Answer.Length == 0 && Result.Length == 0 && Cases.Count == 0;

    /// <summary>Whether the hub has something else than the fields say.</summary>
    public bool IsAhead => Stored is null ? !IsEmpty : !Same(Stored, ToQuestion());

    public ContactQuestion ToQuestion() => new()
    {
        Subject = Subject.Trim(),
        Notes = Notes,
        Answer = Answer.Length == 0 ? null : Answer,
        Result = Result.Length == 0 ? null : Result,
        Cases = [.. Cases.OrderBy(id => id.Value)],
    };

    /// <summary>Takes what the hub has into the fields.</summary>
    public void Take(AnswerQuestion told)
    {
        (Subject, Notes, Answer, Result) = (told.Subject, told.Notes, told.Answer ?? "", told.Result ?? "");
        Cases.Clear();
        foreach (var id in told.Cases) Cases.Add(CaseId.Parse(id));
        (Version, Stored) = (told.Version, ToQuestion());
    }

    static bool Same(ContactQuestion one, ContactQuestion other) =>
        one.Subject == other.Subject && one.Notes == other.Notes && one.Answer == other.Answer && one.Result == other.Result && one.Cases.SequenceEqual(other.Cases);
}
