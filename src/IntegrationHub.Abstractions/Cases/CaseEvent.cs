namespace IntegrationHub.Cases;

/// <summary>One happening in a case. It may be read before the case it belongs to.</summary>
public sealed record CaseEvent
{
    /// <summary>The source's own key of the case it belongs to.</summary>
    public required string CaseKey { get; init; }

    /// <summary>The event's id: unique within its case.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind of happening it is.</summary>
    public EventKind Kind { get; init; } = EventKind.Other;

    /// <summary>One line on what happened.</summary>
    public string? Title { get; init; }

    /// <summary>The full text.</summary>
    public string? Text { get; init; }

    /// <summary>Who did it: a signature, a name or a role.</summary>
    public string? By { get; init; }

    /// <summary>Who may know of it. Never less closed than its case.</summary>
    public Confidentiality Confidentiality { get; init; } = Confidentiality.Protected;
}
