namespace IntegrationHub.Drift;

/// <summary>What is done about a stream whose records change their shape or their codes.</summary>
public sealed record DriftPolicy
{
    /// <summary>A field that the mapping neither maps nor ignores. Reported unless set.</summary>
    public DriftAction NewField { get; init; }

    /// <summary>A field that the mapping looks at and that records do not have any more. Reported unless set.</summary>
    public DriftAction MissingField { get; init; }

    /// <summary>A field that the mapping looks at and that holds something of another kind than before. Reported unless set.</summary>
    public DriftAction TypeChange { get; init; }

    /// <summary>A code that stands in no row. Reported unless set; what becomes of its record is the code table's to say (<c>unknown</c>), unless it is quarantined here.</summary>
    public DriftAction NewCode { get; init; }
}

/// <summary>What is done about a change.</summary>
public enum DriftAction
{
    /// <summary>It is counted and shown.</summary>
    Report,

    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>It is counted and shown, and the record goes to quarantine.</summary>
    Quarantine,
}
