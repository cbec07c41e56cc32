using System.Text;
using System.Text.Json;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.AspNetCore;

/// <summary>One text that a body holds.</summary>
/// <param name="Name">Its property.</param>
/// <param name="MaxLength">How many characters it has at most.</param>
/// <param name="Required">Whether a body without it is refused.</param>
sealed record BodyText(string Name, int MaxLength = CallerText.MaxLength, bool Required = true);

/// <summary>Reads a JSON object of texts strictly: everything that is wrong is told at once, and nothing that was sent is told back but names.</summary>
sealed class BodyTexts
{
    readonly Dictionary<string, string?> texts = new(StringComparer.Ordinal);
    readonly IReadOnlyList<BodyText> known;

    BodyTexts(IReadOnlyList<BodyText> known) => this.known = known;

    /// <summary>What was wrong; more may be added while the texts are made sense of.</summary>
    public List<HubProblemPart> Errors { get; } = [];

    /// <summary>The text; null when it is missing or was wrong.</summary>
    public string? this[string name] => texts.GetValueOrDefault(name);

    /// <summary>The problem to answer with; null when nothing is wrong.</summary>
    public HubProblem? Problem => Errors.Count > 0 ? HubProblems.Body(Errors) : null;

    /// <summary>Reads the texts; the problem is set when the body is no JSON object at all.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="example">What was expected, for who sent something else.</param>
    /// <param name="known">The texts that it may hold.</param>
    public static (BodyTexts Texts, HubProblem? Problem) Read(ReadOnlyMemory<byte> utf8, string example, params IReadOnlyList<BodyText> known)
    {
        var body = new BodyTexts(known);
        try
        {
            using var json = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 8 });
            if (json.RootElement.ValueKind != JsonValueKind.Object) return (body, HubProblems.NotJson($"An object was expected: {example}."));

            body.Read(json.RootElement);
            return (body, null);
        }
        catch (JsonException e)
        {
            // The parser's own message may quote what was sent.
            return (body, HubProblems.NotJson($"It cannot be read from line {e.LineNumber + 1 ?? 1}, byte {e.BytePositionInLine + 1 ?? 1}."));
        }
        catch (InvalidOperationException)
        {
            // A name or text with half of a surrogate pair: JSON by its grammar, but no text.
            return (body, HubProblems.NotJson("It holds a text that is not valid Unicode."));
        }
    }

    void Read(JsonElement body)
    {
        string[] names = [.. known.Select(k => k.Name)];
        foreach (var property in body.EnumerateObject())
        {
            if (known.FirstOrDefault(k => k.Name == property.Name) is not { } text)
                Errors.Add(new HubProblemPart(Told.Name("#/", property.Name), $"There is no such property{DidYouMean.Hint(property.Name, names)}."));
            else if (!texts.TryAdd(property.Name, null))
                Errors.Add(new HubProblemPart("#/" + property.Name, "The property stands twice; send it once."));
            else
                texts[property.Name] = ReadText(property, text);
        }

        foreach (var missing in known.Where(k => k.Required && !texts.ContainsKey(k.Name)))
            Errors.Add(new HubProblemPart("#/" + missing.Name, "The property is missing."));
    }

    string? ReadText(JsonProperty property, BodyText text)
    {
        var pointer = "#/" + property.Name;
        if (property.Value.ValueKind != JsonValueKind.String)
        {
            Errors.Add(new HubProblemPart(pointer, "A text was expected."));
            return null;
        }

        var written = property.Value.GetString()!.Trim().Normalize(NormalizationForm.FormC);
        var fault = written.Length == 0 ? "It is empty." : CallerText.Fault(written, text.MaxLength);
        if (fault is null) return written;

        Errors.Add(new HubProblemPart(pointer, fault));
        return null;
    }
}
