using System.Globalization;

namespace IntegrationHub.Mapping.Functions;

/// <summary>What matching a pattern costs at most, by counting and not by a clock: the same record must give the same case on a busy machine.</summary>
/// <remarks>
/// The machine that matches grows with counted repetitions, and nested ones multiply: <c>((a{100}){100}){100}</c> is twenty characters and a million states. Where what is repeated has no
/// certain length itself, as in <c>([a-z]{1,30}){30}</c> or <c>((a|b)*a(a|b){30})+</c>, each character can stand in many of the repetitions, and the machine is built anew nearly at each of
/// them: by measuring, the work grows with the square of the states then, and without an upper bound with their cube.
/// </remarks>
internal static class PatternSize
{
    public const int MaxLength = 500;
    public const int MaxStates = 2000;
    const int MaxNesting = 40;

    /// <summary>Characters times the work of each.</summary>
    const int MaxWork = 10_000_000;

    /// <summary>A pattern that is too much work for so short a text is not worth compiling.</summary>
    const int ShortText = 100;

    /// <summary>The longest text that the pattern is matched with.</summary>
    public static long LongestText(string pattern)
    {
        var (states, work) = Measure(pattern);
        return MaxWork / Math.Max(1, Math.Max(states, work));
    }

    /// <summary>Why the pattern is not compiled; null when it may be.</summary>
    public static string? Refusal(string pattern)
    {
        if (pattern.Length > MaxLength) return $"the pattern has {pattern.Length:N0} characters; {MaxLength} is the most";

        var states = Of(pattern);
        return states < 0 ? $"the pattern is nested deeper than {MaxNesting} levels"
            : states > MaxStates ? $"the pattern's repetitions come to {states:N0} states; {MaxStates:N0} is the most, so repeat less, or check the length with another function"
            : LongestText(pattern) < ShortText ? "the pattern repeats a large part that has no certain length itself, which takes too long for all but the shortest texts; repeat less, or something simpler"
            : null;
    }

    /// <summary>The states of the pattern, about; -1 when it is nested too deep. What is no pattern has some number: the compiler of patterns refuses it.</summary>
    public static long Of(string pattern) => Measure(pattern).States;

    static (long States, long Work) Measure(string pattern)
    {
        var open = new Stack<Part>();
        open.Push(default);
        var work = 0L;
        for (var at = 0; at < pattern.Length;)
        {
            var part = open.Pop();
            switch (pattern[at])
            {
                case '(':
                    open.Push(part);
                    open.Push(default);
                    if (open.Count > MaxNesting) return (-1, 0);
                    at++;
                    // What says of which kind the group is repeats nothing.
                    if (at < pattern.Length && pattern[at] == '?') at++;
                    break;
                case '|':
                    open.Push(part.Alternative() with { Sum = part.Sum + 1, Before = part.Sum + 1 });
                    at++;
                    break;
                case ')' when open.Count > 0:
                    part = part.Alternative();
                    var outer = open.Pop();
                    open.Push(outer with { Sum = Capped(outer.Sum + part.Sum), Last = Math.Max(1, part.Sum), LastVaries = part.Varies, Varies = outer.Varies | part.Varies });
                    at++;
                    break;
                case '{' when Times(pattern, ref at) is var (times, varies, isOpen):
                    var whole = Capped(part.Last * times);
                    if (part.LastVaries) work = Math.Max(work, Work(whole, isOpen));
                    open.Push(part with { Sum = Capped(part.Sum + whole - part.Last), Last = whole, LastVaries = part.LastVaries | varies, Varies = part.Varies | varies });
                    break;
                case '*' or '+' or '?':
                    if (part.LastVaries && pattern[at] != '?') work = Math.Max(work, Work(part.Last, isOpen: true));
                    open.Push(part with { Sum = part.Sum + 1, Last = 1, LastVaries = false, Varies = true });
                    at++;
                    break;
                default:
                    at = After(pattern, at);
                    open.Push(part with { Sum = part.Sum + 1, Last = 1, LastVaries = false });
                    break;
            }
        }

        return (open.Sum(o => o.Sum), work);
    }

    /// <summary>What an open group holds so far, and the last thing in it, which a repetition is about: its states, and whether its length varies.</summary>
    readonly record struct Part(long Sum, long Last, bool LastVaries, bool Varies, long Before, long? First)
    {
        /// <summary>Behind one of its alternatives: with alternatives of other lengths it varies.</summary>
        public Part Alternative() => this with { Last = 1, LastVaries = false, Varies = Varies || (First is { } first && first != Sum - Before), Before = Sum, First = First ?? Sum - Before };
    }

    static long Work(long states, bool isOpen)
    {
        states = Math.Min(states, 1000);
        return isOpen ? states * states * states : states * states;
    }

    static long Capped(long states) => Math.Clamp(states, 0, 1_000_000_000);

    // {n}, {n,} and {n,m}; anything else is text.
    static (long Times, bool Varies, bool IsOpen)? Times(string pattern, ref int at)
    {
        var end = pattern.IndexOf('}', at);
        if (end < 0) return null;

        var numbers = pattern[(at + 1)..end].Split(',');
        if (numbers.Length > 2 || !long.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least)) return null;

        long most = 0;
        var isOpen = numbers.Length == 2 && numbers[1].Length == 0;
        if (numbers.Length == 2 && !isOpen && !long.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out most)) return null;
        at = end + 1;
        return (Capped(Math.Max(1, Math.Max(least, most))), isOpen || (numbers.Length == 2 && most != least), isOpen);
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
