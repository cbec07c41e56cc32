using System.Globalization;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Expressions;

/// <summary>Parses an expression of the mapping language. The grammar is in docs/mapping-language.md; each method is one line of it.</summary>
internal sealed class ExpressionParser
{
    public const int MaxLength = 4000;
    public const int MaxDepth = 40;

    readonly List<Token> tokens;
    int position;
    int depth;

    ExpressionParser(List<Token> tokens) => this.tokens = tokens;

    public static (Syntax? Syntax, SyntaxError? Error) Parse(string text)
    {
        if (text.Length > MaxLength) return (null, new SyntaxError(MaxLength, $"the expression has {text.Length:N0} characters; {MaxLength:N0} is the most; split it with let") { Code = MappingCodes.TooLarge });

        var (tokens, error) = Lexer.Read(text);
        if (error is not null) return (null, error);
        if (tokens.Count == 1) return (null, new SyntaxError(0, "an expression is expected here"));

        var parser = new ExpressionParser(tokens);
        try
        {
            var syntax = parser.Or();
            if (parser.Current.Kind != TokenKind.End) throw parser.Unexpected("the expression should end here");
            return (syntax, null);
        }
        catch (SyntaxException e)
        {
            return (null, e.Error);
        }
    }

    Token Current => tokens[position];

    Token Next() => tokens[position++];

    bool Take(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        position++;
        return true;
    }

    bool TakeWord(string word)
    {
        if (Current.Kind != TokenKind.Name || Current.Text != word) return false;
        position++;
        return true;
    }

    void Expect(string symbol, string what)
    {
        if (!Take(symbol)) throw Unexpected($"'{symbol}' is expected {what}");
    }

    Syntax Or()
    {
        if (++depth > MaxDepth) throw new SyntaxException(new SyntaxError(Current.Offset, $"nested deeper than {MaxDepth} levels; split it with let") { Code = MappingCodes.TooLarge });
        var left = And();
        while (Current is { Offset: var at } && TakeWord("or")) left = Deeper(new Syntax.Logic(at, false, left, And()));
        depth--;
        return left;
    }

    Syntax And()
    {
        var left = Not();
        while (Current is { Offset: var at } && TakeWord("and")) left = Deeper(new Syntax.Logic(at, true, left, Not()));
        return left;
    }

    Syntax Not()
    {
        var at = Current.Offset;
        var times = 0;
        while (TakeWord("not")) times++;
        var operand = Compare();
        return times == 0 ? operand : times % 2 == 1 ? new Syntax.Not(at, operand) : new Syntax.Not(at, new Syntax.Not(at, operand));
    }

    Syntax Compare()
    {
        var left = Pipe();
        var at = Current;
        var isOperator = at.Kind == TokenKind.Symbol && at.Text is "==" or "!=" or "<" or "<=" or ">" or ">=";
        if (!isOperator && !(at.Kind == TokenKind.Name && at.Text == "in")) return left;

        position++;
        return new Syntax.Compare(at.Offset, at.Text, left, Pipe());
    }

    Syntax Pipe()
    {
        var left = Coalesce();
        while (Take("|"))
        {
            if (Current.Kind != TokenKind.Name) throw Unexpected("a function is expected after '|'");
            left = Deeper(Call(Next(), left));
        }

        return left;
    }

    Syntax Coalesce()
    {
        var left = Primary();
        while (Current is { Offset: var at } && Take("??")) left = Deeper(new Syntax.Coalesce(at, left, Primary()));
        return left;
    }

