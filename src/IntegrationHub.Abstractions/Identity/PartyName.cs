using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace IntegrationHub.Identity;

/// <summary>The name of a person or an organisation, whatever order, case, accents, hyphens and blanks it is written with.</summary>
/// <remarks>
/// Å, Ä and Ö are letters of their own, as in Swedish; the Danish and Norwegian Æ and Ø are read as Ä and Ö. Every other accent is left out: <c>é</c> is <c>e</c>.
/// All words of a name count, and nothing tells which of them is the family name: <c>Andersson, Anna</c> and <c>Anna Andersson</c> are one name, <c>Anna Maria Andersson</c> is another.
/// </remarks>
public readonly record struct PartyName
{
    /// <summary>The longest name, in characters as written.</summary>
    public const int MaxLength = 200;

    // Upper-case letters from U+00C0 on and from U+0100 on; a dot is a sign that is no letter.
    const string FromC0 = "AAAAÄÅÄCEEEEIIIIDNOOOOÖ.ÖUUUUYTS";
    const string From100 = "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIJJJJKKKLLLLLLLLLLNNNNNNNNNOOOOOOÖÖRRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

    readonly string? value;

    PartyName(string value) => this.value = value;

    /// <summary>Its words in upper case, in the order of the alphabet's code points: <c>ANDERSSON ANNA</c>.</summary>
    public string Value => value ?? "";

    /// <summary>Reads a name with at least two letters, at most <see cref="MaxLength"/> characters long, without control characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PartyName result)
    {
        result = default;
        if (text is null || text.Length > MaxLength) return false;

        var words = new List<string>();
        var word = new StringBuilder();
        var letters = 0;
        foreach (var c in WrittenText.CollapseUpper(text))
        {
            if (char.IsControl(c)) return false;
            if (IsLeftOut(c)) continue;

            var plain = Plain(c);
            if (char.IsLetterOrDigit(plain))
            {
                word.Append(plain);
                if (char.IsLetter(plain)) letters++;
            }
            else
            {
                End(words, word);
            }
        }

        End(words, word);
        if (letters < 2) return false;

        words.Sort(StringComparer.Ordinal);
        result = new PartyName(string.Join(' ', words));
        return true;
    }

    /// <summary>The first letters only: <c>A*** A***</c>.</summary>
    public override string ToString() => Value.Length == 0 ? "****" : string.Join(' ', Value.Split(' ').Select(word => $"{word[0]}***"));

    // What stands inside a word without parting it: O'Neill, and accents that are written as signs of their own.
    static bool IsLeftOut(char c) => c is '\'' or '\u2019' or '\u02BC' or '\u00B4' or '`' or (>= '\u0300' and <= '\u036F');

    static char Plain(char upper) => upper switch
    {
        >= '\u00C0' and < '\u00E0' => FromC0[upper - '\u00C0'],
        >= '\u0100' and < '\u0180' => From100[upper - '\u0100'],
        '\u00DF' or '\u1E9E' => 'S',
        '\u00FF' => 'Y',
        _ => upper,
    };

    static void End(List<string> words, StringBuilder word)
    {
        if (word.Length == 0) return;
        words.Add(word.ToString());
        word.Clear();
    }
}
