using IntegrationHub.Configuration;

namespace IntegrationHub.Adapters.Sql;

/// <summary>The codes of what is wrong with the section <c>sql</c>: IH5001 to IH5004 as everywhere in a stream file, and its own.</summary>
static class SqlCodes
{
    public const string UnknownParameter = "IH5150";
    public const string ParameterNeeded = "IH5151";
    public const string PagingNeeds = "IH5152";
    public const string OneStatement = "IH5153";
    public const string NoReading = "IH5154";
    public const string WrongDriver = "IH5155";
    public const string WrongTime = "IH5156";
    public const string UnknownZone = "IH5157";
    public const string NoEffect = "IH5158";
    public const string NotTogether = "IH5159";
    public const string NoSection = "IH5160";
    public const string NotSorted = "IH5161";

    /// <summary>The codes of mistyped, missing and wrong keys.</summary>
    public static SectionCodes Sections { get; } = new("IH5001", "IH5002", "IH5003", "IH5004");
}
