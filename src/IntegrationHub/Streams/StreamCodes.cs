using IntegrationHub.Configuration;

namespace IntegrationHub.Streams;

/// <summary>The codes of what is wrong with stream files and the hub's own settings.</summary>
internal static class StreamCodes
{
    public const string UnknownKey = "IH5001";
    public const string MissingKey = "IH5002";
    public const string WrongValue = "IH5003";
    public const string OutOfRange = "IH5004";
    public const string NoName = "IH5005";
    public const string Strategy = "IH5006";
    public const string Contradiction = "IH5007";
    public const string Stale = "IH5008";

    public const string UnknownAdapter = "IH5010";
    public const string UnknownSetting = "IH5011";
    public const string MissingSetting = "IH5012";
    public const string WrongSetting = "IH5013";
    public const string LiteralSecret = "IH5014";
    public const string Address = "IH5015";
    public const string Reference = "IH5016";
    public const string MisplacedSecret = "IH5017";
    public const string UnknownCodeList = "IH5018";
    public const string CannotWrite = "IH5019";

    public const string UnresolvedSetting = "IH5020";
    public const string UnresolvedSecret = "IH5021";

    public const string DuplicateStream = "IH5030";
    public const string UnknownMapping = "IH5031";
    public const string DuplicateMapping = "IH5032";
    public const string OtherSource = "IH5034";
    public const string UnknownCodeTable = "IH5036";

    public const string KeysBesideIndex = "IH5040";

    public static SectionCodes Sections { get; } = new(UnknownKey, MissingKey, WrongValue, OutOfRange);
}
