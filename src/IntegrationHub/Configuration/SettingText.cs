namespace IntegrationHub.Configuration;

/// <summary>A part of a setting as it is written: literal text, or a reference to a value that lives elsewhere.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text itself, or the name that is referred to.</param>
internal readonly record struct SettingPart(SettingPartKind Kind, string Text);

/// <summary>What a part of a setting is.</summary>
internal enum SettingPartKind
{
    /// <summary>Text that stands for itself.</summary>
    Literal,

    /// <summary><c>${NAME}</c>.</summary>
    Setting,

    /// <summary><c>${secret:NAME}</c>.</summary>
    Secret,
}

/// <summary>Takes a setting apart into text and references.</summary>
internal static class SettingText
{
    const string SecretPrefix = "secret:";

    /// <summary>The parts; null when a reference is not closed or has no proper name.</summary>
    public static IReadOnlyList<SettingPart>? Parse(string text)
    {
        var parts = new List<SettingPart>();
        var at = 0;
        while (at < text.Length)
        {
            var start = text.IndexOf("${", at, StringComparison.Ordinal);
            if (start < 0) start = text.Length;
            if (start > at) parts.Add(new SettingPart(SettingPartKind.Literal, text[at..start]));
            if (start == text.Length) break;

            var end = text.IndexOf('}', start);
            if (end < 0) return null;

            var name = text[(start + 2)..end];
            var secret = name.StartsWith(SecretPrefix, StringComparison.Ordinal);
            if (secret) name = name[SecretPrefix.Length..];
            if (!IsName(name)) return null;

            parts.Add(new SettingPart(secret ? SettingPartKind.Secret : SettingPartKind.Setting, name));
            at = end + 1;
        }

        return parts;
    }

    /// <summary>Whether a value can be named so: letters a–z and A–Z, digits, <c>_</c>, <c>-</c> and <c>.</c>, starting with a letter. So a name never leads out of a folder.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 128 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
