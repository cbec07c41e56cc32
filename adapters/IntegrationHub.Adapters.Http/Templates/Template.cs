using System.Buffers;
using System.Text;

namespace IntegrationHub.Adapters.Http;

/// <summary>A text with holes.</summary>
sealed class Template
{
    // A value between quotes, or in a filter language that nobody here knows, may hold what cannot end it.
    static readonly SearchValues<char> EndsAText = SearchValues.Create("'\"\\`\r\n\0<>{}");

    readonly IReadOnlyList<Piece> pieces;

    public Template(IReadOnlyList<Piece> pieces) => this.pieces = pieces;

    /// <summary>The holes, in their order.</summary>
    public IEnumerable<Hole> Holes => pieces.Select(p => p.Hole).OfType<Hole>();

    /// <summary>The hole, when the text is nothing else.</summary>
    public Hole? Alone => pieces is [{ Hole: { } hole }] ? hole : null;

    /// <summary>The text, when it has no hole.</summary>
    public string? Constant => pieces.All(p => p.Hole is null) ? string.Concat(pieces.Select(p => p.Text)) : null;

    /// <summary>The text with its holes filled; null when there is nothing to fill one of them with.</summary>
    /// <param name="values">Fills them.</param>
    /// <param name="escape">Writes a value so that it means itself where the text goes.</param>
    /// <exception cref="UnaskableException">A value would end the text that it stands in.</exception>
    public string? Fill(HoleValues values, Func<Hole, string, string>? escape = null)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces)
        {
            if (piece.Hole is not { } hole)
            {
                text.Append(piece.Text);
                continue;
            }

            if (values(hole) is not { } value) return null;

            text.Append(escape is null ? value.Text : escape(hole, value.Text));
        }

        return text.ToString();
    }

    /// <summary>The same in a text that the vendor reads as a language of its own, a filter for instance: a value that could mean something in it is not put there.</summary>
    public string? FillGuarded(HoleValues values, Func<Hole, string, string>? escape = null) => Alone is not null
        ? Fill(values, escape)
        : Fill(values, (hole, text) =>
        {
            if (hole.IsForeign && !IsHarmless(hole, text)) throw new UnaskableException(hole);

            return escape is null ? text : escape(hole, text);
        });

    bool IsHarmless(Hole hole, string text) =>
        IsQuoted(hole) ? text.AsSpan().IndexOfAny(EndsAText) < 0 : text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':');

    bool IsQuoted(Hole hole)
    {
        for (var at = 1; at < pieces.Count - 1; at++)
        {
            if (!ReferenceEquals(pieces[at].Hole, hole) || pieces[at - 1].Text is not { Length: > 0 } before || pieces[at + 1].Text is not { Length: > 0 } after) continue;
            if (before[^1] is '\'' or '"' && after[0] == before[^1]) return true;
        }

        return false;
    }

    /// <summary>A part of a text: words, or a hole.</summary>
    public readonly record struct Piece(string Text, Hole? Hole);
}
