using IntegrationHub.Configuration;

namespace IntegrationHub.Mapping;

/// <summary>The codes of what can be wrong with a mapping file. What each means: <see cref="MappingDiagnostics"/>.</summary>
internal static class MappingCodes
{
    public const string UnknownKey = "IH1101";
    public const string MissingKey = "IH1102";
    public const string WrongShape = "IH1103";
    public const string WrongValue = "IH1104";
    public const string UnreadableTable = "IH1105";

    public const string Syntax = "IH2001";
    public const string Path = "IH2002";
    public const string Function = "IH2003";
    public const string Let = "IH2004";
    public const string Type = "IH2005";
    public const string Table = "IH2006";
    public const string Unused = "IH2007";
    public const string UnmappedField = "IH2008";
    public const string RequiredTarget = "IH2009";
    public const string NoTargetValue = "IH2010";
    public const string TableRows = "IH2011";
    public const string UnknownTarget = "IH2012";
    public const string Arguments = "IH2013";
    public const string NoZone = "IH2020";
    public const string ContradictingRows = "IH2021";
    public const string CutByComment = "IH2022";
    public const string TooLarge = "IH2023";
    public const string UnclosedText = "IH2024";
    public const string Pattern = "IH2025";

    /// <summary>A row of a code table that nobody has decided of yet.</summary>
    public const string UndecidedCode = "IH4020";

    public static SectionCodes Sections { get; } = new(UnknownKey, MissingKey, WrongValue, WrongValue) { WrongShape = WrongShape };
}
