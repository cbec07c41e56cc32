using System.CommandLine;
using System.CommandLine.Parsing;

namespace IntegrationHub.Cli;

/// <summary>The command line <c>ihub</c>.</summary>
internal static class IhubCommand
{
    /// <summary>Runs a command line; answers with the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, Toolbox toolbox, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var functions = LoadedFunctions.Option();
        var packages = LoadedFunctions.PackageOption();
        var parsed = Root(toolbox, terminal, functions, packages).Parse(args);
        if (parsed.Errors.Count == 0 && parsed.GetValue(functions)! is var files && parsed.GetValue(packages)! is var own && files.Length + own.Length > 0)
        {
            try
            {
                parsed = Root(LoadedFunctions.Into(toolbox, files, own), terminal, functions, packages).Parse(args);
            }
            catch (FunctionsUnusableException e)
            {
                await terminal.Error.WriteLineAsync($"ihub: {e.Message}");
                return ExitCodes.Usage;
            }
        }

        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await terminal.Error.WriteLineAsync($"ihub: {error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal)}");
            await terminal.Error.WriteLineAsync($"Try: {HelpFor(parsed)}");
            return ExitCodes.Usage;
        }

        (parsed.CommandResult.Command as TaughtCommand)?.Teach();
        // After Ctrl-C a run ends at the end of its batch; the library's own two seconds are too short for that.
        var configuration = new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    static RootCommand Root(Toolbox toolbox, Terminal terminal, Option<string[]> functions, Option<string[]> packages) =>
        new(
            """
            Checks and tests the files that connect department systems to the hub, runs the streams, looks cases up, and repairs what could not be mapped.

            Examples:
              ihub lint                         check every stream, mapping, code table and test file below this folder
              ihub lint mappings/byggr          check one system's files
              ihub lint --format json           findings for an editor or a build
              ihub explain IH2003               what a finding's code means, and what to do
              ihub functions datetime           how a function of the mapping language is called
              ihub schema --out schemas         what an editor completes and checks the files with
              ihub test mappings                run the sample tests beside the mappings
              ihub explain mappings/byggr --record permit.xml   the value after every pipe, for one record
              ihub diff old/byggr mappings/byggr                what a new version of a mapping changes
              ihub infer --samples export.csv --out mappings/permits   first files for a new system
              ihub preview building-permits     read a little of a live system, write nothing
              ihub check building-permits       can it connect, and is what it reads what is expected
              ihub record building-permits --out stubs/permits         keep what it answers as stub files, without people
              ihub replay stubs/permits         serve them in its place
              ihub new mapping fault-reports    a folder with a stream, a mapping, a sample and tests
              ihub keys new /etc/ihub/hub.keys  make the keys that protect personal data, once
              ihub sync                         run every stream of hub.yaml once
              ihub streams list                 how complete and fresh each stream is
              ihub runs list --outcome failed   what ran, how it ended and how it went
              ihub find IH6003                  streams, runs, records and codes by a text
              ihub audit                        what operators did here
              ihub deletes list                 which cases may be gone and wait for a decision
              ihub lookup --by person --purpose "asks about her permit"
              ihub quarantine list              what could not be mapped, by what is wrong with it
              ihub quarantine replay --stream byggr-permits
              ihub notifications list           what vendors told of and could not be read
              ihub outbox list                  what was to be written to vendors and waits for a person
              ihub nodes                        which processes share the index, and what each of them runs
              ihub doctor                       is this installation well: keys, store, disk, clock, streams
              ihub torture --minutes 10         see that a hub that is killed on this machine loses nothing

            Exit codes: 0 all is well, 1 something was found, 2 the command line is wrong or the hub cannot start. lookup: 0 found, 1 nothing found, 2 no answer.
            """)
        {
            LintCommand.Create(toolbox, terminal),
            TestCommand.Create(toolbox, terminal),
            ExplainCommand.Create(toolbox, terminal),
            DiffCommand.Create(toolbox, terminal),
            InferCommand.Create(toolbox, terminal),
            PreviewCommand.Create(toolbox, terminal),
            CheckCommand.Create(toolbox, terminal),
            RecordCommand.Create(toolbox, terminal),
            ReplayCommand.Create(terminal),
            NewCommand.Create(terminal),
            FunctionsCommand.Create(toolbox, terminal),
            SchemaCommand.Create(toolbox, terminal),
            ReferenceCommand.Create(toolbox, terminal),
            SyncCommand.Create(toolbox, terminal),
            StreamsCommand.Create(toolbox, terminal),
            RunsCommand.Create(toolbox, terminal),
            FindCommand.Create(toolbox, terminal),
            AuditCommand.Create(toolbox, terminal),
            DeletesCommand.Create(toolbox, terminal),
            LookupCommand.Create(toolbox, terminal),
            QuarantineCommand.Create(toolbox, terminal),
            NotificationsCommand.Create(toolbox, terminal),
            OutboxCommand.Create(toolbox, terminal),
            AlertsCommand.Create(toolbox, terminal),
            KeysCommand.Create(terminal),
            IndexCommand.Create(terminal),
            NodesCommand.Create(toolbox, terminal),
            DoctorCommand.Create(toolbox, terminal),
            TortureCommand.Create(terminal),
            TortureCommand.CreateWorker(terminal),
            functions,
            packages,
        };

    static string HelpFor(ParseResult parsed)
    {
        var names = new List<string> { "--help" };
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent) names.Insert(0, command.Command.Name);
        return $"ihub {string.Join(' ', names)}";
    }
}
