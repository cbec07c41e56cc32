using System.CommandLine;
using IntegrationHub.Authoring;

namespace IntegrationHub.Cli;

/// <summary><c>ihub reference</c>: writes the pages of the reference. For whoever changes the keys, functions or diagnostics, so it is not listed.</summary>
internal static class ReferenceCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var folder = new Option<string>("--out") { Description = "The folder, docs/reference in a checkout.", HelpName = "FOLDER", Required = true };
        var command = new TaughtCommand("reference", "Writes the pages of the reference.", "The pages are made of what reads the files, and a test holds them to it.") { folder };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var into = parsed.GetValue(folder)!;
            Directory.CreateDirectory(into);
            foreach (var (name, text) in ReferencePages.All([.. toolbox.Adapters.Select(a => a.Manifest)], toolbox.Functions))
            {
                File.WriteAllText(Path.Combine(into, name), text);
                terminal.Line(Path.Combine(into, name));
            }
        });
        return command;
    }
}
