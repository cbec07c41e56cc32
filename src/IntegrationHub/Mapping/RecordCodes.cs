namespace IntegrationHub.Mapping;

/// <summary>The codes of what can be wrong with a record. What each means: <see cref="RecordDiagnostics"/>.</summary>
internal static class RecordCodes
{
    public const string Broken = "IH3001";
    public const string OtherFormat = "IH3018";
    public const string NoKey = "IH3016";
    public const string KeyTooLong = "IH3017";
    public const string StoreRefuses = "IH3020";
    public const string OtherKind = "IH3021";
    public const string NewCode = "IH3022";
    public const string NotInList = "IH3023";
    public const string NoSource = "IH3024";
    public const string RequiredEmpty = "IH3101";
    public const string UnknownCode = "IH3102";
    public const string RepeatedId = "IH3113";
    public const string TextTooLong = "IH3111";
    public const string NotOnScale = "IH3112";
    public const string NotANumber = "IH3201";
    public const string NotATime = "IH3202";
    public const string NotAnEmail = "IH3205";
    public const string NotAPhone = "IH3209";
    public const string NotAPersonalNumber = "IH3210";
    public const string NotAnOrganisationNumber = "IH3211";
    public const string NotAUrl = "IH3212";
    public const string NeitherYesNorNo = "IH3213";
    public const string OutsideRange = "IH3214";
    public const string Absent = "IH3215";
    public const string NotACoordinate = "IH3216";
    public const string NotACitizenServiceNumber = "IH3217";
    public const string FunctionFailed = "IH3220";
}
