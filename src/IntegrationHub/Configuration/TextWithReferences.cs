using IntegrationHub.Diagnostics;

namespace IntegrationHub.Configuration;

/// <summary>A text of a file with references in it, and where it stands.</summary>
/// <param name="Text">The text as it is written.</param>
/// <param name="Place">Where.</param>
public sealed record TextWithReferences(string Text, Place Place);

/// <summary>Puts values in the place of references just before they are needed, so that a secret that was changed counts at once.</summary>
sealed class TextFiller(ISettingSource values)
{
    readonly SettingResolver resolver = new(values);
    readonly DiagnosticBag diagnostics = new();

    /// <summary>What is missing, for people; null when nothing is.</summary>
    public string? Fault => diagnostics.HasErrors ? string.Join("; ", diagnostics.All.Select(diagnostic => diagnostic.Message)) : null;

    /// <summary>The text with its values; empty when one is missing.</summary>
    public string Of(string key, TextWithReferences text) => resolver.Fill(key, text.Text, text.Place, diagnostics) ?? "";
}
