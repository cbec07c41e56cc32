using System.CommandLine;

namespace IntegrationHub.Cli;

/// <summary>A command that is listed with one line and explains itself, with examples, in its own help.</summary>
/// <param name="name">The command's name.</param>
/// <param name="summary">One line on what it does.</param>
/// <param name="lesson">What more there is to know.</param>
internal sealed class TaughtCommand(string name, string summary, string lesson) : Command(name, summary)
{
    /// <summary>Puts the explanation into the description.</summary>
    public void Teach() => Description = $"{Description}\n\n{lesson}";
}
