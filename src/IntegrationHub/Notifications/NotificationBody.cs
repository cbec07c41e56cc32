using System.Text.Json;

namespace IntegrationHub.Notifications;

/// <summary>The body of a notification that was found genuine: one JSON object, of which only a few texts are looked at.</summary>
internal sealed class NotificationBody : IDisposable
{
    const int MaxTextLength = 2000;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    readonly JsonDocument document;

    NotificationBody(JsonDocument document) => this.document = document;

    /// <summary>Reads it; null when it is no JSON object.</summary>
    public static NotificationBody? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return new NotificationBody(document);

            document.Dispose();
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The text, or the whole number, that these names lead to; null when there is none.</summary>
    public string? Text(params IReadOnlyList<string> names)
    {
        try
        {
            var at = document.RootElement;
            foreach (var name in names)
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;

            return at.ValueKind switch
            {
                JsonValueKind.String when at.GetString() is { Length: > 0 and <= MaxTextLength } text => text,
                JsonValueKind.Number when at.GetRawText() is { Length: <= 30 } number && number.All(char.IsAsciiDigit) => number,
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half a character, or bytes that are no UTF-8.
            return null;
        }
    }

    public void Dispose() => document.Dispose();
}
