using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Authoring;

namespace IntegrationHub.Cli;

/// <summary><c>ihub schema</c>: JSON Schemas with which editors complete and check the files that people write.</summary>
internal static class SchemaCommand
{
    static readonly JsonSerializerOptions Plain = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var kind = new Argument<string?>("file") { Description = $"Which file: {string.Join(", ", AuthoredFile.All.Select(f => f.Name))}. All of them unless given.", Arity = ArgumentArity.ZeroOrOne };
        kind.AcceptOnlyFromAmong([.. AuthoredFile.All.Select(f => f.Name)]);
        var folder = new Option<string?>("--out") { Description = "Write NAME.schema.json files into this folder, made if it is not there. Otherwise one schema is written to the output.", HelpName = "FOLDER" };
        var command = new TaughtCommand("schema", "Writes JSON Schemas for editors: keys with their explanation, choices, defaults.",
            """
            The schemas are made of what the files are read by, with the settings of every adapter that this ihub knows.
            An editor that knows them completes keys and tells mistakes while you type; ihub lint tells more, for it looks at the files together.

            To use one, write this as the first line of a file, with the path from the file to the schema:
              # yaml-language-server: $schema=../schemas/mapping.schema.json

            Examples:
              ihub schema --out schemas
              ihub schema mapping > mapping.schema.json
            """)
        {
            kind, folder,
        };
        command.SetAction(parsed => Run(parsed.GetValue(kind), parsed.GetValue(folder), toolbox, terminal));
        return command;
    }

    static int Run(string? kind, string? folder, Toolbox toolbox, Terminal terminal)
    {
        var files = AuthoredFile.All.Where(f => kind is null || f.Name == kind).ToList();
        if (folder is null)
        {
            if (files.Count > 1)
            {
                terminal.Error.WriteLine($"ihub: name one of {string.Join(", ", files.Select(f => f.Name))}, or a folder for all of them with --out");
                return ExitCodes.Usage;
            }

            terminal.Output.WriteLine(Text(files[0], toolbox));
            return ExitCodes.Good;
        }

        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in files)
            {
                var path = Path.Combine(folder, $"{file.Name}.schema.json");
                File.WriteAllText(path, Text(file, toolbox) + "\n");
                terminal.Line($"{path}: {file.Files}");
            }

            return ExitCodes.Good;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"ihub: '{folder}' cannot be written to: {e.Message}");
            return ExitCodes.Usage;
        }
    }

    static string Text(AuthoredFile file, Toolbox toolbox) => FileSchema.Of(file, [.. toolbox.Adapters.Select(a => a.Manifest)]).ToJsonString(Plain);
}
