using IntegrationHub.Storage;
using IntegrationHub.Streams;

namespace IntegrationHub.Configuration;

/// <summary>The connection string of a store as it is written down: with <c>${NAME}</c> and <c>${secret:NAME}</c> in the place of what is no file's business.</summary>
internal static class ConnectionText
{
    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static (string Code, string Message)? Fault(string written)
    {
        if (SettingText.Parse(written) is not { } parts) return (StreamCodes.Reference, "holds a reference that is not closed, or has no proper name; write ${secret:NAME}");

        // Without what is referred to: a reference may be called as it likes.
        var literal = string.Concat(parts.Where(part => part.Kind == SettingPartKind.Literal).Select(part => part.Text));
        var plain = literal.Split(';').Any(setting => setting.Split('=') is [var name, var value] && value.Trim().Length > 0
            && name.Trim() is var key && (key.Equals("Password", StringComparison.OrdinalIgnoreCase) || key.Equals("Pwd", StringComparison.OrdinalIgnoreCase)));
        return plain ? (StreamCodes.LiteralSecret, "holds a password; write the whole as ${secret:NAME}, or Password=${secret:NAME}") : null;
    }

    /// <summary>The text with values in the place of its references.</summary>
    /// <exception cref="StoreUnusableException">One has none, or it is written wrongly. The message holds no value.</exception>
    public static string Resolve(string written, ISettingSource values)
    {
        if (Fault(written) is { } fault) throw new StoreUnusableException($"The connection string of the index {fault.Message}.");

        return string.Concat(SettingText.Parse(written)!.Select(part => part.Kind switch
        {
            SettingPartKind.Setting => values.FindSetting(part.Text) ?? throw Missing("setting", part.Text, values.WhereSettingsAre),
            SettingPartKind.Secret => values.FindSecret(part.Text) ?? throw Missing("secret", part.Text, values.WhereSecretsAre),
            _ => part.Text,
        }));
    }

    static StoreUnusableException Missing(string what, string name, string? where) =>
        new($"The connection string of the index needs the {what} '{name}', which has no value{(where is null ? "" : $"; give it as {where}")}.");
}
