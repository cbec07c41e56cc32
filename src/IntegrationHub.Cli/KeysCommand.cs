using System.CommandLine;
using IntegrationHub.Protection;

namespace IntegrationHub.Cli;

/// <summary><c>ihub keys</c>: makes the file of keys that a hub cannot start without.</summary>
internal static class KeysCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The file to make; hub.yaml names it under 'keys'.", HelpName = "FILE" };
        var create = new TaughtCommand("new", "Draws new keys and writes them to a new file that only you may read.",
            """
            Do this once per hub, before its first sync. Put the file on another disk than the index: who has both can read everything.
            Keep a copy in a safe place: without the keys nothing personal in the index can be read again. A file that exists is never overwritten.

            Examples:
              ihub keys new /etc/ihub/hub.keys
            """)
        {
            file,
        };
        create.SetAction(parsed => Run(parsed.GetValue(file)!, terminal));
        return new Command("keys", "Makes the keys that protect personal data in the index.") { create };
    }

    static int Run(string file, Terminal terminal)
    {
        try
        {
            KeyRingFile.CreateNew(file);
        }
        catch (KeyRingUnusableException e)
        {
            terminal.Error.WriteLine($"ihub: {e.Message}");
            return ExitCodes.Usage;
        }

        terminal.Line($"New keys are in {file}. Keep a copy in a safe place, away from the index.", Styles.Good);
        return ExitCodes.Good;
    }
}
