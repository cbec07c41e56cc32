using System.Text;
using System.Text.Json;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.AspNetCore;

/// <summary>A property of a body: a text.</summary>
/// <param name="Name">The property.</param>
/// <param name="MaxLength">The longest text.</param>
sealed record BodyText(string Name, int MaxLength = CallerText.MaxLength)
{
    /// <summary>Whether it may be left out.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether it may be empty.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>Whether every letter counts as it was sent: it is neither trimmed nor normalised, and control signs are let through.</summary>
    public bool Exact { get; init; }
}

/// <summary>Reads a body of texts strictly: everything that is wrong is told at once, and nothing that was sent is told back but names.</summary>
static class TextBody
{
    /// <summary>The texts by their property; those that were left out are missing.</summary>
    public static (IReadOnlyDictionary<string, string>? Texts, HubProblem? Problem) Parse(
        ReadOnlyMemory<byte> utf8, string example, IReadOnlyList<BodyText> properties, Action<IReadOnlyDictionary<string, string?>, List<HubProblemPart>>? check = null)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 8 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json.RootElement, properties, check)
                : (null, HubProblems.NotJson($"An object was expected: {example}."));
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

    static (IReadOnlyDictionary<string, string>?, HubProblem?) Read(
        JsonElement body, IReadOnlyList<BodyText> properties, Action<IReadOnlyDictionary<string, string?>, List<HubProblemPart>>? check)
    {
        var errors = new List<HubProblemPart>();
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var property in body.EnumerateObject())
        {
            if (properties.FirstOrDefault(p => p.Name == property.Name) is not { } known)
                errors.Add(new HubProblemPart(Told.Name("#/", property.Name), $"There is no such property{DidYouMean.Hint(property.Name, properties.Select(p => p.Name))}."));
            else if (!texts.TryAdd(property.Name, null))
                errors.Add(new HubProblemPart("#/" + property.Name, "The property stands twice; send it once."));
            else
                texts[property.Name] = ReadText(property, known, errors);
        }

        foreach (var missing in properties.Where(p => !p.Optional && !texts.ContainsKey(p.Name)))
            errors.Add(new HubProblemPart("#/" + missing.Name, "The property is missing."));
        check?.Invoke(texts, errors);
        return errors.Count > 0 ? (null, HubProblems.Body(errors)) : (texts.ToDictionary(t => t.Key, t => t.Value!, StringComparer.Ordinal), null);
    }

    static string? ReadText(JsonProperty property, BodyText known, List<HubProblemPart> errors)
    {
        var pointer = "#/" + property.Name;
        if (property.Value.ValueKind != JsonValueKind.String)
        {
            errors.Add(new HubProblemPart(pointer, "A text was expected."));
            return null;
        }

        var text = property.Value.GetString()!;
        if (!known.Exact) text = text.Trim().Normalize(NormalizationForm.FormC);
        var fault = text.Length == 0 ? known.MayBeEmpty ? null : "It is empty."
            : known.Exact ? text.Length > known.MaxLength ? $"At most {known.MaxLength} characters are accepted." : null
            : CallerText.Fault(text, known.MaxLength);
        if (fault is null) return text;

        errors.Add(new HubProblemPart(pointer, fault));
        return null;
    }
}
