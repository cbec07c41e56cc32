using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Storage.Copying;

/// <summary>How far a copy is. It stands in the target, written with the rows.</summary>
/// <param name="Source">Where it is copied from.</param>
/// <param name="Stamp">The source's stamp when it began.</param>
/// <param name="Table">The table that is copied.</param>
/// <param name="After">The key of the last row that was copied of it, as text; null when none was.</param>
internal sealed record CopyMark(string Source, string Stamp, string Table, IReadOnlyList<string>? After)
{
    /// <summary>Under this name it stands in the target's own settings.</summary>
    public const string Name = "copy";

    /// <summary>What is said of an index that a copy has not ended in.</summary>
    public static string Unfinished(string where) =>
        $"An index is being copied into {where}, and the copy has not ended. Call ihub index copy with the same --from and --to: it goes on where it was broken off.";

    public static string Write(CopyMark mark) => JsonSerializer.Serialize(mark, CopyContext.Default.CopyMark);

    public static CopyMark? Read(string? text) => text is null ? null : JsonSerializer.Deserialize(text, CopyContext.Default.CopyMark);

    /// <summary>A key's value as text.</summary>
    public static string TextOf(object value) => value switch
    {
        long number => number.ToString(CultureInfo.InvariantCulture),
        UInt128 id => id.ToString(CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexString(bytes),
        string text => text,
        _ => throw new ArgumentException($"A value of type {value.GetType().Name} is in no key.", nameof(value)),
    };

    /// <summary>A key's value out of its text.</summary>
    public static object ValueOf(string text, ColumnKind kind) => kind switch
    {
        ColumnKind.Number => long.Parse(text, CultureInfo.InvariantCulture),
        ColumnKind.Id => UInt128.Parse(text, CultureInfo.InvariantCulture),
        ColumnKind.Bytes => Convert.FromHexString(text),
        _ => text,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CopyMark))]
internal sealed partial class CopyContext : JsonSerializerContext;
