using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using IntegrationHub.Storage;

namespace IntegrationHub.PostgreSql;

/// <summary>The words of a text as they are searched for: cut as in the hub's other store, small, without marks, and each with its tenant before it.</summary>
internal static class IndexedWords
{
    // PostgreSQL takes words of at most 2046 bytes; nobody types one that is as long as this.
    const int LongestWord = 200;

    /// <summary>The words of a text, each once, apart by a sign that is in no word.</summary>
    public static string Joined(long tenant, string text) => string.Join('\u0001', SearchWords.Split(text).Select(word => Folded(tenant, word)).Distinct(StringComparer.Ordinal));

    /// <summary>A query for all the words, the last one as a beginning; null when there is no word.</summary>
    /// <exception cref="ArgumentException">There are more words than <see cref="SearchWords.Most"/>.</exception>
    public static string? ToQuery(long tenant, string typed)
    {
        var words = SearchWords.Typed(typed);
        // Letters, digits and marks only: no quote is among them.
        return words.Count == 0 ? null : string.Join(" & ", words.Select(word => $"'{Folded(tenant, word)}'")) + ":*";
    }

    static string Folded(long tenant, string word)
    {
        var folded = new StringBuilder(word.Length + 4).Append(CultureInfo.InvariantCulture, $"{tenant} ");
        foreach (var letter in word.ToLowerInvariant())
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && folded.Length < LongestWord) folded.Append(Plain.TryGetValue(letter, out var plain) ? plain : letter);
        // Cut in the middle of a character it would be none.
        if (char.IsHighSurrogate(folded[^1])) folded.Length--;
        return folded.ToString();
    }

    // Written out, because a hub runs without the data of languages, and then nothing takes a mark off a letter. The same letters that SQLite's tokenizer makes plain.
    static readonly FrozenDictionary<char, char> Plain = new (char Plain, string Marked)[]
    {
        ('a', "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
        ('b', "ḃḅḇ"),
        ('c', "çćĉċčḉ"),
        ('d', "ďḋḍḏḑḓ"),
        ('e', "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
        ('f', "ḟ"),
        ('g', "ĝğġģǧǵḡ"),
        ('h', "ĥȟḣḥḧḩḫẖ"),
        ('i', "ìíîïĩīĭįǐȉȋḭḯỉị"),
        ('j', "ĵǰ"),
        ('k', "ķǩḱḳḵ"),
        ('l', "ĺļľḷḹḻḽ"),
        ('m', "ḿṁṃ"),
        ('n', "ñńņňǹṅṇṉṋ"),
        ('o', "òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
        ('p', "ṕṗ"),
        ('r', "ŕŗřȑȓṙṛṝṟ"),
        ('s', "śŝşšșṡṣṥṧṩ"),
        ('t', "ţťțṫṭṯṱẗ"),
        ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
        ('v', "ṽṿ"),
        ('w', "ŵẁẃẅẇẉẘ"),
        ('x', "ẋẍ"),
        ('y', "ýÿŷȳẏẙỳỵỷỹ"),
        ('z', "źżžẑẓẕ"),
        // Letters that have another small form, too.
        ('i', "İ"), ('s', "ẛ"), ('μ', "µ"), ('σ', "ς"),
    }.SelectMany(letter => letter.Marked.Select(marked => (marked, letter.Plain))).ToFrozenDictionary(letter => letter.marked, letter => letter.Plain);
}
