namespace IntegrationHub.Cli;

/// <summary>What the process answers with.</summary>
internal static class ExitCodes
{
    /// <summary>Nothing was found wrong.</summary>
    public const int Good = 0;

    /// <summary>Something was found: an error in a file, a failing test, a stream that did not succeed; or a look-up found nothing.</summary>
    public const int Findings = 1;

    /// <summary>The command line is wrong, there was nothing to work on, or the hub cannot start or answer.</summary>
    public const int Usage = 2;
}
