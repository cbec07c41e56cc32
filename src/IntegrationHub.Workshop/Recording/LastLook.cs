using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Looks through what is about to be written, once more and in another way, for what must not be there: secrets, and the numbers and addresses of people that were replaced elsewhere.</summary>
internal static partial class LastLook
{
    /// <summary>What was found, by file; never the value. Empty when nothing was.</summary>
    public static IReadOnlyList<string> At(IReadOnlyDictionary<string, byte[]> files, Disguise disguise, SecretForms secrets)
    {
        var found = new List<string>();
        foreach (var (file, bytes) in files)
        {
            var text = Unescaped(Encoding.UTF8.GetString(bytes));
            if (secrets.IsIn(text)) found.Add($"{file}: a secret");
            var together = Between().Replace(text, "");
            var numbers = Runs().Matches(together).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
            if (disguise.PersonalNumbers.Any(n => IsIn(numbers, n, 12) && !IsMadeUp(disguise, n))) found.Add($"{file}: a number of a person or an organisation");
            if (disguise.Phones.Any(p => p.Length >= 8 && IsIn(numbers, p, p.Length + 4) && !IsMadeUp(disguise, p))) found.Add($"{file}: a telephone number");
            if (disguise.Emails.Any(e => text.Contains(e, StringComparison.OrdinalIgnoreCase) && !disguise.MadeUpValues.Contains(e))) found.Add($"{file}: a mail address");
        }

        return found;
    }

    // With its century, country or trunk before it, and nothing behind it.
    static bool IsIn(HashSet<string> numbers, string number, int longest) => numbers.Contains(number) || numbers.Any(n => n.Length > number.Length && n.Length <= longest && n.EndsWith(number, StringComparison.Ordinal));

    // A vendor's test system has the numbers that are made up here.
    static bool IsMadeUp(Disguise disguise, string number) => disguise.MadeUpValues.Any(m => m.EndsWith(number, StringComparison.Ordinal));

    static string Unescaped(string text) => Uri.UnescapeDataString(Escape().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString()));

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();

    [GeneratedRegex(@"(?<=[0-9])[-+ ()./\u2010-\u2015]{1,3}(?=[0-9])")]
    private static partial Regex Between();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Runs();
}
