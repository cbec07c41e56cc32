using System.Text.Json.Serialization;

namespace IntegrationHub.Lookup;

/// <summary>What a look-up tells: cases in full, sources that have a case, and what the answer rests on.</summary>
public sealed record LookupAnswer
{
    /// <summary>What was looked up, its value masked.</summary>
    public required LookedUp LookedUp { get; init; }

    /// <summary>The cases that the caller may see in full, newest first; then one line for each source of which the caller may know no more than that it has a case.</summary>
    public required IReadOnlyList<ToldCase> Cases { get; init; }

    /// <summary>Those that are told in full.</summary>
    [JsonIgnore]
    public IEnumerable<AnswerCase> Full => Cases.OfType<AnswerCase>();

    /// <summary>Those of which no more is told than that a source has a case.</summary>
    [JsonIgnore]
    public IEnumerable<ExistenceLine> Existence => Cases.OfType<ExistenceLine>();

    /// <summary>How complete and how fresh each source is that the caller may ask. A source that is not listed was not asked.</summary>
    public required IReadOnlyList<SourceCoverage> Coverage { get; init; }

    /// <summary>What must be said with the answer.</summary>
    public required IReadOnlyList<AnswerNotice> Notices { get; init; }
}

/// <summary>One case with its timeline.</summary>
public sealed record CaseAnswer
{
    /// <summary>The case.</summary>
    public required AnswerCase Case { get; init; }

    /// <summary>What happened in it, newest first; what is more closed than the caller may know is left out.</summary>
    public required IReadOnlyList<AnswerEvent> Timeline { get; init; }

    /// <summary>How complete and how fresh the case's source is.</summary>
    public required IReadOnlyList<SourceCoverage> Coverage { get; init; }
}

/// <summary>What was looked up.</summary>
/// <param name="By">The kind of value.</param>
/// <param name="Value">The value as it was understood, masked where it is personal.</param>
public sealed record LookedUp(LookupBy By, string Value);

/// <summary>A case in an answer. What it is stands under <c>disclosure</c>: <c>full</c> (an <see cref="AnswerCase"/>) or <c>existence</c> (an <see cref="ExistenceLine"/>).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "disclosure")]
[JsonDerivedType(typeof(AnswerCase), "full")]
[JsonDerivedType(typeof(ExistenceLine), "existence")]
public abstract record ToldCase
{
    private protected ToldCase()
    {
    }

    /// <summary>The system that owns the case.</summary>
    [JsonPropertyOrder(-2)]
    public required string Source { get; init; }

    /// <summary>What people call that system.</summary>
    [JsonPropertyOrder(-1)]
    public required string SourceTitle { get; init; }
}

/// <summary>All that is told of a source which has a case that the caller may not see: whom to call. One line, whatever its number of cases.</summary>
public sealed record ExistenceLine : ToldCase
{
    /// <summary>The unit to call.</summary>
    public required string Unit { get; init; }

    /// <summary>Its telephone number; null when none was recorded.</summary>
    public string? Phone { get; init; }
}

/// <summary>Something that must be said with an answer.</summary>
/// <param name="Code">What it is, for programs.</param>
/// <param name="Text">The same in words.</param>
public sealed record AnswerNotice(NoticeCode Code, string Text);

/// <summary>What a notice says.</summary>
public enum NoticeCode
{
    /// <summary>There is no case: said only when every source that the caller may ask is complete.</summary>
    NoCaseFound,

    /// <summary>Nothing was found, but a source is not complete: there may be a case all the same.</summary>
    NothingFoundYet,

    /// <summary>The personal number was written without its century, so that it can be of more than one person.</summary>
    CenturyUnknown,

    /// <summary>More cases match than are told.</summary>
    MoreCases,
}
