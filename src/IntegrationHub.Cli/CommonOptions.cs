using System.CommandLine;

namespace IntegrationHub.Cli;

/// <summary>What several commands take.</summary>
internal static class CommonOptions
{
    public const string Json = "json";

    public static Argument<string[]> Paths(string description) => new("paths")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => ["."],
    };

    public static Option<string> Format()
    {
        var option = new Option<string>("--format")
        {
            Description = "How findings are written: text for people, json for programs (one array and nothing else).",
            DefaultValueFactory = _ => "text",
        };
        option.AcceptOnlyFromAmong("text", Json);
        return option;
    }
}
