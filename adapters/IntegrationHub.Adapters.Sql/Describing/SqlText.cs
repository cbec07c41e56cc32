namespace IntegrationHub.Adapters.Sql;

/// <summary>What a query looks like from outside: its parameters, its first word, and whether it is one statement. What its words mean is the database's to say.</summary>
sealed class SqlText
{
    readonly List<string> parameters = [];
    readonly List<string> words = [];

    SqlText()
    {
    }

    /// <summary>The names of parameters, as written, without <c>@</c>; each once.</summary>
    public IReadOnlyList<string> Parameters => parameters;

    /// <summary>The first word, in lower case; empty where there is none.</summary>
    public string FirstWord => words.Count > 0 ? words[0] : "";

    /// <summary>Whether something stands behind a semicolon.</summary>
    public bool IsSeveral { get; private set; }

    /// <summary>What is opened and not closed, in words; null when everything is closed.</summary>
    public string? Open { get; private set; }

    /// <summary>Whether it sorts.</summary>
    public bool Sorts
    {
        get
        {
            for (var i = 0; i + 1 < words.Count; i++)
                if (words[i] == "order" && words[i + 1] == "by") return true;

            return false;
        }
    }

    /// <summary>Reads a query. Texts, quoted names and comments are passed over, as databases do.</summary>
    public static SqlText Read(string text)
    {
        var read = new SqlText();
        var ended = false;
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }

            if (read.Skip(text, ref at, ended)) continue;

            if (ended) read.IsSeveral = true;
            if (c == ';')
            {
                ended = true;
                at++;
            }
            else if (c == '@' && at + 1 < text.Length && IsNamePart(text[at + 1]))
            {
                var name = Name(text, at + 1);
                if (!read.parameters.Contains(name)) read.parameters.Add(name);
                at += name.Length + 1;
            }
            else if (c == '@' && at + 1 < text.Length && text[at + 1] == '@')
            {
                // A server's own variable, @@version.
                at += 2 + Name(text, at + 2).Length;
            }
            else if (IsNamePart(c))
            {
                var word = Name(text, at);
#pragma warning disable CA1308 // SQL's words are compared in lower case.
                read.words.Add(word.ToLowerInvariant());
#pragma warning restore CA1308
                at += word.Length;
            }
            else
            {
                at++;
            }
        }

        return read;
    }

    // Comments, texts and quoted names. Behind the end of a statement only comments are nothing.
    bool Skip(string text, ref int at, bool ended)
    {
        if (Starts(text, at, "--"))
        {
            var line = text.IndexOf('\n', at);
            at = line < 0 ? text.Length : line + 1;
            return true;
        }

        if (Starts(text, at, "/*")) return Until(text, ref at, 2, "*/", "comment");

        var quoted = text[at] switch
        {
            '\'' => Until(text, ref at, 1, "'", "text"),
            '"' => Until(text, ref at, 1, "\"", "quoted name"),
            '`' => Until(text, ref at, 1, "`", "quoted name"),
            '$' => Dollar(text, ref at),
            _ => false,
        };
        if (quoted && ended) IsSeveral = true;
        return quoted;
    }

    // PostgreSQL: $$text$$ and $tag$text$tag$.
    bool Dollar(string text, ref int at)
    {
        var end = at + 1;
        while (end < text.Length && IsNamePart(text[end])) end++;
        if (end >= text.Length || text[end] != '$' || (at > 0 && IsNamePart(text[at - 1]))) return false;

        var tag = text[at..(end + 1)];
        return Until(text, ref at, tag.Length, tag, "text");
    }

    bool Until(string text, ref int at, int skip, string closing, string what)
    {
        var end = text.IndexOf(closing, at + skip, StringComparison.Ordinal);
        if (end < 0)
        {
            Open ??= what;
            at = text.Length;
        }
        else
        {
            at = end + closing.Length;
        }

        return true;
    }

    static bool Starts(string text, int at, string with) => string.CompareOrdinal(text, at, with, 0, with.Length) == 0;

    static string Name(string text, int at)
    {
        var end = at;
        while (end < text.Length && IsNamePart(text[end])) end++;
        return text[at..end];
    }

    static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
