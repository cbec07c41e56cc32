using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;

namespace IntegrationHub.AspNetCore;

/// <summary>A hand-over as it is sent.</summary>
public sealed record HandOverBody
{
    /// <summary>callBack or handOver.</summary>
    public required HandOverKind Kind { get; init; }

    /// <summary>Into whose hand it is put.</summary>
    public required HolderBody To { get; init; }

    /// <summary>The unit that begins it; needed of a key that belongs to several.</summary>
    public string? From { get; init; }

    /// <summary>The id of the contact that it comes out of.</summary>
    public string? Contact { get; init; }

    /// <summary>The number of the contact's question.</summary>
    public int? Question { get; init; }

    /// <summary>The ids of the cases that it is about; those of its question unless sent.</summary>
    public IReadOnlyList<string>? Cases { get; init; }

    /// <summary>What it is about, in a few words.</summary>
    public required string Subject { get; init; }

    /// <summary>What is to be done or told, of any number of lines.</summary>
    public string? Text { get; init; }

    /// <summary>Whom it is for; whom its contact was with unless sent.</summary>
    public ContactPerson? Person { get; init; }

    /// <summary>The department whose matter it is; that of its question unless sent.</summary>
    public string? Department { get; init; }

    /// <summary>How closed it is by itself; open unless sent, and never less than its question.</summary>
    public Confidentiality? Confidentiality { get; init; }

    /// <summary>By when it is to be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When whoever has it in hand is reminded; when it is due unless sent.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>What somebody outside is told, in a mail with a link to reply by; of to.kind external only.</summary>
    public LetterBody? Letter { get; init; }

    internal static (HandOverBody? Body, HubProblem? Problem) Parse(ReadOnlyMemory<byte> utf8) => JsonBody.Parse(
        utf8, """{"kind":"callBack","subject":"…","to":{"kind":"unit","unit":"…"},"person":{"phone":"…"}}""", body =>
        {
            if (body.Choice<HandOverKind>("kind", required: true) is not { } kind) kind = HandOverKind.HandOver;
            var contact = body.Text("contact");
            if (contact is not null && !ContactId.TryParse(contact, null, out _)) body.Wrong("contact", "This is no id of a contact: 26 letters and digits were expected.");
            return new HandOverBody
            {
                Kind = kind,
                To = body.One("to", HolderBody.Read, required: true) ?? new HolderBody { Kind = HolderKind.Unit },
                From = body.Text("from"),
                Contact = contact,
                Question = body.NumberOrNull("question"),
                Cases = body.Has("cases") ? CasesBody.Read(body) : null,
                Subject = body.Lines("subject")?.Trim() ?? "",
                Text = body.Lines("text"),
                Person = body.One("person", PersonBody.Read),
                Department = body.Text("department"),
                Confidentiality = body.Choice<Confidentiality>("confidentiality"),
                DueAt = body.Time("dueAt"),
                RemindAt = body.Time("remindAt"),
                Letter = body.One("letter", LetterBody.Read),
            };
        });

    internal HandOver ToHandOver() => new()
    {
        Kind = Kind,
        Contact = Contact is null ? null : ContactId.Parse(Contact),
        Question = Question,
        Cases = Cases is null ? null : [.. Cases.Select(id => CaseId.Parse(id))],
        Subject = Subject,
        Text = Text ?? "",
        Person = Person,
        Department = Department,
        Confidentiality = Confidentiality ?? default,
        DueAt = DueAt,
        RemindAt = RemindAt,
        Letter = Letter?.ToLetter(),
    };
}

/// <summary>What somebody outside is told.</summary>
public sealed record LetterBody
{
    /// <summary>What it is about, in a few words; it stands in the mail.</summary>
    public required string Subject { get; init; }

    /// <summary>What they are asked, of any number of lines; they read it behind the link. Nothing else of the hand-over is told to them.</summary>
    public required string Text { get; init; }

    internal static LetterBody Read(JsonBody body) => new() { Subject = body.Text("subject", required: true) ?? "", Text = body.Lines("text") ?? "" };

    internal HandOverLetter ToLetter() => new(Subject, Text);
}

/// <summary>Into whose hand something is put.</summary>
public sealed record HolderBody
{
    /// <summary>unit, group, person, external or system.</summary>
    public required HolderKind Kind { get; init; }

    /// <summary>The unit's code; GET /api/v1/handovers/units has them. Left out of somebody outside and of a system.</summary>
    public string? Unit { get; init; }

    /// <summary>The group's, person's, outsider's or system's name.</summary>
    public string? Name { get; init; }

    /// <summary>The outsider's e-mail address.</summary>
    public string? Email { get; init; }

