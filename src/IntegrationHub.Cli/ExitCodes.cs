namespace IntegrationHub.Cli;

/// <summary>What the process answers with.</summary>
internal static class ExitCodes
{
    /// <summary>Nothing was found wrong.</summary>
    public const int Good = 0;

    /// <summary>Something was found: an error in a file, a failing test.</summary>
    public const int Findings = 1;

    /// <summary>The command line is wrong, or there was nothing to work on.</summary>
    public const int Usage = 2;
}
