using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Alerts;

/// <summary>Puts values in the place of references just before a message is sent, so that a secret that was changed counts at once.</summary>
sealed class AlertTexts(ISettingSource values)
{
    readonly SettingResolver resolver = new(values);
    readonly DiagnosticBag diagnostics = new();

    /// <summary>What is missing, for people; null when nothing is.</summary>
    public string? Fault => diagnostics.HasErrors ? string.Join("; ", diagnostics.All.Select(diagnostic => diagnostic.Message)) : null;

    /// <summary>The text with its values; empty when one is missing.</summary>
    public string Of(string key, AlertText text) => resolver.Fill(key, text.Text, text.Place, diagnostics) ?? "";
}
