using IntegrationHub.Configuration;

namespace IntegrationHub.SampleTests;

/// <summary>The codes of what is wrong with sample tests.</summary>
internal static class TestCodes
{
    public const string UnknownKey = "IH4001";
    public const string MissingKey = "IH4002";
    public const string WrongValue = "IH4003";
    public const string OutOfRange = "IH4004";
    public const string NoMapping = "IH4006";
    public const string NoSample = "IH4007";
    public const string UnknownField = "IH4008";
    public const string Expectation = "IH4009";
    public const string Twice = "IH4010";
    public const string Patch = "IH4011";
    public const string KeysApart = "IH4012";
    public const string Check = "IH4013";
    public const string SnapshotName = "IH4014";

    public static SectionCodes Sections { get; } = new(UnknownKey, MissingKey, WrongValue, OutOfRange);
}
