using IntegrationHub.Cases;

namespace IntegrationHub.Mapping.Targets;

/// <summary>The fields of <c>contact@1</c>. What a contact with one question says of it stands among the fields; what several say, in the list of questions.</summary>
internal static class ContactTarget
{
    public const string Name = "contact@1";

    static readonly Scale Levels = Scale.Of<Confidentiality>("confidentiality");

    public static TargetFields Fields { get; } = new();
    public static TargetField Channel { get; } = Fields.Add("channel", TargetKind.Text, "The channel's code in contacts.channels of hub.yaml.", required: true);
    public static TargetField StartedAt { get; } = Fields.Add("startedAt", TargetKind.Time, "When it began.", required: true);
    public static TargetField EndedAt { get; } = Fields.Add("endedAt", TargetKind.Time, "When it ended; nothing while it goes on.");
    public static TargetField Number { get; } = Fields.Add("number", TargetKind.Id, "The number that its own system calls it by; the key unless mapped.");
    public static TargetField By { get; } = Fields.Add("by", TargetKind.Text, "Who held it on the municipality's side.");
    public static TargetField PersonName { get; } = Fields.Add("person.name", TargetKind.Text, "With whom: the name. Somebody of whom nothing is mapped stays anonymous.");
    public static TargetField PersonalNumber { get; } = Fields.Add("person.personalNumber", TargetKind.Id, "The personal or coordination number, or the Dutch citizen service number, as the source writes it.");
    public static TargetField OrganisationNumber { get; } = Fields.Add("person.organisationNumber", TargetKind.Id, "The organisation number, as the source writes it.");
    public static TargetField Phone { get; } = Fields.Add("person.phone", TargetKind.Id, "The telephone number.");
    public static TargetField Email { get; } = Fields.Add("person.email", TargetKind.Text, "The e-mail address.");
    public static TargetField Protected { get; } = Fields.Add("person.protected", TargetKind.Flag, "Whether the source marks the identity as protected.");
    public static QuestionFields Question { get; } = new(Fields, "Who may know of the contact; the most closed unless mapped. It holds for each question that says nothing itself.");

    public static TargetFields QuestionItem { get; } = new();
    public static QuestionFields ListedQuestion { get; } = new(QuestionItem, "Who may know of the question; what the contact says unless mapped.");

    public static TargetFields Case { get; } = new();
    public static CaseFields ListedCase { get; } = new(Case, "");

    /// <summary>The lists of a contact, by their names.</summary>
    public static IReadOnlyDictionary<string, TargetFields> Lists { get; } = new Dictionary<string, TargetFields> { ["questions"] = QuestionItem, ["cases"] = Case };

    /// <summary>What a question holds, be it a contact's only one or an item of a list.</summary>
    internal sealed class QuestionFields(TargetFields fields, string confidentiality)
    {
        public TargetField Subject { get; } = fields.Add("subject", TargetKind.Text, "What the question is about, in a few words.");
        public TargetField Notes { get; } = fields.Add("notes", TargetKind.Text, "Notes, or what was written.");
        public TargetField Answer { get; } = fields.Add("answer", TargetKind.Text, "What was answered.");
        public TargetField Result { get; } = fields.Add("result", TargetKind.Text, "What came of it: a code in contacts.results of hub.yaml.");
        public TargetField Department { get; } = fields.Add("department", TargetKind.Text, "The department whose matter it is.");
        public TargetField Confidentiality { get; } = fields.Add("confidentiality", TargetKind.Scale, confidentiality, scale: Levels);
        public CaseFields Case { get; } = new(fields, "case.");
    }

    /// <summary>How a case is named.</summary>
    internal sealed class CaseFields(TargetFields fields, string prefix)
    {
        public TargetField Source { get; } = fields.Add(prefix + "source", TargetKind.Text, "The source of a case that it is about; with a key the mapping's own unless mapped, with a number any.");
        public TargetField Key { get; } = fields.Add(prefix + "key", TargetKind.Id, "The key of a case that it is about.");
        public TargetField Number { get; } = fields.Add(prefix + "number", TargetKind.Id, "The number on the letter of a case that it is about; for where the key is not known.");
    }
}
