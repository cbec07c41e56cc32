using System.Text;
using System.Text.Json;

namespace IntegrationHub.Adapters.Http;

/// <summary>Where a read stands between two pages. It is kept by the hub as text, may come back in a later run, and may then belong to another version of the stream file.</summary>
sealed record PagePlace
{
    /// <summary>The way of paging that it belongs to.</summary>
    public PagingKind By { get; init; }

    /// <summary>Whether the list of deletions is read.</summary>
    public bool Deletions { get; init; }

    /// <summary>The number of the page, or of the first record of it.</summary>
    public long Number { get; init; }

    /// <summary>The link, the token or the bound, as the vendor gave it.</summary>
    public string? Given { get; init; }

    /// <summary>How many records came before, where the vendor counts pages.</summary>
    public long Seen { get; init; }

    /// <summary>Of an answer that is handed over in parts: how many of its rows were.</summary>
    public long Taken { get; init; }

    /// <summary>How often that answer was begun anew: a place in it is never the one that a read came back with.</summary>
    public long Begun { get; init; }

    /// <summary>The first page.</summary>
    public static PagePlace First(PagingRules rules, bool deletions = false) =>
        new() { By = rules.By, Deletions = deletions, Number = rules.By == PagingKind.Page ? rules.First : 0 };

    /// <summary>As text.</summary>
    public string Write()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("by", By.ToString());
            if (Deletions) writer.WriteBoolean("deletions", true);
            writer.WriteNumber("number", Number);
            if (Given is not null) writer.WriteString("given", Given);
            if (Seen > 0) writer.WriteNumber("seen", Seen);
            if (Taken > 0) writer.WriteNumber("taken", Taken);
            if (Begun > 0) writer.WriteNumber("begun", Begun);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A text that is no place of this way of paging begins anew: what comes twice is harmless, what is passed over is lost.</summary>
    public static PagePlace Read(string? text, PagingRules list, PagingRules? deletions)
    {
        if (text is null) return First(list);

        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return First(list);

            var ofDeletions = root.TryGetProperty("deletions", out var flag) && flag.ValueKind == JsonValueKind.True;
            var rules = ofDeletions ? deletions : list;
            if (rules is null || !Enum.TryParse<PagingKind>(TextOf(root, "by"), out var by) || by != rules.By) return First(list);

            var place = First(rules, ofDeletions) with
            {
                Number = NumberOf(root, "number"),
                Given = TextOf(root, "given"),
                Seen = NumberOf(root, "seen"),
                Taken = NumberOf(root, "taken"),
                Begun = NumberOf(root, "begun"),
            };
            return place.Makes(rules) ? place : First(list);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            return First(list);
        }
    }

    bool Makes(PagingRules rules) => Number >= 0 && Seen >= 0 && Taken >= 0 && rules.By switch
    {
        PagingKind.Page => Number >= rules.First,
        PagingKind.Next or PagingKind.Link or PagingKind.Token or PagingKind.Bounds => Given is { Length: > 0 } || Deletions,
        _ => true,
    };

    static string? TextOf(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static long NumberOf(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}
