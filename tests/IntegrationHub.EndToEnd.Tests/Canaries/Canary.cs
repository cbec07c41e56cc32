using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.EndToEnd.Tests.Canaries;

/// <summary>An invented person and an invented secret that nobody else is called, and how they are found wherever they come out, however they are written there.</summary>
static partial class Canary
{
    public const string Name = "Kanariella Fagelstrom";
    public const string Number = "19850312-9804";
    public const string Phone = "070-999 77 31";
    public const string Email = "kanariella@fagel.example";
    public const string Address = "Kanariestigen 77";
    public const string Property = "KANARIEBERGET 1:77";
    public const string FreeText = "kanariefritext om en sjukdom";
    public const string Purpose = "kanarieorsaken till fragan";
    public const string Handler = "kanariehandlaggaren";
    public const string Secret = "kanariehemligheten-4711";

    static readonly string[] Words = ["kanarie", "fagelstrom", "fagel.example"];
    static readonly string[] Digits = ["8503129804", "709997731"];

    /// <summary>Everything that stands for a person.</summary>
    public static IReadOnlyList<string> Values { get; } = [Name, Number, Phone, Email, Address, Property, FreeText];

    /// <summary>Where a canary stands in the text, with what stands around it; empty when it is clean.</summary>
    public static IReadOnlyList<string> In(string text)
    {
        var unescaped = Uri.UnescapeDataString(Escape().Replace(text, match => JsonSerializer.Deserialize<string>($"\"{match.Value}\"")!));
        var together = Between().Replace(unescaped, "");
        return [.. Words.SelectMany(word => Around(unescaped, word)), .. Digits.SelectMany(digits => Around(together, digits))];
    }

    static IEnumerable<string> Around(string text, string what)
    {
        for (var at = text.IndexOf(what, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(what, at + what.Length, StringComparison.OrdinalIgnoreCase))
            yield return text[Math.Max(0, at - 80)..Math.Min(text.Length, at + what.Length + 40)];
    }

    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}")]
    private static partial Regex Escape();

    // What people and systems write between the digits of a number.
    [GeneratedRegex(@"(?<=[0-9])[-+ ()./\u2010-\u2015]+(?=[0-9])")]
    private static partial Regex Between();
}
