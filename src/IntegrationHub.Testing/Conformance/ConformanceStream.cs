using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Configuration;
using IntegrationHub.Sources;

namespace IntegrationHub.Testing;

/// <summary>The folder of stream file, mapping and code tables that a subject is run with, and its secrets.</summary>
internal sealed partial record ConformanceStream(StreamName Name, SourceId Source, ISettingSource Settings)
{
    /// <summary>Writes it.</summary>
    public static ConformanceStream Write(string folder, AdapterSubject subject, IReadOnlyDictionary<string, string> settings, SceneOptions options)
    {
        var mapping = RepositoryPath.Of(subject.Mapping);
        var text = subject.ChangeMapping(File.ReadAllText(mapping));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Path.GetFileName(mapping)), text);
        CopyTables(Path.GetDirectoryName(mapping)!, folder);

        var (source, stream) = (First(System(), text) ?? "conformance", First(Stream(), text) ?? "conformance");
        var secrets = new Dictionary<string, string>();
        var lines = new StringBuilder($"stream: {stream}\nsource: {source}\ntitle: Conformance\nadapter: {subject.Adapter.Manifest.Name}\nmapping: {First(MappingName(), text)}\nconnection:\n");
        foreach (var (name, value) in settings)
        {
            var secret = subject.Manifest.Settings.FirstOrDefault(s => s.Name == name)?.Kind == SettingKind.Secret;
            if (secret) secrets[$"SECRET_{secrets.Count + 1}"] = value;
            lines.Append($"  {name}: ").AppendLine(secret ? $"\"${{secret:SECRET_{secrets.Count}}}\"" : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'");
        }

        lines.Append($"read:\n  strategy: {subject.Strategy.ToString().ToLowerInvariant()}\n");
        foreach (var line in subject.Reading.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)) lines.Append($"  {line}\n");
        if (subject.Strategy != ReadStrategy.Snapshot && subject.Can(Capability.CompleteReads)) lines.Append("  full:\n    every: 7d\n");
        lines.Append($"limits:\n  requestsPerMinute: 1000000\n  maxAnswer: {options.MaxAnswer}\n  maxPages: {options.MaxPages}\n");
        lines.Append($"retry:\n  attempts: {options.Attempts}\n  breaker:\n    failures: 1000\nquarantine:\n  stopAbove: 90%\n");
        if (options.IsNotified)
        {
            secrets["HOOK"] = VendorNotification.Secret;
            lines.Append("notify:\n  kind: standard-webhooks\n  secrets: [\"${secret:HOOK}\"]\n  key: case\n");
        }

        lines.Append(subject.Section.ReplaceLineEndings("\n"));
        File.WriteAllText(Path.Combine(folder, "conformance.stream.yaml"), lines.ToString());
        if (subject.Events is not null) CasesBeside.Write(folder, new SourceId(source));
        return new ConformanceStream(new StreamName(stream), new SourceId(source), new GivenSettings(secrets: secrets));
    }

    static void CopyTables(string from, string to)
    {
        foreach (var table in Directory.EnumerateFiles(from, "*.csv", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, table));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(table, target);
        }
    }

    static string? First(Regex pattern, string text) => pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^mapping:\s*([a-z0-9-]+)", RegexOptions.Multiline)]
    private static partial Regex MappingName();

    [GeneratedRegex(@"[\s{]system:\s*([a-z0-9-]+)")]
    private static partial Regex System();

    [GeneratedRegex(@"[\s{,]stream:\s*([a-z0-9-]+)")]
    private static partial Regex Stream();
}

/// <summary>How a scene is set.</summary>
internal sealed record SceneOptions
{
    /// <summary>What the clock shows first.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    /// <summary>How often a call is tried.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>How many pages a run may read.</summary>
    public int MaxPages { get; init; } = 2000;

    /// <summary>Whether the vendor tells of changes of its own accord.</summary>
    public bool IsNotified { get; init; }

    /// <summary>The largest answer.</summary>
    public string MaxAnswer { get; init; } = "4MB";

    /// <summary>Whether the vendor's rows come unsorted.</summary>
    public bool Unsorted { get; init; }

    /// <summary>How many rows the vendor puts into an answer; the subject's own unless set.</summary>
    public int? PageSize { get; init; }
}
