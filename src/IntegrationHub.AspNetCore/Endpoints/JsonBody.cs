using System.Globalization;
using System.Text.Json;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.AspNetCore;

/// <summary>Reads an object of a body strictly: everything that is wrong is told at once, and nothing that was sent is told back but names.</summary>
sealed class JsonBody
{
    readonly JsonElement element;
    readonly string pointer;
    readonly List<HubProblemPart> errors;
    readonly HashSet<string> asked = new(StringComparer.Ordinal);

    JsonBody(JsonElement element, string pointer, List<HubProblemPart> errors) => (this.element, this.pointer, this.errors) = (element, pointer, errors);

    /// <summary>Reads a whole body; null when anything is wrong with it.</summary>
    public static (T? Read, HubProblem? Problem) Parse<T>(ReadOnlyMemory<byte> utf8, string example, Func<JsonBody, T> read) where T : class
    {
        try
        {
            using var json = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 8 });
            if (json.RootElement.ValueKind != JsonValueKind.Object) return (null, HubProblems.NotJson($"An object was expected: {example}."));

            var errors = new List<HubProblemPart>();
            var result = new JsonBody(json.RootElement, "#", errors).Read(read);
            return errors.Count == 0 ? (result, null) : (null, HubProblems.Body(errors));
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

    /// <summary>A text of one line; null when it is left out.</summary>
    public string? Text(string name, bool required = false)
    {
        if (Find(name, JsonValueKind.String, "A text was expected.", required) is not { } value) return null;

        var text = value.GetString()!.Trim();
        if (text.Length == 0 && !required) return null;
        if ((text.Length == 0 ? "It is empty." : CallerText.Fault(text)) is not { } fault) return text;

        Wrong(name, fault);
        return null;
    }

    /// <summary>A text as it was written, of any number of lines; null when it is left out.</summary>
    public string? Lines(string name) => Find(name, JsonValueKind.String, "A text was expected.", required: false)?.GetString();

    /// <summary>A time with its offset; null when it is left out.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Find(name, JsonValueKind.String, "A time was expected, such as 2026-03-01T09:00:00+01:00.", required: false) is not { } value) return null;
        if (value.TryGetDateTimeOffset(out var time) && value.GetString()!.AsSpan(10).IndexOfAny("Zz+-") >= 0) return time;

        Wrong(name, "A time with its offset was expected, such as 2026-03-01T09:00:00+01:00.");
        return null;
    }

    /// <summary>A whole number; 0 when something is wrong with it.</summary>
    public long Number(string name)
    {
        if (Find(name, JsonValueKind.Number, "A whole number was expected.", required: true) is not { } value) return 0;
        if (value.TryGetInt64(out var number)) return number;

        Wrong(name, "A whole number was expected.");
        return 0;
    }

    /// <summary>A whole number; null when it is left out.</summary>
    public int? NumberOrNull(string name)
    {
        if (Find(name, JsonValueKind.Number, "A whole number was expected.", required: false) is not { } value) return null;
        if (value.TryGetInt32(out var number)) return number;

        Wrong(name, "A whole number was expected.");
        return null;
    }

    /// <summary>Whether it stands there and is not null.</summary>
    public bool Has(string name)
    {
        asked.Add(name);
        return element.EnumerateObject().Any(property => property.Name == name && property.Value.ValueKind != JsonValueKind.Null);
    }

    /// <summary>A word of a scale; null when it is left out.</summary>
    public T? Choice<T>(string name, bool required = false) where T : struct, Enum
    {
        if (Text(name, required) is not { } word) return null;
        if (EnumNames.TryParse<T>(word, out var choice)) return choice;

        var words = EnumNames.Of(typeof(T));
        Wrong(name, string.Create(CultureInfo.InvariantCulture, $"One of {string.Join(", ", words)} was expected{DidYouMean.Hint(word, words)}."));
        return null;
    }

    /// <summary>An object inside; null when it is left out.</summary>
    public T? One<T>(string name, Func<JsonBody, T> read, bool required = false) where T : class =>
        Find(name, JsonValueKind.Object, "An object was expected.", required) is { } value ? new JsonBody(value, $"{pointer}/{name}", errors).Read(read) : null;

    /// <summary>A list of objects; empty when it is left out.</summary>
    public IReadOnlyList<T> List<T>(string name, Func<JsonBody, T> read)
    {
        var list = new List<T>();
        foreach (var (item, at) in Items(name, JsonValueKind.Object, "An object was expected.")) list.Add(new JsonBody(item, at, errors).Read(read));
        return list;
    }

    /// <summary>A list of texts; empty when it is left out. What is no text stands in it as "".</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Items(name, JsonValueKind.String, "A text was expected.").Select(item => item.Item.GetString() ?? "")];

    /// <summary>Texts by names of the caller's own; empty when it is left out.</summary>
    public IReadOnlyDictionary<string, string> Named(string name)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Find(name, JsonValueKind.Object, "An object of texts was expected.", required: false) is not { } value) return named;

        foreach (var property in value.EnumerateObject())
        {
            var at = Told.Name("", property.Name);
            if (property.Value.ValueKind != JsonValueKind.String) Wrong($"{name}/{at}", "A text was expected.");
            else if (!named.TryAdd(property.Name, property.Value.GetString()!)) Wrong($"{name}/{at}", "The property stands twice; send it once.");
        }

        return named;
    }

    /// <summary>Whether something is wrong with a property.</summary>
    public bool IsWrong(string name) => errors.Any(error => error.At == $"{pointer}/{name}");

    /// <summary>Tells that something is wrong.</summary>
    public void Wrong(string name, string detail) => errors.Add(new HubProblemPart($"{pointer}/{name}", detail));

    T Read<T>(Func<JsonBody, T> read)
    {
        var result = read(this);
        foreach (var property in element.EnumerateObject())
            if (!asked.Contains(property.Name))
                errors.Add(new HubProblemPart(Told.Name(pointer + "/", property.Name), $"There is no such property{DidYouMean.Hint(property.Name, asked)}."));
        return result;
    }

    JsonElement? Find(string name, JsonValueKind kind, string expected, bool required)
    {
        asked.Add(name);
        JsonElement? found = null;
        var times = 0;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name != name) continue;

            found = property.Value;
            times++;
        }

        if (times > 1) Wrong(name, "The property stands twice; send it once.");
        else if (found is null or { ValueKind: JsonValueKind.Null } && required) Wrong(name, "The property is missing.");
        else if (found is { } value && value.ValueKind != JsonValueKind.Null && value.ValueKind != kind) Wrong(name, expected);
        else if (found is { } good && good.ValueKind == kind) return good;
        return null;
    }

    IEnumerable<(JsonElement Item, string At)> Items(string name, JsonValueKind kind, string expected)
    {
        if (Find(name, JsonValueKind.Array, "A list was expected.", required: false) is not { } list) yield break;

        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == kind) yield return (item, $"{pointer}/{name}/{at}");
            else Wrong($"{name}/{at}", expected);
            at++;
        }
    }
}
