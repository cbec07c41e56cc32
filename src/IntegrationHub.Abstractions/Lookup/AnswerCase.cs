using IntegrationHub.Cases;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Lookup;

/// <summary>A case as a caller sees it who may see it in full.</summary>
/// <remarks>Personal numbers are masked, also in texts. With a protected identity, nothing that could tell where somebody lives is there.</remarks>
public sealed record AnswerCase : ToldCase
{
    /// <summary>The public id, 26 letters and digits.</summary>
    public required string Id { get; init; }

    /// <summary>The number on the citizen's letter.</summary>
    public required string Number { get; init; }

    /// <summary>What kind of case it is, in the municipality's shared words.</summary>
    public string? Type { get; init; }

    /// <summary>What it is about. With a protected identity, what may be said to anybody; null when nothing may.</summary>
    public string? Title { get; init; }

    /// <summary>A longer description. Never with a protected identity.</summary>
    public string? Summary { get; init; }

    /// <summary>Where the case stands, on the scale that all sources share.</summary>
    public required CaseStatus Status { get; init; }

    /// <summary>The source's own word for it.</summary>
    public string? SourceStatus { get; init; }

    /// <summary>How the matter came in.</summary>
    public string? Channel { get; init; }

    /// <summary>The department that answers for the case.</summary>
    public string? Department { get; init; }

    /// <summary>How closed the case is.</summary>
    public required Confidentiality Confidentiality { get; init; }

    /// <summary>Somebody in this case lives under a protected identity, or is marked so in another source: show a banner, and no address.</summary>
    public required bool ProtectedIdentity { get; init; }

    /// <summary>A newer record of this case could not be read yet: what stands here may be outdated.</summary>
    public required bool Outdated { get; init; }

    /// <summary>When a person edited the record that this stems from, because it could not be read as the source sent it; null when it is the source's own. Until the source sends a newer one.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>The mapping that made what stands here out of the source's record; null when nothing is known of it.</summary>
    public AnswerMapping? Mapping { get; init; }

    /// <summary>Whether it is certain that the case is the one looked up; null when it was found by words or read by id.</summary>
    public MatchCertainty? Certainty { get; init; }

    /// <summary>Who works on it.</summary>
    public AnswerHandler? Handler { get; init; }

    /// <summary>Who has to do with it.</summary>
    public required IReadOnlyList<AnswerParty> Parties { get; init; }

    /// <summary>Where it is about. Never with a protected identity.</summary>
    public CaseLocation? Location { get; init; }

    /// <summary>When it came in.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the source last changed it.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it is to be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was finished.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What happens next.</summary>
    public AnswerNextStep? NextStep { get; init; }

    /// <summary>The last thing that happened in it, as far as the caller may know; null for a finished case, and when nothing is known.</summary>
    public AnswerEvent? LastEvent { get; init; }

    /// <summary>Numbers under which other systems know the matter.</summary>
    public required IReadOnlyList<CaseLink> Links { get; init; }

    /// <summary>Opens the case in the department's own system.</summary>
    public string? DeepLink { get; init; }

    /// <summary>What can be written to the case at its source; nothing where its stream file does not say so.</summary>
    public IReadOnlyList<WriteKind> Writes { get; init; } = [];

    /// <summary>What the source tells beyond the shared model, by name. Empty with a protected identity.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }
}

/// <summary>How certain it is that a case is the one looked up.</summary>
public enum MatchCertainty
{
    /// <summary>The whole value is the case's.</summary>
    Certain,

    /// <summary>The value can be somebody else's too: a personal number without century, an address without town, a name.</summary>
    Possible,
}

/// <summary>The mapping that made a case.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
public sealed record AnswerMapping(string Name, string Version);

/// <summary>Who works on a case.</summary>
public sealed record AnswerHandler
{
    /// <summary>The source's signature or id.</summary>
    public string? Id { get; init; }

    /// <summary>The handler's name.</summary>
    public string? Name { get; init; }

    /// <summary>The unit. Never with a protected identity.</summary>
    public string? Unit { get; init; }

    /// <summary>The telephone number at work. Never with a protected identity.</summary>
    public string? Phone { get; init; }

    /// <summary>The e-mail address at work. Never with a protected identity.</summary>
    public string? Email { get; init; }
}

/// <summary>A person or an organisation in a case.</summary>
public sealed record AnswerParty
{
    /// <summary>What the party is to the case.</summary>
    public required PartyRole Role { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The personal number, masked: <c>19121212-****</c>.</summary>
    public string? PersonalNumber { get; init; }

    /// <summary>The organisation number; masked when it is a sole trader's personal number.</summary>
    public string? OrganisationNumber { get; init; }

    /// <summary>The telephone number. Never with a protected identity.</summary>
    public string? Phone { get; init; }

    /// <summary>The e-mail address. Never with a protected identity.</summary>
    public string? Email { get; init; }

    /// <summary>The address. Never with a protected identity.</summary>
    public string? Address { get; init; }
}

/// <summary>What happens next in a case.</summary>
/// <param name="Text">What, in plain words. Never with a protected identity.</param>
/// <param name="By">By when, if the source tells.</param>
public sealed record AnswerNextStep(string? Text, DateTimeOffset? By);

/// <summary>One happening in a case.</summary>
public sealed record AnswerEvent
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind of happening.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>The system that tells it.</summary>
    public required string Source { get; init; }

    /// <summary>One line on what happened. Never with a protected identity.</summary>
    public string? Title { get; init; }

    /// <summary>The full text. Never with a protected identity.</summary>
    public string? Text { get; init; }

    /// <summary>Who did it. Never with a protected identity.</summary>
    public string? By { get; init; }

    /// <summary>The command that wrote it, when the hub did; null for everything else.</summary>
    public AnswerEventWrite? Write { get; init; }

    /// <summary>The conversation that it was; null for everything else. Its source is that of the case where the hub itself keeps it.</summary>
    public AnswerEventContact? Contact { get; init; }
}

/// <summary>A line of the timeline that is a conversation about the case.</summary>
/// <param name="Id">The contact's id.</param>
/// <param name="Channel">The code of its channel.</param>
/// <param name="Result">The code of what came of it; null while nothing did.</param>
public sealed record AnswerEventContact(string Id, string Channel, string? Result);

/// <summary>A line of the timeline that the hub wrote, or is to write.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Kind">What kind of thing is written.</param>
/// <param name="State">Where the command stands.</param>
public sealed record AnswerEventWrite(string Id, WriteKind Kind, WriteState State);
