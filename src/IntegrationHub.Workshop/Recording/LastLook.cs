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
        // A vendor's test system has the numbers that are made up here.
        var people = Real(disguise.PersonalNumbers, disguise);
        var phones = Real(disguise.Phones.Where(p => p.Length >= 8), disguise);
        var mails = disguise.Emails.Where(e => !disguise.MadeUpValues.Contains(e)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (file, bytes) in files)
        {
            var text = Unescaped(Encoding.UTF8.GetString(bytes));
            if (secrets.IsIn(text)) found.Add($"{file}: a secret");
            var numbers = Runs().Matches(Between().Replace(text, "")).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
            // With its century, country or trunk before it, and nothing behind it.
            if (numbers.Any(n => EndsIn(n, people, 2))) found.Add($"{file}: a number of a person or an organisation");
            if (numbers.Any(n => EndsIn(n, phones, 4))) found.Add($"{file}: a telephone number");
            if (Mails().Matches(text).Any(m => mails.Contains(m.Value))) found.Add($"{file}: a mail address");
        }

        return found;
    }

    static Dictionary<int, HashSet<string>> Real(IEnumerable<string> numbers, Disguise disguise)
    {
        var made = disguise.MadeUpValues.SelectMany(m => (string[])[m, m.Length == 12 ? m[2..] : m, m.Length > 1 ? m[1..] : m]).ToHashSet(StringComparer.Ordinal);
        return numbers.Where(n => !made.Contains(n)).Distinct(StringComparer.Ordinal).GroupBy(n => n.Length).ToDictionary(g => g.Key, g => g.ToHashSet(StringComparer.Ordinal));
    }

    static bool EndsIn(string run, Dictionary<int, HashSet<string>> numbers, int most)
    {
        for (var before = 0; before <= most && before < run.Length; before++)
            if (numbers.TryGetValue(run.Length - before, out var alike) && alike.Contains(run[before..])) return true;
        return false;
    }

    static string Unescaped(string text) => Uri.UnescapeDataString(Escape().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString()));

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();

    [GeneratedRegex(@"(?<=[0-9])[-+ ()./\u2010-\u2015]{1,3}(?=[0-9])")]
    private static partial Regex Between();

    [GeneratedRegex(@"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+[\p{L}\p{N}]")]
    private static partial Regex Mails();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Runs();
}
