using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub;

/// <summary>The municipality whose data this is; the first column of every key.</summary>
/// <param name="Value">Lower-case letters, digits and hyphens, at most 64.</param>
public readonly record struct TenantId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>One installation of one department system: where a case lives. Two installations of one product are two sources.</summary>
/// <param name="Value">Lower-case letters, digits and hyphens, at most 64.</param>
public readonly record struct SourceId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>What one stream file reads from one source; unique in the hub.</summary>
/// <param name="Value">Lower-case letters, digits and hyphens, at most 64.</param>
public readonly record struct StreamName(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>The full name of a stream. Checkpoints and leases are kept by it, so that neither two municipalities nor two installations share one.</summary>
public readonly record struct StreamKey(TenantId Tenant, SourceId Source, StreamName Stream)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Source}/{Stream}";
}

/// <summary>What a name of a tenant, source or stream may look like.</summary>
public static class HubName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether the text is lower-case letters a–z, digits and single hyphens between them, starting with a letter, at most <see cref="MaxLength"/> long.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text)
    {
        if (text is null || text.Length is 0 or > MaxLength || text[0] is < 'a' or > 'z' || text[^1] == '-') return false;

        for (var i = 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')) return false;
            if (c == '-' && text[i - 1] == '-') return false;
        }

        return true;
    }
}
