using System.Text;
using MimeKit;
using MimeKit.Text;

namespace IntegrationHub.Adapters.Files;

/// <summary>What somebody wrote in an e-mail, as text.</summary>
internal static class MailText
{
    static readonly HashSet<HtmlTagId> Unseen = [HtmlTagId.Script, HtmlTagId.Style, HtmlTagId.Head, HtmlTagId.Title, HtmlTagId.NoScript];

    static readonly HashSet<HtmlTagId> Lines =
    [
        HtmlTagId.Br, HtmlTagId.P, HtmlTagId.Div, HtmlTagId.TR, HtmlTagId.LI, HtmlTagId.H1, HtmlTagId.H2, HtmlTagId.H3, HtmlTagId.H4, HtmlTagId.H5, HtmlTagId.H6,
        HtmlTagId.BlockQuote, HtmlTagId.Table, HtmlTagId.UL, HtmlTagId.OL, HtmlTagId.Pre, HtmlTagId.HR,
    ];

    /// <summary>The plain text where there is one; otherwise what a reader sees of the HTML.</summary>
    public static (string Text, bool IsHtml) Of(MimeMessage message) =>
        message.TextBody is { } text && !string.IsNullOrWhiteSpace(text) ? (Tidy(text), false)
        : message.HtmlBody is { } html ? (Tidy(OfHtml(html)), true)
        : ("", false);

    /// <summary>What a reader sees of HTML: no tags, no styles, a line for each paragraph.</summary>
    public static string OfHtml(string html)
    {
        var text = new StringBuilder();
        var unseen = 0;
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken tag)
            {
                if (Unseen.Contains(tag.Id) && !tag.IsEmptyElement) unseen = Math.Max(0, unseen + (tag.IsEndTag ? -1 : 1));
                // A head that is never closed must not swallow the body.
                if (tag.Id == HtmlTagId.Body) unseen = 0;
                if (unseen == 0 && Lines.Contains(tag.Id)) text.Append('\n');
                else if (unseen == 0 && tag is { Id: HtmlTagId.TD, IsEndTag: true }) text.Append(' ');
            }
            else if (unseen == 0 && token.Kind == HtmlTokenKind.Data)
            {
                AppendWords(text, ((HtmlDataToken)token).Data);
            }
        }

        return text.ToString();
    }

    // A line break in HTML is a blank.
    static void AppendWords(StringBuilder text, string words)
    {
        foreach (var c in words)
        {
            if (!char.IsWhiteSpace(c) || c == '\u00A0') text.Append(c == '\u00A0' ? ' ' : c);
            else if (text.Length > 0 && text[^1] is not (' ' or '\n')) text.Append(' ');
        }
    }

    // One kind of line break, no blanks at the ends of lines, no more than one empty line.
    static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        var empty = 0;
        foreach (var line in text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n'))
        {
            var shown = line.TrimEnd();
            empty = shown.Length == 0 ? empty + 1 : 0;
            if (empty <= 1) tidy.Append(shown).Append('\n');
        }

        return tidy.ToString().Trim();
    }
}
