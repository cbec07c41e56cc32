namespace IntegrationHub.Storage;

/// <summary>A text that operators search for.</summary>
internal static class SearchText
{
    /// <summary>The text with its ASCII letters in lower case: both stores fold those alike, and others not at all.</summary>
    public static string Folded(string text) => string.Create(text.Length, text, static (folded, of) =>
    {
        for (var i = 0; i < of.Length; i++) folded[i] = of[i] is >= 'A' and <= 'Z' ? (char)(of[i] | 0x20) : of[i];
    });
}
