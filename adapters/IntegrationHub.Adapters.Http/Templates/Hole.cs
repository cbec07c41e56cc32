using IntegrationHub.AdapterKit;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Adapters.Http;

/// <summary>A place in a request that is filled when it is sent: <c>{since:yyyy-MM-dd}</c>, <c>{row.id}</c>.</summary>
/// <param name="Name">What fills it.</param>
/// <param name="Path">Of a row, a record, a setting or a secret: which value of it.</param>
/// <param name="Time">Of a time: how it is written; null unless the hole itself says so.</param>
/// <param name="Place">Where it stands in the stream file.</param>
sealed record Hole(string Name, string? Path, TimeStyle? Time, Place Place)
{
    public const string Since = "since";
    public const string Until = "until";
    public const string Page = "page";
    public const string Size = "size";
    public const string Offset = "offset";
    public const string Token = "token";
    public const string Key = "key";
    public const string Keys = "keys";
    public const string Row = "row";
    public const string Record = "record";
    public const string Setting = "setting";
    public const string Secret = "secret";

    /// <summary>Whether what fills it comes from a vendor, or from whoever notified the hub: nobody here has written it.</summary>
    public bool IsForeign => Name is Key or Keys or Row or Record or Token;

    /// <summary>Whether it is a time.</summary>
    public bool IsTime => Name is Since or Until;

    public override string ToString() => Path is null ? $"{{{Name}}}" : $"{{{Name}.{Path}}}";
}

/// <summary>What fills a hole.</summary>
/// <param name="Text">The text of it.</param>
/// <param name="Raw">Where it is no text in JSON: the JSON it is.</param>
/// <param name="List">Where it is several texts: each of them.</param>
readonly record struct HoleValue(string Text, string? Raw = null, IReadOnlyList<string>? List = null);

/// <summary>Fills holes; null when there is nothing to fill one with.</summary>
delegate HoleValue? HoleValues(Hole hole);

/// <summary>A value that cannot be put where its hole stands without meaning something else there. What was asked for with it is not asked for.</summary>
sealed class UnaskableException(Hole hole) : Exception($"The value of {hole} cannot stand where the hole is.")
{
    public Hole Hole { get; } = hole;
}
