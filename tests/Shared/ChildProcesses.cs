using System.Runtime.CompilerServices;

namespace IntegrationHub.Tests.Shared;

/// <summary>What the processes that a test starts have in common.</summary>
static class ChildProcesses
{
    // As tests/Directory.Build.props has it for the tests themselves: they live too short for what the runtime would learn of them.
    [ModuleInitializer]
    internal static void LearnNothing() => Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
}
