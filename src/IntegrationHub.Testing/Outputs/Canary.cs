using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.Testing;

/// <summary>An invented person and an invented secret that nobody else is called, and how they are found wherever they come out, however they are written there.</summary>
public static partial class Canary
{
    /// <summary>The person's name.</summary>
    public const string Name = "Kanariella Fagelstrom";

    /// <summary>The personal number; no real one.</summary>
    public const string Number = "19850312-9804";

    /// <summary>A telephone number.</summary>
    public const string Phone = "070-999 77 31";

    /// <summary>An e-mail address.</summary>
    public const string Email = "kanariella@fagel.example";

    /// <summary>A street address.</summary>
    public const string Address = "Kanariestigen 77";

    /// <summary>A property.</summary>
    public const string Property = "KANARIEBERGET 1:77";

    /// <summary>What somebody wrote about the person.</summary>
    public const string FreeText = "kanariefritext om en sjukdom";

    /// <summary>Why somebody asks for the person.</summary>
    public const string Purpose = "kanarieorsaken till fragan";

    /// <summary>Who asks.</summary>
    public const string Handler = "kanariehandlaggaren";

    /// <summary>A key or a password.</summary>
    public const string Secret = "kanariehemligheten-4711";

    static readonly string[] Words = ["kanarie", "fagelstrom", "fagel.example"];
    static readonly string[] Digits = ["8503129804", "709997731"];

    /// <summary>Everything that stands for a person.</summary>
    public static IReadOnlyList<string> Values { get; } = [Name, Number, Phone, Email, Address, Property, FreeText];

    /// <summary>The person, for a vendor's record.</summary>
    public static CanaryPerson Person { get; } = new(Name, Number, Phone, Email, Address);

    /// <summary>The person, for a command that writes.</summary>
    internal static Cases.Party Party { get; } = new() { Name = Name, PersonalNumber = Number, Phone = Phone, Email = Email, Address = Address };

    /// <summary>What no file of an index may hold in the clear, whatever it is about: it is encrypted, or a keyed hash.</summary>
    public static IReadOnlyList<string> NeverInClear { get; } = [Name, "850312-9804", "8503129804", "709997731", "fagel.example", Secret];

    /// <summary>Where a canary stands in the text, with what stands around it; empty when it is clean.</summary>
    public static IReadOnlyList<string> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

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
