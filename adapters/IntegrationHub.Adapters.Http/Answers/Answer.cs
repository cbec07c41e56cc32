using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Http;

/// <summary>What an answer holds.</summary>
/// <param name="Rows">Its records, or the rows that lead to them, as the vendor wrote them.</param>
/// <param name="Values">What was looked for beside them, by path; what is not there, or empty, is not in it.</param>
sealed record Answer(IReadOnlyList<ReadOnlyMemory<byte>> Rows, IReadOnlyDictionary<string, string> Values)
{
    public static Answer Nothing { get; } = new([], new Dictionary<string, string>());

    /// <summary>A value, or null.</summary>
    public string? Value(ValuePath? path) => path is null ? null : Values.GetValueOrDefault(path.Text);
}

/// <summary>What is looked for in an answer.</summary>
/// <param name="Records">Where the records are.</param>
/// <param name="IsList">Whether there must be a list of them.</param>
/// <param name="Where">The request, for people.</param>
sealed record Question(ValuePath Records, bool IsList, string Where)
{
    /// <summary>Values beside them.</summary>
    public IReadOnlyList<ValuePath> Values { get; init; } = [];

    /// <summary>Rows that come as columns and lists of values.</summary>
    public TableShape? Table { get; init; }

    /// <summary>The name that an XML record's root gets.</summary>
    public string? Element { get; init; }
}

/// <summary>Faults of answers that several places tell. Nothing of an answer is in them.</summary>
static class AnswerFaults
{
    public static UnreadableAnswerException Other(string where, string came) => new(FaultCodes.UnexpectedContent,
        $"The answer to {where} is {came}. That is no answer to it, so nothing is concluded; does connection.url lead to the system, or does a sign-in or error page stand before it?");

    public static UnreadableAnswerException NoRecords(string where, ValuePath records, string came) => new(FaultCodes.UnexpectedContent,
        $"The answer to {where} was expected to hold records at {(records.Text.Length == 0 ? "its top" : $"'{records.Text}'")}, and {came}. So nothing is concluded from it; compare the path with an answer of the system, and say under http.faults what such an answer means.");

    public static UnreadableAnswerException Empty(string where) => new(FaultCodes.MalformedAnswer,
        $"The answer to {where} is empty. An answer without records is written as an empty list, so nothing is concluded from it; if it means that here, say so under http.faults.");

    public static UnreadableAnswerException Missing(string where, ValuePath path) => new(FaultCodes.UnexpectedContent,
        $"The answer to {where} does not hold '{path.Text}', which the stream file says it does. So nothing is concluded from it; compare the path with an answer of the system.");

    public static UnreadableAnswerException NoCount(string where, ValuePath path) => new(FaultCodes.UnexpectedContent,
        $"The answer to {where} holds something at '{path.Text}' that is no number of records, and total says that it is one. So nothing is concluded from it; compare the path with an answer of the system, or take total out when the system does not always tell.");
}
