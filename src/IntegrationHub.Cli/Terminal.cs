using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary>Where a command writes: findings to the output, what is wrong with the command itself to the error output.</summary>
internal sealed class Terminal
{
    readonly IAnsiConsole styled;
    readonly TextReader input;
    readonly bool asks;

    /// <param name="output">Takes findings and results.</param>
    /// <param name="error">Takes what is wrong with the command line.</param>
    /// <param name="colour">Whether the output may be coloured.</param>
    /// <param name="input">Gives what must not stand on the command line; nothing unless given.</param>
    /// <param name="asks">Whether a person sits at the input and must be told what to type.</param>
    public Terminal(TextWriter output, TextWriter error, bool colour, TextReader? input = null, bool asks = false)
    {
        Output = output;
        Error = error;
        this.input = input ?? TextReader.Null;
        this.asks = asks;
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

    /// <summary>Whether a person looks at the output, as far as can be told.</summary>
    public bool IsWatched { get; private init; }

    /// <summary>Takes findings and results.</summary>
    public TextWriter Output { get; }

    /// <summary>Takes what is wrong with the command line.</summary>
    public TextWriter Error { get; }

    /// <summary>The process's own output; coloured when a person looks at it and has not asked for none (NO_COLOR).</summary>
    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")), Console.In, asks: !Console.IsInputRedirected) { IsWatched = !Console.IsOutputRedirected };

    /// <summary>The same, with everything on the error output: for findings that are no result.</summary>
    public Terminal OnErrorOutput() => new(Error, Error, colour: false);

    /// <summary>Takes one line from the input; a person is told what to type, on the error output. No value, but the reason, when there is not exactly one line.</summary>
    public async Task<(string? Value, string? Wrong)> AskAsync(string what, CancellationToken cancellationToken)
    {
        if (asks) await Error.WriteAsync($"{what}: ");
        // The console's own reading cannot be stopped, and Ctrl-C must not wait for a line.
        var line = (await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken))?.Trim();
        if (string.IsNullOrEmpty(line)) return (null, "the standard input is empty; write the value there");

        // A person's next line is not waited for.
        return !asks && !string.IsNullOrWhiteSpace(await input.ReadLineAsync(cancellationToken))
            ? (null, "the standard input has several lines; one value is looked up at a time")
            : (line, null);
    }

    /// <summary>Takes all that stands on the input; a person is told what to write and how to end it, on the error output.</summary>
    public async Task<string> TakeAllAsync(string what, CancellationToken cancellationToken)
    {
        if (asks) await Error.WriteLineAsync($"{what}, and end with Ctrl-D:");
        return await Task.Run(input.ReadToEnd, CancellationToken.None).WaitAsync(cancellationToken);
    }

    /// <summary>Writes a text in a style. Control characters, which a file may hold, are shown as dots: they could steer the terminal.</summary>
    public Terminal Write(string text, Style? style = null)
    {
        styled.Write(new Text(string.Concat(text.Select(c => char.IsControl(c) ? '·' : c)), style));
        return this;
    }

    /// <summary>Writes a table.</summary>
    public void Write(Table table) => styled.Write(table);

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
