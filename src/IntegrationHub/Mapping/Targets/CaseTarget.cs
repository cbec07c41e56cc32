using IntegrationHub.Cases;

namespace IntegrationHub.Mapping.Targets;

/// <summary>The fields of <c>case@1</c>: one table for the check of a mapping, for what is made of a record, and for the reference.</summary>
internal static class CaseTarget
{
    public const string Name = "case@1";
    public const string AttributePrefix = "attributes.";

    static readonly Scale Levels = Scale.Of<Confidentiality>("confidentiality");

    public static TargetFields Fields { get; } = new();
    public static TargetField Type { get; } = Fields.Add("type", TargetKind.Text, "What kind of case it is, in the municipality's shared words.");
    public static TargetField Title { get; } = Fields.Add("title", TargetKind.Text, "What the case is about, for those who may see it whole.", required: true);
    public static TargetField PublicTitle { get; } = Fields.Add("publicTitle", TargetKind.Text, "What may be said to anybody who may know that the case exists.");
    public static TargetField Summary { get; } = Fields.Add("summary", TargetKind.Text, "A longer description.");
    public static TargetField Status { get; } = Fields.Add("status", TargetKind.Scale, "Where the case stands, on the shared scale.", scale: Scale.Of<CaseStatus>("case status"));
    public static TargetField StatusText { get; } = Fields.Add("statusText", TargetKind.Text, "The source's own word for it.");
    public static TargetField Channel { get; } = Fields.Add("channel", TargetKind.Text, "How the matter came in.");
    public static TargetField Department { get; } = Fields.Add("department", TargetKind.Text, "The department that answers for the case.");
    public static TargetField HandlerId { get; } = Fields.Add("handler.id", TargetKind.Id, "The handler's signature or id.");
    public static TargetField HandlerName { get; } = Fields.Add("handler.name", TargetKind.Text, "The handler's name.");
    public static TargetField HandlerUnit { get; } = Fields.Add("handler.unit", TargetKind.Text, "The handler's unit.");
    public static TargetField HandlerPhone { get; } = Fields.Add("handler.phone", TargetKind.Text, "The handler's telephone number at work.");
    public static TargetField HandlerEmail { get; } = Fields.Add("handler.email", TargetKind.Text, "The handler's e-mail address at work.");
    public static TargetField Address { get; } = Fields.Add("location.address", TargetKind.Text, "Street address on one line.");
    public static TargetField Property { get; } = Fields.Add("location.property", TargetKind.Text, "Property designation.");
    public static TargetField Latitude { get; } = Fields.Add("location.lat", TargetKind.Number, "Latitude in degrees, WGS 84.");
    public static TargetField Longitude { get; } = Fields.Add("location.lon", TargetKind.Number, "Longitude in degrees, WGS 84.");
    public static TargetField OpenedAt { get; } = Fields.Add("openedAt", TargetKind.Time, "When the matter came in.");
    public static TargetField UpdatedAt { get; } = Fields.Add("updatedAt", TargetKind.Time, "When the source last changed it.");
    public static TargetField DueAt { get; } = Fields.Add("dueAt", TargetKind.Time, "When it is to be done.");
    public static TargetField ClosedAt { get; } = Fields.Add("closedAt", TargetKind.Time, "When it was finished.");
    public static TargetField NextStepText { get; } = Fields.Add("nextStep.text", TargetKind.Text, "What happens next, in plain words.");
    public static TargetField NextStepBy { get; } = Fields.Add("nextStep.by", TargetKind.Time, "By when.");
    public static TargetField DeepLink { get; } = Fields.Add("deepLink", TargetKind.Url, "Opens the case in the department's own system.");
    public static TargetField Confidentiality { get; } = Fields.Add("confidentiality", TargetKind.Scale, "Who may know of it; the most closed unless mapped.", scale: Levels);
    public static TargetField Number { get; } = Fields.Add("number", TargetKind.Id, "The number on the citizen's letter; the key unless mapped.");

    public static TargetFields Party { get; } = new();
    public static TargetField PartyRole { get; } = Party.Add("role", TargetKind.Scale, "What the party is to the case.", scale: Scale.Of<PartyRole>("party role"));
    public static TargetField PartyName { get; } = Party.Add("name", TargetKind.Text, "The party's name.");
    public static TargetField PersonalNumber { get; } = Party.Add("personalNumber", TargetKind.Id, "The personal or coordination number, or the Dutch citizen service number, as the source writes it.");
    public static TargetField OrganisationNumber { get; } = Party.Add("organisationNumber", TargetKind.Id, "The organisation number, as the source writes it.");
    public static TargetField PartyPhone { get; } = Party.Add("phone", TargetKind.Id, "A telephone number.");
    public static TargetField PartyEmail { get; } = Party.Add("email", TargetKind.Text, "An e-mail address.");
    public static TargetField PartyAddress { get; } = Party.Add("address", TargetKind.Text, "The postal address on one line.");
    public static TargetField Protected { get; } = Party.Add("protected", TargetKind.Flag, "Whether the source marks the identity as protected.");

    public static TargetFields Timeline { get; } = new();
    public static EventFields TimelineEvent { get; } = new(Timeline);

    public static TargetFields Link { get; } = new();
    public static TargetField LinkKind { get; } = Link.Add("kind", TargetKind.Text, "What the number is, for instance e-service.", required: true);
    public static TargetField LinkNumber { get; } = Link.Add("number", TargetKind.Id, "The number as the other system writes it.", required: true);

    /// <summary>The lists of a case, by their names.</summary>
    public static IReadOnlyDictionary<string, TargetFields> Lists { get; } = new Dictionary<string, TargetFields> { ["parties"] = Party, ["timeline"] = Timeline, ["links"] = Link };
}

/// <summary>The fields of <c>event@1</c>.</summary>
internal static class EventTarget
{
    public const string Name = "event@1";

    public static TargetFields Fields { get; } = new();
    public static TargetField CaseKey { get; } = Fields.Add("caseKey", TargetKind.Id, "The key of the case it belongs to.", required: true);
    public static EventFields Event { get; } = new(Fields);
}

/// <summary>What a happening holds, be it a record of its own or an item of a timeline.</summary>
internal sealed class EventFields(TargetFields fields)
{
    public TargetField Id { get; } = fields.Add("id", TargetKind.Id, "The event's id: unique within its case, and the same whenever the record is read.", required: true);
    public TargetField At { get; } = fields.Add("at", TargetKind.Time, "When it happened.", required: true);
    public TargetField Kind { get; } = fields.Add("kind", TargetKind.Scale, "What kind of happening it is.", scale: Scale.Of<EventKind>("event kind"));
    public TargetField Title { get; } = fields.Add("title", TargetKind.Text, "One line on what happened.");
    public TargetField Text { get; } = fields.Add("text", TargetKind.Text, "The full text.");
    public TargetField By { get; } = fields.Add("by", TargetKind.Text, "Who did it.");
    public TargetField Confidentiality { get; } = fields.Add("confidentiality", TargetKind.Scale, "Who may know of it; the most closed unless mapped, and never less closed than its case.", scale: Scale.Of<Confidentiality>("confidentiality"));
}
