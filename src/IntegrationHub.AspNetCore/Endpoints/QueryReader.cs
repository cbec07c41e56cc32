using System.Globalization;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Operation;

namespace IntegrationHub.AspNetCore;

/// <summary>Reads query parameters strictly: a misspelt one is an error, not a filter that silently does nothing.</summary>
sealed class QueryReader(IQueryCollection query)
{
    readonly List<string> known = [];
    readonly List<HubProblemPart> errors = [];

    /// <summary>A whole number, or what stands for none.</summary>
    public int Number(string name, int whenMissing, int min, int max)
    {
        if (Single(name) is not { } text) return whenMissing;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;

        errors.Add(new HubProblemPart("?" + name, string.Create(CultureInfo.InvariantCulture, $"A whole number from {min} to {max} was expected.")));
        return whenMissing;
    }

    /// <summary>One of a few words; the first of them when the parameter is missing.</summary>
    public string Choice(string name, params string[] words)
    {
        if (Single(name) is not { } text) return words[0];
        if (words.Contains(text, StringComparer.Ordinal)) return text;

        errors.Add(new HubProblemPart("?" + name, $"One of {string.Join(", ", words)} was expected{DidYouMean.Hint(text, words)}."));
        return words[0];
    }

    /// <summary>A name of a stream, or null.</summary>
    public StreamName? Stream(string name)
    {
        if (Single(name) is not { } text) return null;
        if (HubName.IsValid(text)) return new StreamName(text);

        errors.Add(new HubProblemPart("?" + name, "A stream's name was expected: lower-case letters, digits and hyphens."));
        return null;
    }

    /// <summary>A whole number above zero, or null.</summary>
    public long? Position(string name)
    {
        if (Single(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return number;

        errors.Add(new HubProblemPart("?" + name, "A whole number above zero was expected."));
        return null;
    }

    /// <summary>A time with its offset, or null.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Single(name) is not { } text) return null;
        // In an address a plus means a space.
        if (MomentText.TryParse(text.Replace(' ', '+'), out var moment, out _)) return moment;

        errors.Add(new HubProblemPart("?" + name, "A time with its offset was expected: 2026-03-01T00:00:00+01:00, or with Z at its end."));
        return null;
    }

    /// <summary>One of the words of a choice, in camel case, or null.</summary>
    public T? Word<T>(string name) where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(value => EnumNames.Of(value), StringComparer.Ordinal);
        if (Single(name) is not { } text) return null;
        if (words.TryGetValue(text, out var found)) return found;

        errors.Add(new HubProblemPart("?" + name, $"One of {string.Join(", ", words.Keys)} was expected{DidYouMean.Hint(text, words.Keys)}."));
        return null;
    }

    /// <summary>A text, or null when it is not there; empty only where that means something.</summary>
    public string? Text(string name, Func<string, string?> fault)
    {
        if (Single(name) is not { } text) return null;
        if (fault(text) is not { } wrong) return text;

        errors.Add(new HubProblemPart("?" + name, wrong));
        return null;
    }

    /// <summary>One of these words; the first when it is missing.</summary>
    public string OneOf(string name, params IReadOnlyList<string> words)
    {
        if (Single(name) is not { } text) return words[0];
        if (words.Contains(text, StringComparer.Ordinal)) return text;

        errors.Add(new HubProblemPart("?" + name, $"One of {string.Join(", ", words)} was expected."));
        return words[0];
    }

    /// <summary>What is wrong, or null. Asked for after everything was read.</summary>
    public HubProblem? Problem()
    {
        foreach (var name in query.Keys.Where(k => !known.Contains(k, StringComparer.Ordinal)))
            errors.Add(new HubProblemPart(Told.Name("?", name), $"There is no such query parameter{DidYouMean.Hint(name, known)}."));
        return errors.Count == 0 ? null : HubProblems.Query(errors);
    }

    string? Single(string name)
    {
        known.Add(name);
        var values = query.FirstOrDefault(q => q.Key == name).Value;
        if (values.Count > 1) errors.Add(new HubProblemPart("?" + name, "It stands more than once; send it once."));
        return values.Count == 1 ? values[0] : null;
    }
}

/// <summary>Names that a caller wrote, as they may be told back.</summary>
static class Told
{
    /// <summary>The name after what comes before it; without it when it could be something else than a name: somebody's number, for instance.</summary>
    public static string Name(string before, string name) =>
        name.Length <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') && name.Count(char.IsAsciiDigit) < 6 ? before + name : before + "…";
}
