using System.Text;
using System.Text.Json;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.AspNetCore;

/// <summary>What is looked up, and why.</summary>
/// <param name="By">What the value is: person, organisation, caseNumber, phone, email, address, property, name or text.</param>
/// <param name="Value">What the citizen said, as it was typed; at most 300 characters.</param>
/// <param name="Purpose">Why it is looked up; it stands in the audit. 3 to 200 characters, no personal number.</param>
public sealed record LookupBody(string By, string Value, string Purpose)
{
    const int MaxValue = 300;

    static readonly string[] Properties = ["by", "value", "purpose"];

    /// <summary>Reads a body strictly: everything that is wrong is told at once, and nothing that was sent is told back but names.</summary>
    internal static (LookupBody? Body, HubProblem? Problem) Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 8 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json.RootElement)
                : (null, HubProblems.NotJson("""An object was expected: {"by":"caseNumber","value":"…","purpose":"…"}."""));
        }
        catch (JsonException e)
        {
            // The parser's own message may quote what was sent.
            return (null, HubProblems.NotJson($"It cannot be read from line {e.LineNumber + 1 ?? 1}, byte {e.BytePositionInLine + 1 ?? 1}."));
        }
        catch (InvalidOperationException)
        {
            // A name or text with half of a surrogate pair: JSON by its grammar, but no text.
            return (null, HubProblems.NotJson("It holds a text that is not valid Unicode."));
        }
    }

    static (LookupBody?, HubProblem?) Read(JsonElement body)
    {
        var errors = new List<HubProblemPart>();
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var property in body.EnumerateObject())
        {
            if (!Properties.Contains(property.Name))
                errors.Add(new HubProblemPart(Told.Name("#/", property.Name), $"There is no such property{DidYouMean.Hint(property.Name, Properties)}."));
            else if (!texts.TryAdd(property.Name, null))
                errors.Add(new HubProblemPart("#/" + property.Name, "The property stands twice; send it once."));
            else
                texts[property.Name] = ReadText(property, errors);
        }

        foreach (var missing in Properties.Where(p => !texts.ContainsKey(p)))
            errors.Add(new HubProblemPart("#/" + missing, "The property is missing."));
        if (texts.GetValueOrDefault("by") is { } by && !LookupEndpoints.Kinds.ContainsKey(by))
            errors.Add(new HubProblemPart("#/by", $"One of {string.Join(", ", LookupEndpoints.KindNames)} was expected{DidYouMean.Hint(by, LookupEndpoints.KindNames)}."));

        return errors.Count > 0
            ? (null, HubProblems.Body(errors))
            : (new LookupBody(texts["by"]!, texts["value"]!, texts["purpose"]!), null);
    }

    static string? ReadText(JsonProperty property, List<HubProblemPart> errors)
    {
        var pointer = "#/" + property.Name;
        if (property.Value.ValueKind != JsonValueKind.String)
        {
            errors.Add(new HubProblemPart(pointer, "A text was expected."));
            return null;
        }

        var text = property.Value.GetString()!.Trim().Normalize(NormalizationForm.FormC);
        var fault = text.Length == 0 ? "It is empty." : CallerText.Fault(text, property.NameEquals("value") ? MaxValue : CallerText.MaxLength);
        if (fault is null) return text;

        errors.Add(new HubProblemPart(pointer, fault));
        return null;
    }
}
