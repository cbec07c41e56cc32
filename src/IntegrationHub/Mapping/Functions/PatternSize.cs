using System.Globalization;

namespace IntegrationHub.Mapping.Functions;

/// <summary>How large the machine is that matches a pattern. It grows with counted repetitions, and nested ones multiply: <c>((a{100}){100}){100}</c> is twenty characters and a million states.</summary>
internal static class PatternSize
{
    public const int MaxLength = 500;
    public const int MaxStates = 2000;
    const int MaxNesting = 40;

    /// <summary>Characters times states: what matching costs at most.</summary>
    const int MaxWork = 10_000_000;

    /// <summary>The longest text that the pattern is matched with.</summary>
    public static long LongestText(string pattern) => MaxWork / Math.Max(1, Of(pattern));

    /// <summary>Why the pattern is not compiled; null when it may be.</summary>
    public static string? Refusal(string pattern)
    {
        if (pattern.Length > MaxLength) return $"the pattern has {pattern.Length:N0} characters; {MaxLength} is the most";

        var states = Of(pattern);
        return states < 0 ? $"the pattern is nested deeper than {MaxNesting} levels"
            : states > MaxStates ? $"the pattern's repetitions come to {states:N0} states; {MaxStates:N0} is the most, so repeat less, or check the length with another function"
            : null;
    }

    /// <summary>The states of the pattern, about; -1 when it is nested too deep. What is no pattern has some number: the compiler of patterns refuses it.</summary>
    public static long Of(string pattern)
    {
        // What each open group holds so far, and the last thing in it, which a repetition is about.
        var open = new Stack<(long Sum, long Last)>();
        open.Push((0, 0));
        for (var at = 0; at < pattern.Length;)
        {
            var (sum, last) = open.Pop();
            switch (pattern[at])
            {
                case '(':
                    open.Push((sum, last));
                    open.Push((0, 0));
                    if (open.Count > MaxNesting) return -1;
                    at++;
                    break;
                case ')' when open.Count > 0:
                    var outer = open.Pop();
                    open.Push((Capped(outer.Sum + sum), Math.Max(1, sum)));
                    at++;
                    break;
                case '{' when Times(pattern, ref at) is { } times:
                    open.Push((Capped(sum + (last * (times - 1))), Capped(last * times)));
                    break;
                default:
                    at = After(pattern, at);
                    open.Push((sum + 1, 1));
                    break;
            }
        }

        return open.Sum(o => o.Sum);
    }

    static long Capped(long states) => Math.Clamp(states, 0, 1_000_000_000);

    // {n}, {n,} and {n,m}; anything else is text.
    static long? Times(string pattern, ref int at)
    {
        var end = pattern.IndexOf('}', at);
        if (end < 0) return null;

        var numbers = pattern[(at + 1)..end].Split(',');
        if (numbers.Length > 2 || !long.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least)) return null;

        long most = 0;
        if (numbers.Length == 2 && numbers[1].Length > 0 && !long.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out most)) return null;
        at = end + 1;
        return Capped(Math.Max(1, Math.Max(least, most)));
    }

    // Past one character, one escape, or one class in brackets.
    static int After(string pattern, int at)
    {
        if (pattern[at] == '\\') return Math.Min(at + 2, pattern.Length);
        if (pattern[at] != '[') return at + 1;

        var end = at + 1;
        if (end < pattern.Length && pattern[end] == '^') end++;
        if (end < pattern.Length && pattern[end] == ']') end++;
        while (end < pattern.Length && pattern[end] != ']') end += pattern[end] == '\\' ? 2 : 1;
        return Math.Min(end + 1, pattern.Length);
    }
}
