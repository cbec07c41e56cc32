using IntegrationHub.WriteBack;

namespace IntegrationHub.HandOvers;

/// <summary>A case that is to be made of a hand-over in the system into whose hand it is passed on.</summary>
/// <param name="Stream">The stream that writes to the system; null where it has one such only.</param>
/// <param name="Fields">Values by the system's own names.</param>
public sealed record HandOverCase(string? Stream, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>What it is about, written for the system; null takes what the hand-over is about.</summary>
    public string? Subject { get; init; }

    /// <summary>The text, written for the system; null takes that of the hand-over.</summary>
    public string? Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(HandOverCase);
}

/// <summary>What comes of a hand-over when a system makes a case of it, before anything is done.</summary>
public sealed record HandOverPreview
{
    /// <summary>The system.</summary>
    public required string Source { get; init; }

    /// <summary>The stream that writes to it.</summary>
    public required string Stream { get; init; }

    /// <summary>Whether it can be carried out: nothing is needed any more.</summary>
    public required bool Ready { get; init; }

    /// <summary>What is copied as it is.</summary>
    public required IReadOnlyList<PreviewValue> Copied { get; init; }

    /// <summary>What is copied in part.</summary>
    public required IReadOnlyList<PreviewCut> Cut { get; init; }

    /// <summary>What the system demands, and nobody has told yet.</summary>
    public required IReadOnlyList<WriteTargetField> Needed { get; init; }

    /// <summary>What the system takes besides.</summary>
    public required IReadOnlyList<WriteTargetField> Optional { get; init; }

    /// <summary>What stays behind, and why.</summary>
    public required IReadOnlyList<PreviewLoss> Lost { get; init; }
}

/// <summary>A value that is copied.</summary>
/// <param name="Field">What it is.</param>
/// <param name="Value">The value.</param>
public sealed record PreviewValue(string Field, string Value);

/// <summary>A text that is longer than the system takes.</summary>
/// <param name="Field">What it is.</param>
/// <param name="Length">How long it is, in characters.</param>
/// <param name="Most">How long a text the system takes.</param>
public sealed record PreviewCut(string Field, int Length, int Most);

/// <summary>Something that stays behind.</summary>
/// <param name="Field">What it is.</param>
/// <param name="Why">Why.</param>
public sealed record PreviewLoss(string Field, string Why);