    Syntax Primary()
    {
        var token = Next();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new Syntax.Literal(token.Offset, Value.Of(token.Text));
            case TokenKind.Number:
                return new Syntax.Literal(token.Offset, Number(token));
            case TokenKind.Variable:
                return new Syntax.Let(token.Offset, token.Text);
            case TokenKind.Attribute:
                position--;
                return Path(PathStart.Here, token.Offset);
            case TokenKind.Name:
                return Named(token);
            case TokenKind.Symbol when token.Text == "(":
                var inner = Or();
                Expect(")", "to close the parenthesis");
                return inner;
            case TokenKind.Symbol when token.Text == "[":
                return new Syntax.ListOf(token.Offset, List("]"));
            default:
                position--;
                throw Unexpected("a path, a text in single quotes, a number or a function is expected");
        }
    }

    static Value Number(Token token) => long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
        ? Value.Of(whole)
        : Value.Of(decimal.Parse(token.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));

    Syntax Named(Token token)
    {
        if (Current.Is("(")) return Call(token, null);

        switch (token.Text)
        {
            case "true": return new Syntax.Literal(token.Offset, Value.Of(true));
            case "false": return new Syntax.Literal(token.Offset, Value.Of(false));
            case "null": return new Syntax.Literal(token.Offset, Value.Null);
            case "it": return Path(PathStart.It, token.Offset);
            case "root":
                // The grammar reads «root path»; a dot between the two is allowed and usual.
                if (Current.Kind == TokenKind.Attribute || (Current.Kind == TokenKind.Name && Current.Text is not ("and" or "or" or "in" or "not")))
                    return Path(PathStart.Root, token.Offset, [Step()]);
                return Path(PathStart.Root, token.Offset);
            case "and" or "or" or "in" or "not":
                position--;
                throw Unexpected("a value is expected");
            default:
                return Path(PathStart.Here, token.Offset, [new PathSegment(token.Offset, token.Text, 0)]);
        }
    }

    Syntax.Path Path(PathStart start, int offset, List<PathSegment>? begun = null)
    {
        var segments = begun ?? [];
        if (begun is null && Current.Kind == TokenKind.Attribute) segments.Add(Step());
        while (true)
        {
            if (Take("."))
            {
                segments.Add(Step());
            }
            else if (Current.Is("[") && tokens[position + 1].Kind is TokenKind.Number or TokenKind.Text && tokens[position + 2].Is("]"))
            {
                position++;
                var inside = Next();
                position++;
                if (inside.Kind == TokenKind.Text)
                    segments.Add(new PathSegment(inside.Offset, inside.Text, 0));
                else if (int.TryParse(inside.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                    segments.Add(new PathSegment(inside.Offset, null, index));
                else
                    throw new SyntaxException(new SyntaxError(inside.Offset, "an index is a whole number from 0"));
            }
            else
            {
                return new Syntax.Path(offset, start, segments);
            }

            if (segments.Count > MaxDepth) throw Unexpected($"the path has more than {MaxDepth} steps");
        }
    }

    PathSegment Step()
    {
        var token = Next();
        if (token.Kind == TokenKind.Name) return new PathSegment(token.Offset, token.Text, 0);
        if (token.Kind == TokenKind.Attribute) return new PathSegment(token.Offset, "@" + token.Text, 0);
        position--;
        throw Unexpected("a name is expected after '.'");
    }

    Syntax.Call Call(Token name, Syntax? input) => new(name.Offset, name.Text, input, Take("(") ? List(")") : []);

    List<Syntax> List(string end)
    {
        var items = new List<Syntax>();
        if (Take(end)) return items;
        do
        {
            items.Add(Or());
        }
        while (Take(","));
        Expect(end, "to close the list");
        return items;
    }

    // Chains such as a | b | c nest the tree as parentheses do; a tree is evaluated recursively, so both are bounded.
    int chained;

    Syntax Deeper(Syntax syntax) => ++chained > 200
        ? throw new SyntaxException(new SyntaxError(syntax.Offset, "the expression has more than 200 steps; split it with let") { Code = MappingCodes.TooLarge })
        : syntax;

    SyntaxException Unexpected(string expected)
    {
        var found = Current.Kind switch
        {
            TokenKind.End => "the expression ends",
            TokenKind.Text => $"'{Current.Text}' stands here",
            _ => $"'{Current.Text}' stands here",
        };
        return new SyntaxException(new SyntaxError(Current.Offset, $"{expected}, but {found}"));
    }

    sealed class SyntaxException(SyntaxError error) : Exception(error.Message)
    {
        public SyntaxError Error { get; } = error;
    }
}
