using System.CommandLine;
using IntegrationHub.Configuration;
using IntegrationHub.Workshop.Templates;

namespace IntegrationHub.Cli;

/// <summary><c>ihub new</c>: files that something new begins with.</summary>
internal static class NewCommand
{
    public static Command Create(Terminal terminal)
    {
        var kind = new Argument<string>("kind") { Description = "mapping: a folder with stream, mapping, code table, sample, tests and README. stream: a stream file alone. adapter: a C# project with its conformance suite." };
        kind.AcceptOnlyFromAmong("mapping", "stream", "adapter");
        var name = new Argument<string>("name") { Description = "Lower-case letters a–z, digits and single hyphens, starting with a letter." };
        var output = new Option<string?>("--out") { Description = "The folder. NAME in the current folder unless given; for a stream the current folder. Nothing that is there is overwritten.", HelpName = "FOLDER" };
        var command = new TaughtCommand("new", "Writes files that something new begins with: they lint, and their tests pass, at once.",
            """
            Change them line by line, and keep the tests green. Of a system that has samples already, ihub infer knows more.
            An adapter is for a system that no stream file can describe; its project knows IntegrationHub from its packages, and dotnet run runs the conformance suite.

            Examples:
              ihub new mapping fault-reports --out mappings/fault-reports
              ihub new stream fault-reports-archive
              ihub new adapter parking-permits
            """)
        {
            kind, name, output,
        };
        command.SetAction(parsed => Run(parsed.GetValue(kind)!, parsed.GetValue(name)!, parsed.GetValue(output), terminal));
        return command;
    }

    static int Run(string kind, string name, string? output, Terminal terminal)
    {
        if (!HubName.IsValid(name))
        {
            terminal.Error.WriteLine($"ihub: '{name}' is no name: lower-case letters a–z, digits and single hyphens, starting with a letter, at most {HubName.MaxLength}");
            return ExitCodes.Usage;
        }

        var files = kind switch { "adapter" => Template.Adapter(name), "stream" => Template.Stream(name), _ => Template.Mapping(name) };
        var folder = output ?? (kind == "stream" ? "." : name);
        if (DraftFolder.Taken(folder, files.Keys) is { } taken)
        {
            terminal.Error.WriteLine($"ihub: '{taken}' is there already; nothing is overwritten");
            return ExitCodes.Usage;
        }

        DraftFolder.Write(folder, files);
        foreach (var file in files.Keys) terminal.Write("wrote ", Styles.Good).Line(Path.Combine(folder, file));
        terminal.Line(kind switch
        {
            "adapter" => $"next: cd {folder} && dotnet run",
            "stream" => $"next: ihub lint {Path.Combine(folder, $"{name}.stream.yaml")}",
            _ => $"next: ihub lint {folder} && ihub test {folder} --coverage",
        }, Styles.Quiet);
        return ExitCodes.Good;
    }
}
