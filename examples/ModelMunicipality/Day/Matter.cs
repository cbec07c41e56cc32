using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.WriteBack;

namespace ModelMunicipality.Day;

/// <summary>A matter as the people in it know it: what was told, what was promised, and nothing of what the hub says.</summary>
/// <param name="plan">What is planned.</param>
/// <param name="person">Whose it is; null for somebody who stays anonymous.</param>
/// <param name="day">Midnight at which the day begins.</param>
sealed class Matter(PlannedMatter plan, Town.Resident? person, DateTimeOffset day)
{
    readonly Lock gate = new();
    readonly List<string> told = [];

    /// <summary>What is planned.</summary>
    public PlannedMatter Plan => plan;

    /// <summary>Whose it is.</summary>
    public Town.Resident? Person => person;

    /// <summary>What it is called, in a few words.</summary>
    public required string Subject { get; init; }

    /// <summary>The number of the case that the person has on paper; null for the many who do not.</summary>
    public string? CaseNumber { get; init; }

    /// <summary>The unit whose matter it is.</summary>
    public string Unit { get; set; } = Units.ContactCentre;

    /// <summary>The case that it is about; null while nobody has found one.</summary>
    public CaseId? Case { get; set; }

    /// <summary>The ids of its contacts.</summary>
    public List<ContactId> Contacts { get; } = [];

    /// <summary>What was promised to the person.</summary>
    public List<Promise> Promises { get; } = [];

    /// <summary>What was to be written to the system that owns the case.</summary>
    public List<AskedWrite> Writes { get; } = [];

    /// <summary>What the person has told, and what they were told: whoever deals with them later must find it, or ask them twice.</summary>
    public IReadOnlyList<string> Told
    {
        get { lock (gate) return [.. told]; }
    }

    /// <summary>Somebody told something.</summary>
    public void Tell(string text)
    {
        lock (gate) told.Add(text);
    }

    /// <summary>A text that nobody else's matter has.</summary>
    /// <param name="which">Which of the matter's.</param>
    /// <param name="words">What it says; <c>{0}</c> is where its own number goes.</param>
    public string Own(int which, string words) => string.Format(CultureInfo.InvariantCulture, words, string.Create(CultureInfo.InvariantCulture, $"{Plan.Number + 1}-{which}"));

    /// <summary>A time of the day as a moment.</summary>
    public DateTimeOffset At(TimeSpan time) => day + time;

    /// <summary>The person as the contact centre writes them down.</summary>
    public ContactPerson? AsContact => Person is null ? null : new ContactPerson
    {
        Name = Person.Protected ? null : $"{Person.FirstName} {Person.LastName}",
        PersonalNumber = Person.PersonalNumber,
        Phone = Person.Phone,
        Email = Person.Email,
    };
}

/// <summary>Something that was promised to somebody, as it was said to them.</summary>
/// <param name="Contact">The contact in which it was said.</param>
/// <param name="Kind">Whether they are to be called.</param>
/// <param name="DueAt">By when.</param>
sealed record Promise(ContactId Contact, HandOverKind Kind, DateTimeOffset DueAt)
{
    /// <summary>The hand-over that the hub gave a number to; null when it was never written.</summary>
    public HandOverId? HandOver { get; set; }
}

/// <summary>Something that the contact centre asked the hub to write.</summary>
/// <param name="Id">The command.</param>
/// <param name="Case">The case.</param>
/// <param name="Source">The system that owns it.</param>
/// <param name="Text">What it says; no other write says it.</param>
sealed record AskedWrite(WriteCommandId Id, CaseId Case, string Source, string Text)
{
    /// <summary>Where it stood when somebody last looked.</summary>
    public AnswerWrite? Seen { get; set; }

    /// <summary>Whether it goes on by itself.</summary>
    public bool GoesOn => Seen is null || Seen is { Reason: null, State: WriteState.Queued or WriteState.Sending or WriteState.Unknown };

    /// <summary>Whether it is on its way now, or should be.</summary>
    public bool IsDue(DateTimeOffset now) => GoesOn && (Seen is null || Seen.State == WriteState.Sending || Seen.DueAt is not { } due || due <= now);
}

/// <summary>The units of the town.</summary>
static class Units
{
    public const string ContactCentre = "contactCentre";
    public const string Permits = "byggnadsnamnden";
    public const string Social = "socialtjansten";
    public const string Children = "barn-och-utbildning";
    public const string Streets = "gatukontoret";
    public const string It = "it";

    /// <summary>Those that have a key of their own, each with the people who work there today.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Departments { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        [Permits] = ["maj.bygg", "tor.bygg"],
        [Social] = ["siv.social"],
        [Children] = ["bo.barn", "eva.barn"],
        [Streets] = ["kim.gata"],
        [It] = ["ulla.it"],
    };

    /// <summary>The contact centre's people.</summary>
    public static IReadOnlyList<string> Agents { get; } = ["anna.ek", "leo.holm", "mira.dahl", "sten.blom"];

    /// <summary>The unit that sees to the cases of a system.</summary>
    public static string Of(string source) => source switch
    {
        "byggr" => Permits,
        "open311" => Streets,
        "social" => Social,
        _ => Children,
    };
}
