using IntegrationHub.Configuration;

namespace IntegrationHub.Adapters.Http;

/// <summary>The codes of what is wrong with the section <c>http</c>: IH5001 to IH5004 as everywhere in a stream file, and its own.</summary>
static class HttpCodes
{
    public const string UnknownHole = "IH5100";
    public const string OpenHole = "IH5101";
    public const string NoValue = "IH5102";
    public const string StrategyNeeds = "IH5103";
    public const string PagingNeeds = "IH5104";
    public const string WrongHole = "IH5105";
    public const string WrongTime = "IH5106";
    public const string UnknownZone = "IH5107";
    public const string UnknownCharset = "IH5108";
    public const string WrongTarget = "IH5109";
    public const string OneMethod = "IH5110";
    public const string WrongPath = "IH5111";
    public const string WrongBody = "IH5112";
    public const string OneEnd = "IH5113";
    public const string NoEffect = "IH5114";
    public const string WrongFault = "IH5115";
    public const string NotTogether = "IH5116";
    public const string WrongHeader = "IH5117";
    public const string NoSection = "IH5118";
    public const string TellsNothing = "IH5119";
    public const string NotKnownAgain = "IH5120";
    public const string PersonalAddress = "IH5121";
    public const string FindsNothing = "IH5122";
    public const string FindsOlder = "IH5123";
    public const string FindsInPart = "IH5124";

    /// <summary>The codes of mistyped, missing and wrong keys.</summary>
    public static SectionCodes Sections { get; } = new("IH5001", "IH5002", "IH5003", "IH5004");
}
