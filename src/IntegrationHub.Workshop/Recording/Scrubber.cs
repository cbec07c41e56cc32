using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Identity;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Takes out of a text what is somebody's, and leaves the rest of it as it is: secrets, numbers of people, mail addresses, telephone numbers, and – in what people write – names that stand in other fields.</summary>
/// <param name="disguise">Gives what stands in their place.</param>
/// <param name="secrets">The stream's secrets.</param>
/// <param name="origins">The vendor's addresses: scheme, host and port.</param>
internal sealed partial class Scrubber(Disguise disguise, SecretForms secrets, IReadOnlyList<string> origins)
{
    /// <summary>Stands where a secret stood.</summary>
    public const string Secret = "made-up-secret";

    /// <summary>The secrets.</summary>
    public SecretForms Secrets => secrets;

    /// <summary>What stands for a whole value that was replaced; null when none was.</summary>
    public string? Known(string value) => disguise.Known(value);

    /// <summary>The text without secrets, and with another address in the place of the vendor's own.</summary>
    public string WithoutSecrets(string text) => new Pieces(text).Take(SecretPieces(text)).Text;

    /// <summary>The text without what is somebody's.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isWritten">Whether people write it: then words are looked for that are parts of somebody's name or address elsewhere.</param>
    public string Of(string text, bool isWritten)
    {
        if (text.Length < 3) return text;

        return new Pieces(text)
            .Take(SecretPieces(text))
            .Take(Found(Email().Matches(text), m => disguise.Email(m.Value.Replace("%40", "@", StringComparison.Ordinal))))
            .Take(Found(Person().Matches(text), m => disguise.Person(m.Value, isTold: false)))
            .Take(Found(Phone().Matches(text), m => IsPhone(text, m, isWritten) ? disguise.Phone(m.Value) : null))
            .Take(isWritten ? Found(Property().Matches(text), m => PropertyDesignation.TryParse(m.Value, out _) ? disguise.Property(m.Value) : null) : [])
            .Take(isWritten ? Found(Disguise.Word().Matches(text), m => disguise.NameWord(m.Value) ?? disguise.PlaceWord(m.Value)) : [])
            .Text;
    }

    /// <summary>An address or a path with parameters: each part by itself.</summary>
    public string OfAddress(string text)
    {
        var clean = WithoutSecrets(text);
        var question = clean.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? clean : clean[..question];
        var scheme = path.IndexOf("://", StringComparison.Ordinal) is var s and >= 0 && path.IndexOf('/', s + 3) is var end ? (end < 0 ? path.Length : end) : 0;
        var parts = string.Join('/', path[scheme..].Split('/').Select(Part));
        return path[..scheme] + parts + (question < 0 ? "" : "?" + string.Join('&', clean[(question + 1)..].Split('&').Select(Parameter)));
    }

    string Parameter(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? Part(parameter) : $"{parameter[..equals]}={Part(parameter[(equals + 1)..])}";
    }

    string Part(string escaped)
    {
        var value = Uri.UnescapeDataString(escaped.Replace('+', ' '));
        var made = disguise.Known(value) ?? Of(value, isWritten: true);
        return made == value ? escaped : Uri.EscapeDataString(made);
    }

    IEnumerable<Piece> SecretPieces(string text)
    {
        foreach (var form in secrets.All)
            for (var at = text.IndexOf(form, StringComparison.Ordinal); at >= 0; at = text.IndexOf(form, at + form.Length, StringComparison.Ordinal)) yield return new Piece(at, form.Length, Secret);
        foreach (var origin in origins)
            for (var at = text.IndexOf(origin, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(origin, at + origin.Length, StringComparison.OrdinalIgnoreCase))
                if (at + origin.Length == text.Length || !(char.IsLetterOrDigit(text[at + origin.Length]) || text[at + origin.Length] is '.' or '-' or ':')) yield return new Piece(at, origin.Length, Testing.StubFolder.Origin);
    }

    // A date with strokes and a number with zeros before it look like one too.
    static bool IsPhone(string text, Match match, bool isWritten)
    {
        var value = match.Value.Trim();
        var digits = value.Count(char.IsAsciiDigit);
        if (digits is < 8 or > 14 || Dates().IsMatch(value)) return false;
        if (value.StartsWith('+')) return true;
        if (value.StartsWith("00", StringComparison.Ordinal)) return isWritten && digits >= 11 && value.Any(c => !char.IsAsciiDigit(c));
        return isWritten || (match.Length == text.Length && value.StartsWith("07", StringComparison.Ordinal) && digits == 10) || (match.Length == text.Length && value.Any(c => c is ' ' or '-') && digits is 9 or 10);
    }

    static IEnumerable<Piece> Found(MatchCollection matches, Func<Match, string?> with)
    {
        foreach (Match match in matches)
            if (with(match) is { } made && made != match.Value) yield return new Piece(match.Index, match.Length, made);
    }

    readonly record struct Piece(int At, int Length, string With);

    /// <summary>Pieces of a text that are replaced at once, so that nothing looks at what was put in.</summary>
    sealed class Pieces(string text)
    {
        readonly List<Piece> taken = [];

        public Pieces Take(IEnumerable<Piece> pieces)
        {
            foreach (var piece in pieces)
                if (!taken.Exists(t => piece.At < t.At + t.Length && t.At < piece.At + piece.Length)) taken.Add(piece);
            return this;
        }

        public string Text
        {
            get
            {
                if (taken.Count == 0) return text;

                var made = new StringBuilder();
                var at = 0;
                foreach (var piece in taken.OrderBy(t => t.At))
                {
                    made.Append(text, at, piece.At - at).Append(piece.With);
                    at = piece.At + piece.Length;
                }

                return made.Append(text, at, text.Length - at).ToString();
            }
        }
    }

    [GeneratedRegex(@"[\p{L}\p{N}._%+'-]+?(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![0-9])(?:(?:[0-9]{8}|[0-9]{6})[-+\u2010-\u2015\u2212 ]?[0-9]{4}|[0-9]{6} ?[0-9]{5})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Person();

    [GeneratedRegex(@"(?<![\p{L}0-9+.:/-])(?:\+|0)[0-9](?:[-/() .\u2010-\u2015]{0,3}[0-9]){6,13}(?![0-9]|[.:/-][0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex(@"(?<![\p{L}0-9])\p{Lu}[\p{Lu}]{2,}(?: [\p{Lu}]{2,}){0,3} [0-9]{1,4}:[0-9]{1,4}(?![0-9:])")]
    private static partial Regex Property();

    [GeneratedRegex(@"^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Dates();
}
