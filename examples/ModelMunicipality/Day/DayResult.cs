using IntegrationHub.HandOvers;

namespace ModelMunicipality.Day;

/// <summary>What came of a day.</summary>
sealed record DayResult
{
    /// <summary>What it was drawn from.</summary>
    public required int Seed { get; init; }

    /// <summary>How long it took to play.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>How many contacts there were, by the channel's code.</summary>
    public required IReadOnlyDictionary<string, int> Channels { get; init; }

    /// <summary>How many of them were answered without anybody else.</summary>
    public required int Answered { get; init; }

    /// <summary>How many hand-overs went from one unit to another.</summary>
    public required int HandedOver { get; init; }

    /// <summary>How many of those came back with a reason.</summary>
    public required int Returned { get; init; }

    /// <summary>What became of what was promised.</summary>
    public required PromiseCounts Promises { get; init; }

    /// <summary>What was promised and forgotten: of each, why it counts.</summary>
    public required IReadOnlyList<string> Forgotten { get; init; }

    /// <summary>Who would have had to be asked twice: of each, what and when.</summary>
    public required IReadOnlyCollection<string> AskedTwice { get; init; }

    /// <summary>What stands twice at the hub or at a system, or not at all although it was taken.</summary>
    public required IReadOnlyList<string> WrittenWrong { get; init; }

    /// <summary>What became of what was written to the systems.</summary>
    public required WriteCounts Writes { get; init; }

    /// <summary>What got in the way.</summary>
    public required DisturbanceCounts Disturbances { get; init; }

    /// <summary>The story: each line a hand that had the matter, since when, and why.</summary>
    public required IReadOnlyList<StoryLine> Story { get; init; }

    /// <summary>How many contacts there were in all.</summary>
    public int Contacts => Channels.Values.Sum();

    /// <summary>Whether nothing was forgotten, nobody asked twice, and nothing written twice.</summary>
    public bool IsGood => Forgotten.Count == 0 && AskedTwice.Count == 0 && WrittenWrong.Count == 0;
}

/// <summary>What became of what was promised.</summary>
/// <param name="CallBacks">How many callbacks were promised.</param>
/// <param name="InTime">How many of them were made in time.</param>
/// <param name="Late">How many were made, but late.</param>
/// <param name="Tomorrow">How many are due tomorrow and on a unit's list.</param>
/// <param name="Others">How much else was handed over and promised.</param>
/// <param name="OthersDone">How much of that is done.</param>
sealed record PromiseCounts(int CallBacks, int InTime, int Late, int Tomorrow, int Others, int OthersDone);

/// <summary>What became of what was written to the systems.</summary>
/// <param name="Sent">How many the hub was asked for.</param>
/// <param name="Accepted">How many the systems have.</param>
/// <param name="Refused">How many they refused, in words of their own.</param>
/// <param name="Waiting">How many have not come to an end.</param>
/// <param name="Repeated">How many of the accepted ones were tried more than once.</param>
sealed record WriteCounts(int Sent, int Accepted, int Refused, int Waiting, int Repeated);

/// <summary>What got in the way.</summary>
/// <param name="Down">For how long a system was down.</param>
/// <param name="LostAnswers">How often the hub had done what it was asked, and the answer was lost.</param>
/// <param name="Conflicts">How often two people wrote on the same thing at once.</param>
sealed record DisturbanceCounts(TimeSpan Down, int LostAnswers, int Conflicts);

/// <summary>One hand in the story.</summary>
/// <param name="At">Since when, by the town's clock.</param>
/// <param name="Who">Who has it.</param>
/// <param name="Step">What happened.</param>
/// <param name="What">The same for people.</param>
sealed record StoryLine(string At, string Who, HandOverStepKind Step, string What);
