using System.Globalization;
using IntegrationHub.Configuration;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Torture.Worker;

/// <summary>A command that a worker is asked for on its standard input, a line each: it is what a POST would hold.</summary>
/// <param name="Number">What the worker's answer is about.</param>
/// <param name="Source">The source of its case.</param>
/// <param name="Key">The key of its case.</param>
/// <param name="Kind">What is written.</param>
internal sealed record AskLine(int Number, string Source, string Key, WriteKind Kind)
{
    const string Word = "ask";

    /// <summary>Writes the line.</summary>
    public static string Write(AskLine line) => string.Create(CultureInfo.InvariantCulture, $"{Word} {line.Number} {line.Source} {line.Key} {EnumNames.Of(line.Kind)}");

    /// <summary>Reads a line; null when it is another one.</summary>
    public static AskLine? Read(string line) => line.Split(' ') is [Word, var number, var source, var key, var kind]
        ? new AskLine(int.Parse(number, CultureInfo.InvariantCulture), source, key, Enum.Parse<WriteKind>(kind, ignoreCase: true))
        : null;
}

/// <summary>What a person decided of a command, on a worker's standard input.</summary>
/// <param name="Number">What the worker's answer is about.</param>
/// <param name="Id">The command.</param>
/// <param name="Seen">The version of it that they saw.</param>
/// <param name="What">The decision.</param>
internal sealed record DecideLine(int Number, WriteCommandId Id, long Seen, DecisionWord What)
{
    const string Word = "decide";

    /// <summary>Writes the line.</summary>
    public static string Write(DecideLine line) => string.Create(CultureInfo.InvariantCulture, $"{Word} {line.Number} {line.Id} {line.Seen} {line.What}");

    /// <summary>Reads a line; null when it is another one.</summary>
    public static DecideLine? Read(string line) => line.Split(' ') is [Word, var number, var id, var seen, var what]
        ? new DecideLine(int.Parse(number, CultureInfo.InvariantCulture), WriteCommandId.Parse(id), long.Parse(seen, CultureInfo.InvariantCulture), Enum.Parse<DecisionWord>(what))
        : null;
}

/// <summary>What may be decided of a command.</summary>
internal enum DecisionWord
{
    /// <summary>It is sent once more.</summary>
    Resend,

    /// <summary>It is not sent any more.</summary>
    Withdraw,

    /// <summary>The vendor has it.</summary>
    Settle,
}
