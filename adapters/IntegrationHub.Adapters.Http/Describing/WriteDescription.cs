using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Http;

/// <summary>How one kind of command is written: the request, what its answer means, and how it is known again.</summary>
/// <param name="Capability">What the hub is told of it.</param>
/// <param name="Request">The request.</param>
sealed record WriteDescription(WriteCapability Capability, RequestTemplate Request)
{
    /// <summary>The kind.</summary>
    public WriteKind Kind => Capability.Kind;

    /// <summary>The server that it is written to; null when it is that of the stream.</summary>
    public OtherServer? Server { get; init; }

    /// <summary>What a command without a subject has; null leaves it without one.</summary>
    public Template? SubjectOtherwise { get; init; }

    /// <summary>The longest subject that the vendor takes; null when there is no limit.</summary>
    public int? LongestSubject { get; init; }

    /// <summary>The vendor's words for statuses, by those that people ask for; a status is sent as it was asked for when there are none.</summary>
    public IReadOnlyDictionary<string, string> Statuses { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What a command must have; without it nothing is sent.</summary>
    public IReadOnlyList<Hole> Needs { get; init; } = [];

    /// <summary>Where an answer names what was written; null when it does not.</summary>
    public ReferencePlace? Reference { get; init; }

    /// <summary>How an answer says yes beside that; null when it does not.</summary>
    public DoneSign? Done { get; init; }

    /// <summary>Where an answer that says no holds the vendor's words; all of it when there are none.</summary>
    public IReadOnlyList<ValuePath> Words { get; init; } = [];

    /// <summary>What answers mean whose status alone does not tell.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>How what was written is looked for; null when it cannot be.</summary>
    public WriteFinding? Find { get; init; }

    /// <summary>How people are told of it: the section and the request.</summary>
    public string Where => Request.Where;
}

/// <summary>Another server than the stream is read from, by the names of settings of the kind.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Authorization">What goes into the header Authorization; null when nothing does.</param>
sealed record OtherServer(string Url, string? Authorization);

/// <summary>Where an answer names what was written.</summary>
/// <param name="Path">In its content; null when a header does.</param>
/// <param name="Header">The header; of an address its last part counts.</param>
/// <param name="As">How the mapping calls it; null when by the same name.</param>
sealed record ReferencePlace(ValuePath? Path, string? Header, Template? As)
{
    /// <summary>What the mapping calls it.</summary>
    public string NameOf(string told) => As?.Fill(_ => new HoleValue(told)) ?? told;
}

/// <summary>How an answer says yes.</summary>
/// <param name="Kind">By what.</param>
/// <param name="At">By a value: where it stands.</param>
/// <param name="Is">By a value: what it is then, one of these, and any other is the vendor's no; whatever is there when there are none.</param>
sealed record DoneSign(DoneKind Kind, ValuePath? At, IReadOnlyList<string> Is);

/// <summary>By what an answer says yes.</summary>
enum DoneKind
{
    /// <summary>By a value in it.</summary>
    Value,

    /// <summary>By its status, and it holds nothing.</summary>
    Empty,

    /// <summary>By its status, whatever it holds, so long as it is of the vendor's format.</summary>
    Status,
}

/// <summary>How what was written is looked for.</summary>
/// <param name="Request">The request that asks for it.</param>
/// <param name="Records">Where the rows are, or the one record.</param>
/// <param name="IsList">Whether there may be several.</param>
sealed record WriteFinding(RequestTemplate Request, ValuePath Records, bool IsList)
{
    /// <summary>In a row, values that are those of the command.</summary>
    public IReadOnlyList<(ValuePath Path, Template Value)> Match { get; init; } = [];

    /// <summary>In a row, texts that hold those of the command.</summary>
    public IReadOnlyList<(ValuePath Path, Template Value)> Contains { get; init; } = [];

    /// <summary>In a row, when it was written: older ones are not it.</summary>
    public ValuePath? At { get; init; }

    /// <summary>Of a status: in a row, when it was set or last changed.</summary>
    public ValuePath? Changed { get; init; }

    /// <summary>In a row, the vendor's name for it.</summary>
    public ValuePath? Reference { get; init; }

    /// <summary>Where the answer tells how many rows there are in all.</summary>
    public ValuePath? Total { get; init; }

    /// <summary>How many rows the vendor shows at most.</summary>
    public int? Ceiling { get; init; }

    /// <summary>All paths that are looked at in a row.</summary>
    public IReadOnlyList<ValuePath> Paths => [.. Match.Select(m => m.Path), .. Contains.Select(c => c.Path), .. new[] { At, Changed, Reference }.OfType<ValuePath>()];
}
