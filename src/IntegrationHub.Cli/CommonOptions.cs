using System.CommandLine;
using IntegrationHub.Configuration;

namespace IntegrationHub.Cli;

/// <summary>What several commands take.</summary>
internal static class CommonOptions
{
    public const string Json = "json";
    public const string GitHub = "github";
    public const string Sarif = "sarif";

    public static Argument<string[]> Paths(string description) => new("paths")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => ["."],
    };

    public static Option<string> Hub() => new("--hub")
    {
        Description = "The hub's file.",
        DefaultValueFactory = _ => HubFileReader.FileName,
        HelpName = "FILE",
    };

    public static Option<string?> Each() => new("--each")
    {
        Description = "Where the records are in a sample: JSON: the path to their list; XML: the element of a record. The whole sample, each item of a JSON list, or each row unless given.",
        HelpName = "PATH",
    };

    /// <summary>How findings are written, for builds and code hosts too.</summary>
    public static Option<string> FindingsFormat()
    {
        var option = new Option<string>("--format")
        {
            Description = "How findings are written: text for people, json for programs (one array and nothing else), github as annotations of a workflow, sarif as a SARIF 2.1.0 log.",
            DefaultValueFactory = _ => "text",
        };
        option.AcceptOnlyFromAmong("text", Json, GitHub, Sarif);
        return option;
    }

    /// <summary>How something is written: a text for people, or one object of JSON.</summary>
    /// <param name="what">What, before <c>written</c>: <c>the nodes are</c>.</param>
    public static Option<string> ObjectFormat(string what = "it is") => Format($"How {what} written: text for people, json for programs (one object and nothing else).");

    public static Option<string> Format(string description = "How findings are written: text for people, json for programs (one array and nothing else).", params string[] more)
    {
        var option = new Option<string>("--format")
        {
            Description = description,
            DefaultValueFactory = _ => "text",
        };
        option.AcceptOnlyFromAmong(["text", Json, .. more]);
        return option;
    }
}
