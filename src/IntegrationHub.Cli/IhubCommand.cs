using System.CommandLine;

namespace IntegrationHub.Cli;

/// <summary>The command line <c>ihub</c>.</summary>
internal static class IhubCommand
{
    /// <summary>Runs a command line; answers with the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, Toolbox toolbox, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand(
            """
            Checks and tests the files that connect department systems to the hub.

            Examples:
              ihub lint                         check every stream, mapping, code table and test file below this folder
              ihub lint mappings/byggr          check one system's files
              ihub lint --format json           findings for an editor or a build
              ihub test mappings                run the sample tests beside the mappings

            Exit codes: 0 all is well, 1 something was found, 2 the command line is wrong.
            """)
        {
            LintCommand.Create(toolbox, terminal),
            TestCommand.Create(toolbox, terminal),
        };

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await terminal.Error.WriteLineAsync($"ihub: {error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal)}");
            await terminal.Error.WriteLineAsync($"Try: {HelpFor(parsed)}");
            return ExitCodes.Usage;
        }

        (parsed.CommandResult.Command as TaughtCommand)?.Teach();
        return await parsed.InvokeAsync(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error }, cancellationToken);
    }

    static string HelpFor(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "ihub --help" : $"ihub {parsed.CommandResult.Command.Name} --help";
}
