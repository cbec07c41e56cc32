using System.Globalization;
using System.Text;

namespace IntegrationHub.Mapping.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Variable,
    Attribute,
    Text,
    Number,
    Symbol,
}

/// <summary>One word of an expression.</summary>
internal readonly record struct Token(TokenKind Kind, int Offset, string Text)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}

/// <summary>What is wrong with an expression's text, and at which character.</summary>
internal sealed record SyntaxError(int Offset, string Message)
{
    public string Code { get; init; } = MappingCodes.Syntax;
}

/// <summary>Cuts an expression into words.</summary>
internal static class Lexer
{
    static readonly string[] Symbols = ["??", "==", "!=", "<=", ">=", "<", ">", "|", "(", ")", "[", "]", ",", "."];

    public static (List<Token> Tokens, SyntaxError? Error) Read(string text)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (at == text.Length)
            {
                tokens.Add(new Token(TokenKind.End, at, ""));
                return (tokens, null);
            }

            var start = at;
            var c = text[at];
            if (c == '\'')
            {
                if (ReadText(text, ref at) is not { } value) return (tokens, new SyntaxError(start, "the text is not closed; end it with '") { Code = MappingCodes.UnclosedText });
                tokens.Add(new Token(TokenKind.Text, start, value));
            }
            else if (IsNameStart(c))
            {
                tokens.Add(new Token(TokenKind.Name, start, ReadName(text, ref at)));
            }
            else if (c is '$' or '@' && at + 1 < text.Length && IsNameStart(text[at + 1]))
            {
                at++;
                tokens.Add(new Token(c == '$' ? TokenKind.Variable : TokenKind.Attribute, start, ReadName(text, ref at)));
            }
            else if (char.IsAsciiDigit(c) || (c == '-' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            {
                at++;
                while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))) at++;
                var number = text[start..at];
                if (!decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
                    return (tokens, new SyntaxError(start, $"'{number}' is no number"));
                tokens.Add(new Token(TokenKind.Number, start, number));
            }
            else if (Array.Find(Symbols, s => string.CompareOrdinal(text, start, s, 0, s.Length) == 0) is { } symbol)
            {
                at += symbol.Length;
                tokens.Add(new Token(TokenKind.Symbol, start, symbol));
            }
            else
            {
                return (tokens, new SyntaxError(start, Unexpected(c)));
            }
        }
    }

    static string Unexpected(char c) => c switch
    {
        '"' => "texts stand in single quotes: 'text'",
        '=' => "'=' compares nothing; write '=='",
        '&' => "write 'and'",
        '!' => "write 'not'",
        '+' or '*' or '/' => $"'{c}' is no part of the language; there is a function for it or none",
        _ => $"'{c}' is no part of the language",
    };

    static string? ReadText(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '\'')
            {
                value.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '\'')
            {
                value.Append('\'');
                at++;
            }
            else
            {
                at++;
                return value.ToString();
            }
        }

        return null;
    }

    static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    static string ReadName(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_')) at++;
        return text[start..at];
    }
}
