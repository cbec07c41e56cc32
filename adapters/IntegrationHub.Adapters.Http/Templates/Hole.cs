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

    // Of commands.
    public const string Id = "id";
    public const string Uuid = "uuid";
    public const string CaseNumber = "number";
    public const string Words = "words";
    public const string WrittenText = "text";
    public const string Subject = "subject";
    public const string Status = "status";
    public const string AskedAt = "time";
    public const string By = "by";
    public const string Party = "party";
    public const string Field = "field";
    public const string File = "file";
    public const string WriteBack = "writeBack";
    public const string Url = "url";
    public const string Reference = "reference";

    /// <summary>Whether it is written as a number in JSON: <c>{key:number}</c>.</summary>
    public bool AsNumber { get; init; }

    /// <summary>Whether it is written without hyphens: <c>{uuid:N}</c>.</summary>
    public bool WithoutHyphens { get; init; }

    /// <summary>Whether what fills it comes from a vendor, or from whoever notified the hub: nobody here has written it.</summary>
    public bool IsForeign => Name is Key or Keys or Row or Record or Token or CaseNumber or Status or Reference;

    /// <summary>Whether it is what somebody wrote, or who somebody is: nothing that may stand in an address or a header.</summary>
    public bool IsPersonal => Name is WrittenText or Subject or Words or Party or Field or File or By;

    /// <summary>Whether it names the command, so that the vendor's answer to it is told from every other one.</summary>
    public bool NamesTheCommand => Name is Id or Uuid;

    /// <summary>Whether it is a time.</summary>
    public bool IsTime => Name is Since or Until;

    /// <summary>Whether a part of it must be named.</summary>
    public static bool HasParts(string name) => name is Row or Record or Party or Field or File or WriteBack;

    /// <summary>The parts that there are; none where they are the author's own.</summary>
    public static IReadOnlyList<string> PartsOf(string name) => name switch
    {
        Party => ["name", "firstName", "lastName", "personalNumber", "organisationNumber", "phone", "email", "address"],
        File => ["name", "extension", "type", "content"],
        _ => [],
    };

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
