using System.Text.RegularExpressions;
using IntegrationHub.Diagnostics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace IntegrationHub.Testing;

/// <summary>Reads JSON that a person wrote, and keeps where everything stands.</summary>
internal static partial class StubJson
{
    /// <summary>Reads a file that holds one object; null when it does not.</summary>
    public static JObject? Read(string file, DiagnosticBag diagnostics)
    {
        try
        {
            using var text = new StreamReader(file);
            using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal, MaxDepth = 64 };
            var root = JToken.ReadFrom(reader, new JsonLoadSettings { LineInfoHandling = LineInfoHandling.Load, DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
            if (root is JObject found) return found;

            diagnostics.Error(PlaceOf(file, root), StubCodes.WrongValue, "the file must hold one object");
        }
        catch (JsonReaderException wrong)
        {
            diagnostics.Error(new Place(file, Math.Max(1, wrong.LineNumber), Math.Max(1, wrong.LinePosition)), StubCodes.NotJson, $"this is no JSON: {At().Replace(wrong.Message, "")}");
        }

        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(new Place(file, 1, 1), StubCodes.Unreadable, unreadable is UnauthorizedAccessException ? "the file cannot be read: you may not open it" : $"the file cannot be read: {unreadable.Message}");
        }

        return null;
    }

    /// <summary>Where something stands.</summary>
    public static Place PlaceOf(string file, JToken token)
    {
        if (token is not IJsonLineInfo info || !info.HasLineInfo()) return new Place(file, 1, 1);

        // The reader tells where a name or a text ends.
        var length = token switch { JProperty property => property.Name.Length + 2, JValue { Value: string text } => text.Length + 1, _ => 0 };
        return new Place(file, info.LineNumber, Math.Max(1, info.LinePosition - length));
    }

    /// <summary>Reports the keys that an object may not have.</summary>
    /// <param name="file">The file.</param>
    /// <param name="found">The object.</param>
    /// <param name="known">The keys that it may have.</param>
    /// <param name="beyond">Keys that the format has and the subset has not.</param>
    /// <param name="diagnostics">Takes them.</param>
    public static void Keys(string file, JObject found, string[] known, string[] beyond, DiagnosticBag diagnostics)
    {
        foreach (var property in found.Properties().Where(p => !known.Contains(p.Name, StringComparer.Ordinal)))
        {
            if (beyond.Contains(property.Name, StringComparer.Ordinal))
                diagnostics.Error(PlaceOf(file, property), StubCodes.NotInSubset, $"'{property.Name}' is not in the subset that every reader of this format understands; there are {string.Join(", ", known)}. Faults and delays stand in {StubFolder.FaultFile}");
            else
                diagnostics.Error(PlaceOf(file, property), StubCodes.UnknownKey, $"there is no key '{property.Name}' here{Hint(property.Name, known)}");
        }
    }

    /// <summary>A text that stands under a key; null when there is none, or something else.</summary>
    public static string? Text(string file, JObject found, string key, DiagnosticBag diagnostics)
    {
        switch (found[key])
        {
            case null:
                return null;
            case JValue { Type: JTokenType.String, Value: string text }:
                return text;
            case var other:
                diagnostics.Error(PlaceOf(file, other), StubCodes.WrongValue, $"'{key}' must be a text");
                return null;
        }
    }

    /// <summary>A whole number that stands under a key.</summary>
    public static int? Number(string file, JObject found, string key, int least, int most, DiagnosticBag diagnostics)
    {
        switch (found[key])
        {
            case null:
                return null;
            case JValue { Type: JTokenType.Integer } number when (long)number >= least && (long)number <= most:
                return (int)(long)number;
            case var other:
                diagnostics.Error(PlaceOf(file, other), StubCodes.WrongValue, $"'{key}' must be a whole number from {least} to {most}");
                return null;
        }
    }

    static string Hint(string name, string[] known)
    {
        var hint = DidYouMean.Hint(name, known);
        return hint.Length > 0 ? hint : $"; there are {string.Join(", ", known)}";
    }

    // The place is told before the message already.
    [GeneratedRegex(@"\s*(Path '[^']*', )?line \d+, position \d+\.$")]
    private static partial Regex At();
}
