namespace IntegrationHub.Configuration;

/// <summary>The codes of what is wrong with a file as such, whatever it is about; IH1001 to IH1008 are the YAML reader's, IH1022 is the section reader's.</summary>
internal static class FileCodes
{
    /// <summary>The file cannot be read.</summary>
    public const string Unreadable = "IH1020";

    /// <summary>The file's bytes are no UTF-8.</summary>
    public const string NotUtf8 = "IH1021";

    /// <summary>There is no such file or folder.</summary>
    public const string NoSuchPath = "IH1023";
}
