using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Authoring;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Cli;

/// <summary><c>ihub functions</c>: the functions of the mapping language, with examples.</summary>
internal static class FunctionsCommand
{
    static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var name = new Argument<string?>("name") { Description = "One function. All of them in one line each unless given.", Arity = ArgumentArity.ZeroOrOne };
        var check = new Option<bool>("--check") { Description = "Execute the examples, and answer 1 when one gives something else than it says." };
        var format = CommonOptions.Format("How they are written: text for people, json for programs (one array and nothing else).");
        var command = new TaughtCommand("functions", "Lists the functions of the mapping language, or explains one.",
            """
            Functions of your own are listed, explained and checked too: name their assembly with --functions. How one is written: docs/mapping-functions.md.

            Examples:
              ihub functions
              ihub functions datetime
              ihub functions --check --functions bin/Sundby.Functions.dll
            """)
        {
            name, check, format,
        };
        command.SetAction(parsed => Run(parsed.GetValue(name), parsed.GetValue(check), parsed.GetValue(format) == CommonOptions.Json, toolbox, terminal));
        return command;
    }

    static int Run(string? name, bool check, bool json, Toolbox toolbox, Terminal terminal)
    {
        var all = FunctionReference.Of(toolbox.Functions);
        var chosen = name is null ? all : [.. all.Where(f => f.Name == name)];
        if (chosen.Count == 0)
        {
            terminal.Error.WriteLine($"ihub: there is no function '{name}'{DidYouMean.Hint(name!, all.Select(f => f.Name))}");
            return ExitCodes.Usage;
        }

        if (check) return Check(chosen, toolbox, terminal);
        if (json) terminal.Output.WriteLine(JsonSerializer.Serialize(chosen, Plain));
        else if (name is null) List(chosen, terminal);
        else Explain(chosen[0], terminal);
        return ExitCodes.Good;
    }

    static int Check(IReadOnlyList<FunctionDescription> functions, Toolbox toolbox, Terminal terminal)
    {
        var (tried, wrong) = (0, 0);
        foreach (var function in functions)
        {
            foreach (var example in function.Examples)
            {
                tried++;
                if (FunctionReference.Evaluate(toolbox.Functions, example) is var given && given == example.Gives) continue;

                wrong++;
                terminal.Write("  FAILED  ", Styles.Error).Line($"{example.Expression} gives {given}, and the example of {function.Name} says {example.Gives}");
            }
        }

        terminal.Line($"{tried - wrong} examples give what they say, {wrong} do not", wrong > 0 ? Styles.Error : Styles.Good);
        return wrong > 0 ? ExitCodes.Findings : ExitCodes.Good;
    }

    static void List(IReadOnlyList<FunctionDescription> functions, Terminal terminal)
    {
        var width = Math.Min(44, functions.Max(f => f.Form.Length));
        foreach (var group in functions.GroupBy(f => f.Group))
        {
            terminal.Line(group.Key, Styles.Quiet);
            foreach (var function in group) terminal.Write($"  {function.Form.PadRight(width)}  ").Line(function.Summary);
        }
    }

    static void Explain(FunctionDescription function, Terminal terminal)
    {
        terminal.Write(function.Form, Styles.Good).Line($"  gives {function.Gives}");
        terminal.Line(function.Summary);
        if (function.Examples.Count == 0) return;

        terminal.Line();
        foreach (var example in function.Examples) terminal.Line($"  {example.Expression}  →  {(example.Gives.Length == 0 ? "blank" : example.Gives)}");
    }
}
