namespace IntegrationHub.Tests.Shared;

/// <summary>Breaks inputs in the ways that files, networks and people do. The same seed breaks them the same way for ever.</summary>
sealed class Mutations(ulong seed)
{
    // What readers trip over: brackets, quotes, references, ends of lines of all kinds, half characters, numbers beyond every type.
    static readonly string[] Tokens =
    [
        "\"", "'", "{", "}", "[", "]", "(", ")", "<", ">", "/>", "</", "<!--", "<![CDATA[", "]]>", "<!DOCTYPE a [<!ENTITY x 'y'>]>", "&x;", "&#0;", "&#xD800;",
        ":", ": ", " #", "- ", "|", ">-", "&a ", "*a", "!!binary ", "---\n", "...\n", "%YAML 9.9\n", "? ", "<<: *a", "~", "null", "true", "\\u0000", "\\uD800", "\\", "\0",
        "\u0085", "\u2028", "\uFEFF", "\u202E", "\uFFFD", "å", "𝔘", "\r", "\n", "\r\n", "\t", ";", ",", ".", "..", "@", "$", "$x", "it", "root", "??", "==", "| lookup(x)", "| regex('(a+)+$')",
        "| map(it)", "if(", "999999999999999999999999999999", "-0", "1e400", "1e-400", "0001", "NaN", "${A}", "${secret:A}", "9999-12-31T23:59:59.9999999+14:00", "0000-00-00", "2026-02-30",
    ];

    ulong state = seed;

    /// <summary>A number from 0 to <paramref name="below"/> − 1.</summary>
    public int Next(int below)
    {
        // SplitMix64: the same on every machine and in every version of .NET, which Random is not.
        state += 0x9E3779B97F4A7C15UL;
        var x = state;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return (int)((x ^ (x >> 31)) % (ulong)Math.Max(1, below));
    }

    /// <summary>The text with up to eight things wrong with it.</summary>
    public string Break(string text, IReadOnlyList<string> others)
    {
        for (var times = 1 + Next(8); times > 0; times--)
        {
            var at = Next(text.Length + 1);
            var length = Math.Min(Next(Next(4) == 0 ? 400 : 12), text.Length - at);
            text = Next(9) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Tokens[Next(Tokens.Length)]),
                2 => text.Remove(at, length).Insert(at, Tokens[Next(Tokens.Length)]),
                3 => text.Insert(at, text.Substring(at, length)),
                4 => text[..at],
                5 => SwapLines(text),
                6 => text.Insert(at, string.Concat(Enumerable.Repeat(Tokens[Next(Tokens.Length)], 1 + Next(300)))),
                7 => text[..at] + Tail(others[Next(others.Count)]),
                _ => at < text.Length ? text.Remove(at, 1).Insert(at, ((char)Next(0x250)).ToString()) : text,
            };
            if (text.Length > 200_000) text = text[..200_000];
        }

        return text;
    }

    /// <summary>The bytes with up to eight things wrong with them, some of which no text could hold.</summary>
    public byte[] Break(byte[] bytes, IReadOnlyList<byte[]> others)
    {
        var broken = bytes.ToList();
        for (var times = 1 + Next(8); times > 0; times--)
        {
            var at = Next(broken.Count + 1);
            var length = Math.Min(Next(Next(4) == 0 ? 400 : 12), broken.Count - at);
            switch (Next(8))
            {
                case 0: broken.RemoveRange(at, length); break;
                case 1: broken.InsertRange(at, System.Text.Encoding.UTF8.GetBytes(Tokens[Next(Tokens.Length)])); break;
                case 2: broken.Insert(at, (byte)Next(256)); break;
                case 3: broken.InsertRange(at, broken.GetRange(at, length)); break;
                case 4: broken.RemoveRange(at, broken.Count - at); break;
                case 5: broken.InsertRange(at, Enumerable.Repeat((byte)Next(256), 1 + Next(3000))); break;
                case 6: broken.AddRange(Tail(others[Next(others.Count)])); break;
                default:
                    if (at < broken.Count) broken[at] ^= (byte)(1 << Next(8));
                    break;
            }

            if (broken.Count > 200_000) broken.RemoveRange(200_000, broken.Count - 200_000);
        }

        return [.. broken];
    }

    string Tail(string other) => other[Next(other.Length + 1)..];

    byte[] Tail(byte[] other) => other[Next(other.Length + 1)..];

    string SwapLines(string text)
    {
        var lines = text.Split('\n');
        var (a, b) = (Next(lines.Length), Next(lines.Length));
        (lines[a], lines[b]) = (lines[b], lines[a]);
        return string.Join('\n', lines);
    }
}
