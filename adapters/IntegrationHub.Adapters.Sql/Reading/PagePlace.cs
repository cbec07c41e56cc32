using System.Buffers;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Where a read stands between two pages: behind which row. It is kept by the hub as text, may come back in a later run, and may then belong to another version of the stream file.</summary>
/// <param name="Deletions">Whether the deletions are read.</param>
/// <param name="After">The time of the last row; null where rows are sorted by their key alone.</param>
/// <param name="AfterKey">The key of the last row; null before the first page.</param>
sealed record PagePlace(bool Deletions, Cell? After, Cell? AfterKey)
{
    /// <summary>The first page.</summary>
    public static PagePlace First { get; } = new(false, null, null);

    /// <summary>As text.</summary>
    public string Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (Deletions) json.WriteBoolean("deletions", true);
            Write(json, "after", After);
            Write(json, "key", AfterKey);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void Write(Utf8JsonWriter json, string name, Cell? cell)
    {
        if (cell is not { } value) return;

        json.WriteStartArray(name);
        json.WriteStringValue(value.Kind.ToString());
        json.WriteStringValue(value.Text);
        json.WriteEndArray();
    }

    /// <summary>A text that is no place in these queries begins anew: what comes twice is harmless, what is passed over is lost.</summary>
    public static PagePlace Read(string? text, SqlDescription description)
    {
        if (text is null) return First;

        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return First;

            var deletions = document.RootElement.TryGetProperty("deletions", out var flag) && flag.ValueKind == JsonValueKind.True;
            if (deletions && description.Deletions is null) return First;

            var list = deletions ? description.Deletions!.List : description.List;
            var place = new PagePlace(deletions, CellOf(document.RootElement, "after"), CellOf(document.RootElement, "key"));
            if (place is { Deletions: true, After: null, AfterKey: null }) return place;

            return list.Pages && place.AfterKey is not null && (place.After is not null) == (list.Changed is not null) ? place : First;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return First;
        }
    }

    static Cell? CellOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2
        && Enum.TryParse<CellKind>(value[0].GetString(), out var kind) && kind is CellKind.Text or CellKind.Number or CellKind.Time && value[1].GetString() is { } text
            ? new Cell(kind, text)
            : null;
}
