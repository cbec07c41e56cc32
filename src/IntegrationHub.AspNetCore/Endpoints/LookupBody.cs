using IntegrationHub.Diagnostics;

namespace IntegrationHub.AspNetCore;

/// <summary>What is looked up, and why.</summary>
/// <param name="By">What the value is: person, organisation, caseNumber, phone, email, address, property, name or text.</param>
/// <param name="Value">What the citizen said, as it was typed; at most 300 characters.</param>
/// <param name="Purpose">Why it is looked up; it stands in the audit. 3 to 200 characters, no personal number.</param>
public sealed record LookupBody(string By, string Value, string Purpose)
{
    const int MaxValue = 300;

    /// <summary>Reads a body strictly: everything that is wrong is told at once, and nothing that was sent is told back but names.</summary>
    internal static (LookupBody? Body, HubProblem? Problem) Parse(ReadOnlyMemory<byte> utf8)
    {
        var (texts, problem) = BodyTexts.Read(utf8, """{"by":"caseNumber","value":"…","purpose":"…"}""", new BodyText("by"), new BodyText("value", MaxValue), new BodyText("purpose"));
        if (problem is not null) return (null, problem);

        if (texts["by"] is { } by && !LookupEndpoints.Kinds.ContainsKey(by))
            texts.Errors.Add(new HubProblemPart("#/by", $"One of {string.Join(", ", LookupEndpoints.KindNames)} was expected{DidYouMean.Hint(by, LookupEndpoints.KindNames)}."));
        return texts.Problem is { } wrong ? (null, wrong) : (new LookupBody(texts["by"]!, texts["value"]!, texts["purpose"]!), null);
    }
}
