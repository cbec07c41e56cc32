using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary>Where a command writes: findings to the output, what is wrong with the command itself to the error output.</summary>
internal sealed class Terminal
{
    readonly IAnsiConsole styled;

    /// <param name="output">Takes findings and results.</param>
    /// <param name="error">Takes what is wrong with the command line.</param>
    /// <param name="colour">Whether the output may be coloured.</param>
    public Terminal(TextWriter output, TextWriter error, bool colour)
    {
        Output = output;
        Error = error;
        styled = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        // Lines are for grep and editors too: they are never wrapped.
        styled.Profile.Width = 100_000;
    }

    /// <summary>Takes findings and results.</summary>
    public TextWriter Output { get; }

    /// <summary>Takes what is wrong with the command line.</summary>
    public TextWriter Error { get; }

    /// <summary>The process's own output; coloured when a person looks at it and has not asked for none (NO_COLOR).</summary>
    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>Writes a text in a style. Control characters, which a file may hold, are shown as dots: they could steer the terminal.</summary>
    public Terminal Write(string text, Style? style = null)
    {
        styled.Write(new Text(string.Concat(text.Select(c => char.IsControl(c) ? '·' : c)), style));
        return this;
    }

    /// <summary>Ends the line.</summary>
    public void Line() => Output.WriteLine();

    /// <summary>Writes a line.</summary>
    public void Line(string text, Style? style = null)
    {
        Write(text, style);
        Line();
    }
}

/// <summary>The few styles that there are.</summary>
internal static class Styles
{
    public static Style Error { get; } = new(Color.Red, decoration: Decoration.Bold);
    public static Style Warning { get; } = new(Color.Yellow, decoration: Decoration.Bold);
    public static Style Good { get; } = new(Color.Green);
    public static Style Quiet { get; } = new(Color.Grey);
}
