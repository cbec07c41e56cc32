using IntegrationHub.Adapters.Http;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Systems;

/// <summary>A system that is connected by files alone: what is tried is the stream file as it ships.</summary>
abstract class ShippedStreamSubject : HttpSubject
{
    /// <summary>The stream file, below the folder of the tests, where the mappings are copied to.</summary>
    public abstract string StreamFile { get; }

    public override string Title => File.ReadLines(Path.Combine(AppContext.BaseDirectory, StreamFile)).First(l => l.StartsWith("stream: ", StringComparison.Ordinal))["stream: ".Length..];

    public override IAdapter Adapter { get; } = new HttpAdapter();

    public override ReadStrategy Strategy => Enum.Parse<ReadStrategy>(Block("read").Single(l => l.StartsWith("strategy:", StringComparison.Ordinal))["strategy:".Length..].Trim(), ignoreCase: true);

    public override string Section => string.Join('\n', ["http:", .. Lines("http")]) + "\n";

    // Complete reads are the suite's to order.
    public override string Reading => string.Join('\n', Without(Block("read"), "strategy", "full"));

    IEnumerable<string> Block(string key) => Lines(key).Where(l => l.Trim().Length > 0 && !l.TrimStart().StartsWith('#')).Select(l => l[2..]);

    IEnumerable<string> Lines(string key) => File.ReadLines(Path.Combine(AppContext.BaseDirectory, StreamFile)).SkipWhile(l => l != $"{key}:").Skip(1).TakeWhile(l => l.Length == 0 || l[0] == ' ');

    static IEnumerable<string> Without(IEnumerable<string> lines, params string[] keys)
    {
        var isLeftOut = false;
        foreach (var line in lines)
        {
            if (line[0] != ' ') isLeftOut = keys.Contains(line[..line.IndexOf(':', StringComparison.Ordinal)]);
            if (!isLeftOut) yield return line;
        }
    }
}
