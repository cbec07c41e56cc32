using IntegrationHub.Diagnostics;

namespace IntegrationHub.AspNetCore;

/// <summary>What is looked up, and why.</summary>
/// <param name="By">What the value is: person, organisation, caseNumber, phone, email, address, property, name or text.</param>
/// <param name="Value">What the citizen said, as it was typed; at most 300 characters.</param>
/// <param name="Purpose">Why it is looked up; it stands in the audit. 3 to 200 characters, no personal number.</param>
public sealed record LookupBody(string By, string Value, string Purpose)
{
    const int MaxValue = 300;

    static readonly BodyText[] Properties = [new("by"), new("value", MaxValue), new("purpose")];

    /// <summary>Reads a body strictly.</summary>
    internal static (LookupBody? Body, HubProblem? Problem) Parse(ReadOnlyMemory<byte> utf8)
    {
        var (texts, problem) = TextBody.Parse(utf8, """{"by":"caseNumber","value":"…","purpose":"…"}""", Properties, CheckKind);
        return texts is null ? (null, problem) : (new LookupBody(texts["by"], texts["value"], texts["purpose"]), null);
    }

    static void CheckKind(IReadOnlyDictionary<string, string?> texts, List<HubProblemPart> errors)
    {
        if (texts.GetValueOrDefault("by") is { } by && !LookupEndpoints.Kinds.ContainsKey(by))
            errors.Add(new HubProblemPart("#/by", $"One of {string.Join(", ", LookupEndpoints.KindNames)} was expected{DidYouMean.Hint(by, LookupEndpoints.KindNames)}."));
    }
}