    internal static HolderBody Read(JsonBody body)
    {
        if (body.Choice<HolderKind>("kind", required: true) is not { } kind) kind = HolderKind.Unit;
        return new HolderBody { Kind = kind, Unit = body.Text("unit"), Name = body.Text("name"), Email = body.Text("email") };
    }

    internal HandOverHolder ToHolder() => new(Kind, Unit ?? "", Name, Email);
}

/// <summary>A case that is to be made of a hand-over in a system.</summary>
public sealed record HandOverCaseBody
{
    /// <summary>The stream that writes to the system; needed where it has several.</summary>
    public string? Stream { get; init; }

    /// <summary>What it is about, written for the system; what the hand-over is about unless sent.</summary>
    public string? Subject { get; init; }

    /// <summary>The text, written for the system; that of the hand-over unless sent.</summary>
    public string? Text { get; init; }

    /// <summary>Values by the system's own names.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    internal static HandOverCaseBody Read(JsonBody body) => new() { Stream = body.Text("stream"), Subject = body.Lines("subject"), Text = body.Lines("text"), Fields = body.Named("fields") };

    internal HandOverCase ToCase() => new(Stream, Fields) { Subject = Subject, Text = Text };
}

/// <summary>What is to be shown before a hand-over is put into the hand of a system.</summary>
public sealed record PreviewBody
{
    /// <summary>The system; GET /api/v1/writes/targets has those in which the caller may create cases.</summary>
    public required string System { get; init; }

    /// <summary>The case that is to be made, as far as it is known.</summary>
    public HandOverCaseBody? Case { get; init; }

    internal static (PreviewBody? Body, HubProblem? Problem) Parse(ReadOnlyMemory<byte> utf8) =>
        JsonBody.Parse(utf8, """{"system":"reports","case":{"fields":{}}}""", body => new PreviewBody { System = body.Text("system", required: true) ?? "", Case = body.One("case", HandOverCaseBody.Read) });
}

/// <summary>A step as it is sent.</summary>
public sealed record StepBody
{
    /// <summary>accepted, returned, passedOn, attempted, noted, done, withdrawn or replied.</summary>
    public required HandOverStepKind Step { get; init; }

    /// <summary>The reason, the note, the answer; needed of every step but accepted and attempted.</summary>
    public string? Text { get; init; }

    /// <summary>Into whose hand it is put; of passedOn only.</summary>
    public HolderBody? To { get; init; }

    /// <summary>reached, notReached or leftMessage; of attempted only.</summary>
    public AttemptOutcome? Outcome { get; init; }

    /// <summary>What somebody outside is told, in a mail with a link to reply by; of passedOn with to.kind external only.</summary>
    public LetterBody? Letter { get; init; }

    /// <summary>The case that the system makes of it; of passedOn with to.kind system only.</summary>
    public HandOverCaseBody? Case { get; init; }

    /// <summary>The version that the step is written on.</summary>
    public required long Version { get; init; }

    internal static (StepBody? Body, HubProblem? Problem) Parse(ReadOnlyMemory<byte> utf8) => JsonBody.Parse(utf8, """{"step":"accepted","version":1}""", body =>
    {
        var step = body.Choice<HandOverStepKind>("step", required: true);
        if (step is HandOverStepKind.Created or HandOverStepKind.Reminded or HandOverStepKind.Sent or HandOverStepKind.NotSent or HandOverStepKind.Closed) body.Wrong("step", "This step is the hub's own: one of accepted, returned, passedOn, attempted, noted, done, withdrawn, replied was expected.");
        return new StepBody
        {
            Step = step ?? HandOverStepKind.Noted,
            Text = body.Lines("text"),
            To = body.One("to", HolderBody.Read),
            Outcome = body.Choice<AttemptOutcome>("outcome"),
            Letter = body.One("letter", LetterBody.Read),
            Case = body.One("case", HandOverCaseBody.Read),
            Version = body.Number("version"),
        };
    });

    internal HandOverOrder ToOrder() => new(Step, string.IsNullOrWhiteSpace(Text) ? null : Text, To?.ToHolder(), Outcome) { Letter = Letter?.ToLetter(), Case = Case?.ToCase() };
}

/// <summary>Hand-overs, the newest first.</summary>
/// <param name="HandOvers">The hand-overs.</param>
public sealed record HandOversBody(IReadOnlyList<AnswerHandOver> HandOvers);

/// <summary>The units with what they have in hand.</summary>
/// <param name="Units">The units.</param>
public sealed record UnitsBody(IReadOnlyList<UnitHandOvers> Units);
